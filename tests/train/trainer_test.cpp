// SPDX-License-Identifier: Apache-2.0
#include "train/trainer.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "message.hpp"
#include "oscillator_state.hpp"
#include "settings.hpp"
#include "stats/accumulator.hpp"
#include "terms.hpp"
#include "theta.hpp"

namespace kato {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();

// Keeps what it was shown, and moves all parameters by one number.
class Witness final : public Optimizer {
 public:
  explicit Witness(double move = 0, double norm = 1) : move_(move), norm_(norm) {}
  StepReport step(TrainingStep& step, std::span<double> update) override {
    const auto g = step.gradient(), r = step.residuals();
    gradient.assign(g.begin(), g.end());
    residuals.assign(r.begin(), r.end());
    std::ranges::fill(update, move_);
    return {.learning_rate = 0.25, .gradient_norm = norm_};
  }
  State state() const override { return {}; }
  void restore(const State&, std::size_t) override {}

  std::vector<double> gradient, residuals;

 private:
  double move_, norm_;
};

class Training : public testing::Test {
 protected:
  static constexpr std::size_t count = 200;

  Training() {
    state.parameter("envelope.width")[0] = 0.8;  // not an eigenstate: energies differ
    psi.set_parameters(state.theta);
  }

  TrainingRecord step(Optimizer& optimizer, double clip = 5, int sweeps = 10, std::int64_t most_rollbacks = 10) {
    Trainer trainer(system, psi, walkers, *sampler, optimizer,
                    {.seed = 3, .sweeps = sweeps, .clip = clip, .rollback = {.most = most_rollbacks}}, timers);
    return trainer.step(0, 7);
  }
  LocalEnergies energies() {
    LocalEnergies found;
    local_energies(psi, system, walkers, found);
    return found;
  }

