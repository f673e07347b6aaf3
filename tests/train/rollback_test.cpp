// SPDX-License-Identifier: Apache-2.0
#include "train/rollback.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "ansatz/ansatz.hpp"
#include "message.hpp"
#include "settings.hpp"
#include "theta.hpp"
#include "train/trainer.hpp"

namespace kato {
namespace {

Walkers two_walkers() {
  return {.particles = 2, .dimensions = 1, .x = {2, 3, 4, 5}, .labels = {0, 1, 1, 0}, .log_abs = {0, 0}};
}

RollBack::Good good(double theta = 1) {
  return {.theta = {theta},
          .walkers = two_walkers(),
          .optimizer = {{"steps", {4}}, {"direction", {}}},
          .sampler = {{"width", {5}}}};
}

TEST(RollBacks, a_jump_is_a_rise_by_more_than_the_multiple_of_the_combined_error) {
  RollBack rollback({.multiple = 10});
  rollback.keep(good(), RollBack::Energy{.mean = -1, .std_err = 0.03});  // combined with 0.04: 0.05
  EXPECT_EQ(rollback.jump({.mean = -0.501, .std_err = 0.04}), "");
  EXPECT_TRUE(has(rollback.jump({.mean = -0.499, .std_err = 0.04}), "jumped from -1.00(3) to -0.50(4), 10 errors"));
  EXPECT_EQ(rollback.jump({.mean = -9, .std_err = 0.04}), "") << "a fall is no jump";
}

TEST(RollBacks, a_variance_of_nothing_does_not_make_rounding_a_jump) {
  RollBack rollback({.multiple = 10});
  rollback.keep(good(), RollBack::Energy{.mean = 2, .std_err = 1e-16});
  EXPECT_EQ(rollback.jump({.mean = 2 + 1.9e-5, .std_err = 1e-16}), "");
  EXPECT_NE(rollback.jump({.mean = 2 + 2.1e-5, .std_err = 1e-16}), "");
}

// Ten times the deviation and ten hundredths of the energy, both.
TEST(RollBacks, a_variance_that_explodes_is_a_jump_whatever_the_energy_seems_to_be) {
  RollBack broad({.multiple = 10}), narrow({.multiple = 10});
  broad.keep(good(), RollBack::Energy{.mean = -1, .std_err = 0.1, .variance = 4});
  narrow.keep(good(), RollBack::Energy{.mean = -1, .std_err = 1e-6, .variance = 1e-10});
  for (const double mean : {-50.0, -1.0}) {
    EXPECT_EQ(broad.jump({.mean = mean, .std_err = 9, .variance = 399}), "");
    EXPECT_TRUE(has(broad.jump({.mean = mean, .std_err = 9, .variance = 401}), "the variance jumped from 4 to 4e+02"));
    EXPECT_EQ(narrow.jump({.mean = mean, .std_err = 9, .variance = 0.0099}), "");
    EXPECT_NE(narrow.jump({.mean = mean, .std_err = 9, .variance = 0.0101}), "");
  }
}

TEST(RollBacks, without_an_energy_or_a_multiple_nothing_is_a_jump) {
  RollBack first({}), off({.multiple = 0});
  first.keep(good(), {});
  off.keep(good(), RollBack::Energy{.mean = 0, .std_err = 0.1});
  for (auto* rollback : {&first, &off}) EXPECT_EQ(rollback->jump({.mean = 1e9, .std_err = 0.1}), "");
  off.keep(good(), RollBack::Energy{.mean = 0, .std_err = 1, .variance = std::numeric_limits<double>::infinity()});
  EXPECT_FALSE(off.state().contains("good.energy"));
}

TEST(RollBacks, every_rejection_halves_the_trust_and_ten_passes_undo_one) {
  RollBack rollback({.most = 5});
  rollback.reject("a"), rollback.reject("b");
  EXPECT_EQ(rollback.trust(), 0.25);
  rollback.keep(good(), {});
  rollback.pass();
  EXPECT_EQ(rollback.trust(), 0.25) << "nothing was compared";
  for (int step = 0; step < 10; ++step) {
    rollback.keep(good(), RollBack::Energy{});
    rollback.pass();
  }
  EXPECT_NEAR(rollback.trust(), 0.5, 1e-12);
  for (int step = 0; step < 20; ++step) rollback.pass();
  EXPECT_EQ(rollback.trust(), 1);
}

TEST(RollBacks, too_many_rejections_in_succession_fail_with_the_last_problem) {
  RollBack rollback({.most = 2});
  rollback.reject("one"), rollback.reject("two");
  EXPECT_TRUE(has(message_of([&] { rollback.reject("three"); }), "three; going back 2 times in succession",
                  "optimizer.learning_rate"));
  RollBack patient({.most = 2});
  for (int n = 0; n < 20; ++n) {
    patient.reject("one"), patient.reject("two");
    patient.keep(good(), RollBack::Energy{});
    patient.pass();
  }
}

TEST(RollBacks, the_state_restores_everything) {
  RollBack rollback({}), again({});
  EXPECT_EQ(again.state(), rollback.state());
  rollback.keep(good(7), RollBack::Energy{.mean = 1, .std_err = 0.5});
  rollback.reject("a");
  rollback.keep(good(8), RollBack::Energy{.mean = 1, .std_err = 0.5});
  again.restore(rollback.state(), Walkers::at_origin(2, 2, 1, 1));
  EXPECT_EQ(again.state(), rollback.state());
  EXPECT_EQ(again.trust(), 0.5);
  ASSERT_TRUE(again.good().has_value());
  EXPECT_EQ(again.good()->theta, std::vector{8.0});
  EXPECT_EQ(again.good()->walkers, two_walkers());
  EXPECT_EQ(again.good()->optimizer, good().optimizer);
  EXPECT_EQ(again.good()->sampler, good().sampler);
  EXPECT_EQ(again.jump({.mean = 99, .std_err = 0.5}), rollback.jump({.mean = 99, .std_err = 0.5}));
  EXPECT_NE(again.jump({.mean = 99, .std_err = 0.5}), "");
  again.restore(RollBack({}).state(), two_walkers());
  EXPECT_FALSE(again.good().has_value());
}

TEST(RollBacks, a_state_of_other_walkers_is_refused) {
  RollBack rollback({}), again({});
  rollback.keep(good(), {});
  const auto message = [&](const Walkers& like) { return message_of([&] { again.restore(rollback.state(), like); }); };
  EXPECT_TRUE(has(message(Walkers::at_origin(3, 2, 1, 1)), "'good.walkers' are missing or of other walkers"));
  EXPECT_TRUE(has(message(Walkers::at_origin(2, 2, 1, 2)), "'good.walkers.labels' are missing or of other walkers"));
  auto state = rollback.state();
  state.erase("good.walkers.labels");
  EXPECT_NE(message_of([&] { again.restore(state, two_walkers()); }), "");
}

// Takes the first parameter to zero, once.
class LosesTheFirst final : public Optimizer {
 public:
  explicit LosesTheFirst(double first) : first_(first) {}
  StepReport step(TrainingStep&, std::span<double> update) override {
    std::ranges::fill(update, 0.0);
    update[0] = -std::exchange(first_, 0.0);
    return {.learning_rate = 1, .gradient_norm = 1};
  }
  State state() const override { return {}; }
  void restore(const State&, std::size_t) override {}