  System system{{.particles = 2}};
  OscillatorState state = oscillator_ground_state(2);
  WaveFunction psi{state.graph, Precision::double_, 1};
  std::unique_ptr<Sampler> sampler =
      registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
  Walkers walkers = first_walkers(system, count, 1, 0, 1);
  Timers timers;
};

TEST_F(Training, a_record_tells_the_energy_of_the_walkers_it_leaves) {
  Witness witness;
  const auto record = step(witness);
  const auto statistics = mean_variance(energies().total);
  EXPECT_DOUBLE_EQ(record.energy, statistics.mean);
  EXPECT_DOUBLE_EQ(record.variance, statistics.variance());
  EXPECT_NEAR(record.std_err, std::sqrt(record.variance / count), 1e-15);
  EXPECT_GT(record.variance, 1e-3);
  EXPECT_GT(record.acceptance, 0.1);
  EXPECT_LT(record.acceptance, 1);
  EXPECT_EQ(record.learning_rate, 0.25);
  EXPECT_EQ(record.replaced, 0u);
}

TEST_F(Training, the_step_of_the_optimiser_is_added_to_the_parameters) {
  Witness witness(0.125);
  step(witness);
  for (std::size_t p = 0; p < state.theta.size(); ++p) EXPECT_EQ(psi.parameters()[p], state.theta[p] + 0.125);
}

// E(theta) = sum_w |psi/psi_0|^2 E_w / sum_w |psi/psi_0|^2 on fixed walkers and energies has the gradient 2 cov(E, O).
TEST_F(Training, the_gradient_is_that_of_the_reweighted_energy) {
  Witness witness;
  step(witness, 0);
  const auto local = energies();
  const auto reweighted = [&](std::size_t p, double shift) {
    auto theta = state.theta;
    theta[p] += shift;
    psi.set_parameters(theta);
    const auto now = energies();
    double sum = 0, weights = 0;
    for (std::size_t w = 0; w < count; ++w) {
      const double weight = std::exp(2 * (now.psi[w].log_abs - local.psi[w].log_abs));
      sum += weight * local.total[w], weights += weight;
    }
    return sum / weights;
  };
  double largest = 0;
  for (std::size_t p = 0; p < state.theta.size(); ++p) {
    const double h = 1e-4, expected = (reweighted(p, h) - reweighted(p, -h)) / (2 * h);
    EXPECT_NEAR(witness.gradient[p], expected, 1e-5 * (1 + std::abs(expected))) << p;
    largest = std::max(largest, std::abs(expected));
  }
  EXPECT_GT(largest, 0.05);
}

TEST_F(Training, clipping_changes_the_gradient_and_not_the_record) {
  Witness loose, tight;
  const auto before = walkers;
  const auto free = step(loose, 0);
  walkers = before;
  sampler = registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
  const auto bound = step(tight, 0.5);
  EXPECT_EQ(free.energy, bound.energy);
  EXPECT_EQ(free.variance, bound.variance);
  EXPECT_NE(loose.gradient, tight.gradient);
}

TEST_F(Training, walkers_without_an_energy_are_replaced_counted_and_reach_no_average) {
  for (const double beyond : {nan, inf, -inf}) {
    walkers = first_walkers(system, count, 1, 0, 1);
    system.interactions.clear();
    add_energy(system, cliff(1.0, beyond));
    Witness witness;
    const auto record = step(witness);
    EXPECT_GT(record.replaced, 0u);
    EXPECT_LT(record.replaced, count / 2);
    for (std::size_t w = 0; w < count; ++w) EXPECT_LE(walkers.x[2 * w], 1.0);
    EXPECT_DOUBLE_EQ(record.energy, mean_variance(energies().total).mean);
    for (const double e : witness.residuals) EXPECT_TRUE(std::isfinite(e));
    for (const double g : witness.gradient) EXPECT_TRUE(std::isfinite(g));
  }
}

TEST_F(Training, no_finite_potential_at_all_stops_with_a_message) {
  add_energy(system, cliff(-inf, nan));
  Witness witness(0.5);
  const auto before = walkers.x;
  EXPECT_TRUE(has(step(witness).rejected, "no walker has a finite energy"));
  EXPECT_TRUE(
      has(message_of([&] { step(witness, 5, 10, 0); }), "no walker has a finite energy", "the potential is not"));
  EXPECT_EQ(walkers.x, before);
  EXPECT_EQ(theta_of(psi), state.theta);
}

TEST_F(Training, a_step_that_is_not_finite_is_not_taken) {
  for (Witness witness : {Witness(nan), Witness(inf), Witness(1, inf), Witness(1, nan)}) {
    const auto message = message_of([&] { step(witness, 5, 10, 0); });
    EXPECT_TRUE(has(message, "the optimiser's step is not finite", "learning_rate", "damping"));
    const auto before = walkers.x;
    const auto width = sampler->state();
    const auto record = step(witness);
    EXPECT_TRUE(has(record.rejected, "the optimiser's step is not finite, ", ", of walker "));
    EXPECT_TRUE(std::isfinite(record.energy));
    EXPECT_EQ(record.learning_rate, 0);
    EXPECT_TRUE(std::isnan(record.gradient_norm));
    EXPECT_EQ(walkers.x, before);
    EXPECT_EQ(sampler->state(), width);
    EXPECT_EQ(theta_of(psi), state.theta);
    const auto after = energies();
    for (const double e : after.total) EXPECT_TRUE(std::isfinite(e));
  }
}

// Leaves all as it is, but for one step that makes the envelope (the last two parameters) narrower, and counts.
class Leaper final : public Optimizer {
 public:
  Leaper(double when, double move) : when_(when), move_(move) {}
  StepReport step(TrainingStep&, std::span<double> update) override {
    std::ranges::fill(update, 0.0);
    if (steps_ == when_) std::ranges::fill(update.last(2), move_);
    ++steps_;
    return {.learning_rate = 0.25, .gradient_norm = 1};
  }
  State state() const override { return {{"steps", {steps_}}}; }
  void restore(const State& state, std::size_t) override { steps_ = state.at("steps").at(0); }