 private:
  double first_;
};

TEST(TrainingAMachine, goes_back_where_its_gaussian_has_lost_its_width) {
  const System bosons{{.particles = 2, .statistics = Statistics::boson}};
  const Graph graph =
      registry().factory<Ansatz>("boltzmann")({.count = 2, .dimensions = 1}, default_settings("ansatz", "boltzmann"));
  const auto theta = graph.initial_parameters(1);
  WaveFunction psi(graph, Precision::double_, 1);
  psi.set_parameters(theta);
  auto walkers = first_walkers(bosons, 50, 1, 0, 1);
  const auto gibbs = registry().factory<Sampler>("gibbs")(default_settings("sampler", "gibbs"));
  LosesTheFirst optimizer(theta[0]);
  Timers timers;
  Trainer trainer(bosons, psi, walkers, *gibbs, optimizer, {.seed = 1, .sweeps = 2}, timers);
  EXPECT_TRUE(trainer.step(0, 0).rejected.empty());
  EXPECT_EQ(psi.parameters()[0], 0);
  const auto record = trainer.step(0, 1);
  EXPECT_TRUE(has(record.rejected, "Gaussian has no width"));
  EXPECT_EQ(theta_of(psi), theta);
  EXPECT_TRUE(trainer.step(0, 2).rejected.empty());
}

}  // namespace
}  // namespace kato