 private:
  double when_, move_, steps_ = 0;
};

TEST_F(Training, a_jump_of_the_energy_restores_the_last_good_state_and_halves_the_next_step) {
  Leaper leaper(2, 0.7);
  Trainer trainer(system, psi, walkers, *sampler, leaper, {.seed = 3, .rollback = {.multiple = 6}}, timers);
  for (std::uint32_t n = 0; n < 2; ++n) EXPECT_EQ(trainer.step(0, n).rejected, "");
  const auto leap = trainer.step(0, 2);  // its energy is still good
  EXPECT_EQ(leap.rejected, "");
  EXPECT_EQ(psi.parameters().back(), state.theta.back() + 0.7);
  const auto good = trainer.state();
  const auto jump = trainer.step(0, 3);
  EXPECT_TRUE(has(jump.rejected, "the energy jumped from"));
  EXPECT_GT(jump.energy, leap.energy + 6 * std::hypot(jump.std_err, leap.std_err));
  EXPECT_EQ(jump.learning_rate, 0);
  EXPECT_EQ(theta_of(psi), state.theta);
  EXPECT_EQ(theta_of(psi), good.at("good.theta"));
  EXPECT_EQ(walkers.x, good.at("good.walkers"));
  EXPECT_EQ(sampler->state().at("width"), good.at("good.sampler.width"));
  EXPECT_EQ(leaper.state().at("steps"), std::vector{2.0});
  EXPECT_EQ(trainer.state().at("trust"), std::vector{0.5});
  const auto again = trainer.step(0, 4);
  EXPECT_EQ(again.rejected, "");
  EXPECT_EQ(again.learning_rate, 0.125);
  EXPECT_EQ(psi.parameters().back(), state.theta.back() + 0.35);
}

TEST_F(Training, the_last_update_is_taken_back_if_the_next_energy_jumps) {
  for (const double move : {0.0, 0.7, inf}) {
    psi.set_parameters(state.theta);
    Leaper leaper(2, 0);
    Trainer trainer(system, psi, walkers, *sampler, leaper, {.seed = 3, .rollback = {.multiple = 6}}, timers);
    for (std::uint32_t n = 0; n < 3; ++n) EXPECT_EQ(trainer.step(0, n).rejected, "");
    const auto before = walkers;
    const auto width = sampler->state();
    auto theta = state.theta;
    theta.back() += move;
    psi.set_parameters(theta);
    EXPECT_EQ(trainer.review(0, 3).empty(), move == 0);
    EXPECT_EQ(theta_of(psi), state.theta);
    EXPECT_TRUE(walkers.x == before.x && walkers.log_abs == before.log_abs && sampler->state() == width);
    EXPECT_EQ(trainer.state().at("trust"), std::vector{move == 0 ? 1.0 : 0.5});
  }
}

Reweighting reweighting(std::int64_t upper) {
  return Reweighting(
      Settings({{"enabled", true}, {"lower", std::int64_t{1}}, {"upper", upper}, {"s", 1e-2}, {"floor", 0.5}}));
}

// The parameters stay, so all weights are equal and a kept walker has the energy that it had when it was drawn.
TEST_F(Training, walkers_that_are_kept_have_the_same_energy_in_the_same_state) {
  Witness witness(0);
  Trainer trainer(system, psi, walkers, *sampler, witness, {.seed = 3, .reweighting = reweighting(2)}, timers);
  std::string drawn;
  double energy = 0;
  for (std::uint32_t n = 0; n < 7; ++n) {
    const auto before = walkers.x;
    const auto record = trainer.step(0, n);
    drawn += record.resampled ? '1' : '0';
    EXPECT_EQ(record.resampled, walkers.x != before);
    EXPECT_EQ(record.resampled, std::isfinite(record.acceptance));
    if (!record.resampled) {
      EXPECT_NEAR(record.energy, energy, 1e-12);
    }
    energy = record.energy;
  }
  EXPECT_EQ(drawn, "1001001");
}

// E(theta) from walkers of an earlier theta agrees with E from walkers of its own, and its gradient likewise.
TEST_F(Training, kept_walkers_tell_the_energy_of_the_new_state) {
  Leaper leaper(0, 0.02);
  Trainer trainer(system, psi, walkers, *sampler, leaper, {.seed = 3, .reweighting = reweighting(50)}, timers);
  trainer.thermalise(0, 100);
  trainer.step(0, 0);
  const auto drawn = energies();  // at the new parameters
  const auto kept = trainer.step(0, 1);
  EXPECT_FALSE(kept.resampled);
  EXPECT_NE(kept.energy, mean_variance(drawn.total).mean);
  Leaper idle(99, 0);
  MeanVariance plain;
  Trainer other(system, psi, walkers, *sampler, idle, {.seed = 4}, timers);
  for (std::uint32_t n = 0; n < 100; ++n) plain.add(other.step(0, n).energy);
  EXPECT_NEAR(kept.energy, plain.mean, 5 * kept.std_err);
  EXPECT_LT(kept.std_err, 0.1);
}

TEST_F(Training, a_leap_of_the_state_forces_walkers_to_be_drawn_in_the_same_step) {
  Leaper leaper(1, 3.0);
  Trainer trainer(system, psi, walkers, *sampler, leaper,
                  {.seed = 3, .rollback = {.multiple = 0}, .reweighting = reweighting(50)}, timers);
  std::string drawn;
  for (std::uint32_t n = 0; n < 4; ++n) drawn += trainer.step(0, n).resampled ? '1' : '0';
  EXPECT_EQ(drawn, "1010");
}

TEST_F(Training, without_a_multiple_a_jump_is_kept) {
  Leaper leaper(2, 0.7);
  Trainer trainer(system, psi, walkers, *sampler, leaper, {.seed = 3, .rollback = {.multiple = 0}}, timers);
  for (std::uint32_t n = 0; n < 5; ++n) EXPECT_EQ(trainer.step(0, n).rejected, "");
  EXPECT_EQ(psi.parameters().back(), state.theta.back() + 0.7);
}

TEST_F(Training, a_trainer_continues_from_its_state_through_a_rejection) {
  for (std::uint32_t cut = 1; cut < 9; ++cut) {
    psi.set_parameters(state.theta);
    walkers = first_walkers(system, count, 1, 0, 1);
    sampler = registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
    Leaper leaper(2, 0.7), other(2, 0.7);
    const Trainer::Settings settings{.seed = 3, .rollback = {.multiple = 6}};
    Trainer trainer(system, psi, walkers, *sampler, leaper, settings, timers);
    for (std::uint32_t n = 0; n < cut; ++n) trainer.step(0, n);
    WaveFunction psi2(state.graph, Precision::double_, 1);
    psi2.set_parameters(theta_of(psi));
    auto walkers2 = Walkers::at_origin(count, 2, 1);
    walkers2.x = walkers.x;
    const auto sampler2 = registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
    sampler2->restore(sampler->state());
    other.restore(leaper.state(), 0);
    Trainer resumed(system, psi2, walkers2, *sampler2, other, settings, timers);
    resumed.restore(trainer.state());
    std::size_t rejections = 0;
    for (std::uint32_t n = cut; n < 12; ++n) {
      const auto record = trainer.step(0, n), again = resumed.step(0, n);
      EXPECT_EQ(record.energy, again.energy) << cut << " " << n;
      EXPECT_EQ(record.rejected, again.rejected) << cut << " " << n;
      rejections += record.rejected.empty() ? 0 : 1;
    }
    if (cut <= 3) {
      EXPECT_GT(rejections, 0u) << cut;
    }
    EXPECT_EQ(theta_of(psi), theta_of(psi2));
    EXPECT_EQ(resumed.state(), trainer.state());
  }
}

TEST_F(Training, thermalising_moves_walkers_and_tunes_the_width_but_no_parameter) {
  Witness witness(1);
  const auto before = walkers.x;
  const auto width = sampler->state();
  Trainer trainer(system, psi, walkers, *sampler, witness, {.seed = 3, .sweeps = 10, .clip = 5}, timers);
  trainer.thermalise(0, 25);
  EXPECT_NE(walkers.x, before);
  EXPECT_NE(sampler->state(), width);
  EXPECT_EQ(theta_of(psi), state.theta);
}

// Every 32nd step looks for it, whatever the energies are.
TEST_F(Training, a_wave_function_that_is_rounding_is_found_at_the_start_and_on_the_way) {
  const auto lost = state_without_rank();
  const System three{{.particles = 3}};
  WaveFunction noise(lost.graph, Precision::double_, 1);
  noise.set_parameters(lost.theta);
  auto some = first_walkers(three, count, 1, 0, 1);
  Witness witness;
  Trainer trainer(three, noise, some, *sampler, witness, {.seed = 3}, timers);
  EXPECT_TRUE(has(message_of([&] { trainer.check_start(); }), "rounding noise at", "(slogdet)", "without rank"));
  const auto go_on = [](Trainer& with) {  // rejected steps do not count
    for (std::uint32_t step = 0; step < 48; ++step) with.step(0, step);
  };
  EXPECT_TRUE(has(message_of([&] { go_on(trainer); }), "rounding noise at"));
  Trainer good(system, psi, walkers, *sampler, witness, {.seed = 3}, timers);
  EXPECT_NO_THROW(good.check_start());
  EXPECT_NO_THROW(go_on(good));
}

}  // namespace
}  // namespace kato
