// SPDX-License-Identifier: Apache-2.0
#include "run/measurement.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

#include "message.hpp"
#include "oscillator_state.hpp"
#include "settings.hpp"
#include "stats/check_mean.hpp"
#include "taut_state.hpp"
#include "terms.hpp"

namespace kato {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

class Measuring : public testing::Test {
 protected:
  explicit Measuring() { psi.set_parameters(state.theta); }

  Measurement measured(std::int64_t samples = 20'000, const Watch& watch = unwatched) {
    Walkers walkers = first_walkers(system, 200, 1, 0, 1);
    settings.samples = samples;
    return measure(system, psi, walkers, *sampler, settings, make_observables, timers, watch);
  }

  OscillatorState state = oscillator_ground_state(3);
  System system{{.particles = 3}};
  WaveFunction psi{state.graph, Precision::double_, 1};
  std::unique_ptr<Sampler> sampler =
      registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
  MeasurementSettings settings{.seed = 1, .sweeps = 5, .thermalise = 100};
  MakeObservables make_observables = [] { return Observables(); };
  Timers timers;
};

TEST_F(Measuring, an_eigenstate_has_its_energy_and_no_variance) {
  const auto found = measured();
  EXPECT_NEAR(found.energy.mean, 4.5, 1e-9);
  EXPECT_LT(found.energy.variance, 1e-12);
  EXPECT_EQ(found.energy.samples, 20'000u);
  EXPECT_EQ(found.replaced, 0u);
}

// The virial theorem: half of the energy is kinetic.
TEST_F(Measuring, its_components_are_half_kinetic_and_half_trap) {
  const auto found = measured(100'000);
  ASSERT_EQ(found.components.size(), 2u);
  EXPECT_EQ(found.components[0].first, "kinetic");
  EXPECT_EQ(found.components[1].first, "trap");
  EXPECT_TRUE(check_mean(found.components[0].second, 2.25, 1e-6, 0.02));
  EXPECT_TRUE(check_mean(found.components[1].second, 2.25, 1e-6, 0.02));
  EXPECT_GT(found.components[1].second.tau, 5);  // in sweeps, not in measurements
}

// tests/data/quantum-dots.csv: the parts of E = 3, for which 2 T = 2 V_trap - V_C.
TEST_F(Measuring, tauts_two_electrons_have_their_kinetic_trap_and_coulomb_energies) {
  const auto dot = two_electrons(2, 1);
  WaveFunction taut(taut_state(2, 1, 1), Precision::double_, 1);
  taut.set_parameters({});
  Walkers walkers = first_walkers(dot, 500, 1, 0, 1);
  settings.samples = 200'000;
  make_observables = [&] {
    Observables all;
    all.emplace("virial", registry().factory<Observable>("virial")(dot, 500, {}));
    return all;
  };
  const auto found = measure(dot, taut, walkers, *sampler, settings, make_observables, timers);
  EXPECT_NEAR(found.energy.mean, 3, 1e-9);
  ASSERT_EQ(found.components.size(), 3u);
  EXPECT_TRUE(check_mean(found.components[0].second, 0.88619950, 1e-6, 0.01));
  EXPECT_TRUE(check_mean(found.components[1].second, 1.29539983, 1e-6, 0.01));
  EXPECT_TRUE(check_mean(found.components[2].second, 0.81840067, 1e-6, 0.01));
  const auto& virial = found.curves.at("virial");
  EXPECT_NEAR(virial.mean[0], 1, 5.5 * virial.std_err[0]);
  EXPECT_LT(virial.std_err[0], 0.02);
}

TEST_F(Measuring, walkers_without_an_energy_are_replaced_counted_and_reach_no_average) {
  add_energy(system, cliff(1.5, nan));
  const auto found = measured(4000);
  EXPECT_GT(found.replaced, 0u);
  EXPECT_LT(found.replaced, 4000u);
  EXPECT_NEAR(found.energy.mean, 4.5, 1e-9);
  for (const auto& [name, estimate] : found.components) EXPECT_TRUE(std::isfinite(estimate.mean)) << name;
}

TEST_F(Measuring, without_a_finite_walker_it_stops_with_a_message) {
  add_energy(system, cliff(-1e9, nan));
  EXPECT_TRUE(has(message_of([&] { measured(); }), "no walker has a finite energy", "the potential is not"));
  EXPECT_THROW(measured(), std::runtime_error);
}

TEST_F(Measuring, the_sampler_stays_as_it_is_after_the_burn_in) {
  Walkers walkers = first_walkers(system, 200, 1, 0, 1);
  const auto before = sampler->state();
  const auto found = measure(system, psi, walkers, *sampler, {.seed = 1, .samples = 2000, .sweeps = 5, .thermalise = 0},
                             make_observables, timers);
  EXPECT_EQ(sampler->state(), before);
  EXPECT_GT(found.acceptance, 0.05);
  EXPECT_LT(found.acceptance, 0.95);
}

TEST_F(Measuring, progress_counts_to_one_and_may_stop_early) {
  std::map<std::string, std::int64_t> last;
  double mean = 0;
  const auto whole = measured(2000, [&](const Progress& progress) {
    EXPECT_GT(progress.step, last[progress.phase]);
    EXPECT_LE(progress.step, progress.steps);
    EXPECT_GT(progress.acceptance, 0);
    last[progress.phase] = progress.step;
    mean = progress.energy;
    return true;
  });
  EXPECT_TRUE(whole.complete);
  EXPECT_EQ(mean, whole.energy.mean);
  EXPECT_EQ(last, (std::map<std::string, std::int64_t>{{"burn-in", 100}, {"evaluate", 10}}));
  const auto part =
      measured(20'000, [](const Progress& progress) { return progress.phase == "burn-in" || progress.step < 25; });
  EXPECT_EQ(part.energy.samples, 5'000u);
  EXPECT_FALSE(part.complete);
  const auto none = measured(2000, [](const Progress& progress) { return progress.step < 50; });
  EXPECT_EQ(none.energy.samples, 0u);
  EXPECT_FALSE(none.complete);
}

TEST_F(Measuring, observables_see_every_measurement) {
  make_observables = [&] {
    Observables made;
    made["density"] = registry().factory<Observable>("density")(system, 200, default_settings("observable", "density"));
    return made;
  };
  const auto curve = measured(4000).curves.at("density");
  double total = 0;
  for (const double n : curve.mean) total += n * (curve.x[1] - curve.x[0]);
  EXPECT_NEAR(total, 3, 1e-9);
}

// Psi, its derivatives and the recorded kinetic energy, all at the walkers of now.
class Looker final : public Observable {
 public:
  explicit Looker(int& looks) : looks_(looks) {}
  void measure(const WalkerView& walkers, const Surroundings& around) override {
    ASSERT_NE(around.psi, nullptr);
    EXPECT_EQ(around.stream.purpose, Purpose::observable);
    auto& psi = dynamic_cast<Psi&>(*around.psi);
    std::vector<LogPsi> values(walkers.count());
    std::vector<double> gradient(walkers.x.size()), laplacian(walkers.count());
    evaluate(*around.psi, walkers, values);
    psi.laplacian(walkers, values, gradient, laplacian);
    ASSERT_EQ(around.values.size(), values.size());
    ASSERT_EQ(around.gradient.size(), gradient.size());
    ASSERT_EQ(around.kinetic.size(), values.size());
    for (std::size_t w = 0; w < values.size(); ++w) {
      EXPECT_EQ(around.values[w].log_abs, values[w].log_abs);
      EXPECT_EQ(around.values[w].sign, values[w].sign);
      double kinetic = -0.5 * laplacian[w];
      for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(around.gradient[3 * w + i], gradient[3 * w + i]);
        kinetic -= 0.5 * std::pow(gradient[3 * w + i], 2);
      }
      EXPECT_NEAR(around.kinetic[w], kinetic, 1e-9 * (1 + std::abs(kinetic)));
    }
    ++looks_;
  }
  Curve result() const override { return {}; }

 private:
  int& looks_;
};

TEST_F(Measuring, observables_are_given_psi_and_what_is_known_at_the_walkers) {
  int looks = 0;
  make_observables = [&] {
    Observables made;
    made["looker"] = std::make_unique<Looker>(looks);
    return made;
  };
  measured(2000);
  EXPECT_EQ(looks, 10);
}

// Twice the reflection of a particle, and three times nothing: in an odd state -2 and 3 for every walker.
class Mirror final : public Interaction {
 public:
  std::optional<Enters> connects() const override { return Enters::ratio; }
  void connect(const WalkerView& walkers, Connections& connections) const override {
    for (std::size_t w = 0; w < walkers.count(); ++w) {
      const double here = walkers.x[w], there = -here;
      connections.move(w, 0, {&there, 1}, 2, Enters::ratio, 0);
      connections.move(w, 0, {&here, 1}, 3, Enters::ratio, 1);
    }
  }
  std::vector<std::string> channels() const override { return {"turned", "kept"}; }
};

TEST_F(Measuring, the_channels_of_a_term_are_components_beside_it) {
  const auto odd = oscillator_state({1});
  WaveFunction one(odd.graph, Precision::double_, 1);
  one.set_parameters(odd.theta);
  System trap{{.particles = 1}};
  trap.interactions.push_back({"mirror", std::make_shared<Mirror>()});
  Walkers walkers = first_walkers(trap, 200, 1, 0, 1);
  settings.samples = 4000;
  const auto found = measure(trap, one, walkers, *sampler, settings, make_observables, timers);
  ASSERT_EQ(found.components.size(), 5u);
  const std::map<std::string, Estimate> parts(found.components.begin(), found.components.end());
  EXPECT_NEAR(parts.at("mirror.turned").mean, -2, 1e-9);
  EXPECT_NEAR(parts.at("mirror.kept").mean, 3, 1e-9);
  EXPECT_NEAR(parts.at("mirror").mean, 1, 1e-9);
  EXPECT_NEAR(found.energy.mean, 2.5, 1e-9);
  EXPECT_NEAR(parts.at("kinetic").mean + parts.at("trap").mean, 1.5, 1e-9);
}

// Of the exact state every energy is the same, so an interaction that fluctuates is added.
double spread(std::span<const double> x) { return x[0] > 0 ? 1 : -1; }

TEST_F(Measuring, a_target_error_ends_the_measurement_where_it_is_reached) {
  add_energy(system, spread);
  settings.target_error = 0.02;
  const auto found = measured(2'000'000);
  EXPECT_TRUE(found.complete);
  EXPECT_TRUE(found.reached_target);
  EXPECT_LE(found.energy.std_err, 0.02);
  EXPECT_GT(found.energy.std_err, 0.01);  // it does not go on for long
  EXPECT_LT(found.energy.samples, 200'000u);
  EXPECT_GE(found.energy.samples, 32u * 200u);
  EXPECT_GT(found.seconds, 0);
}

TEST_F(Measuring, a_target_error_out_of_reach_takes_all_samples) {
  add_energy(system, spread);
  settings.target_error = 1e-9;
  const auto found = measured(20'000);
  EXPECT_TRUE(found.complete);
  EXPECT_FALSE(found.reached_target);
  EXPECT_EQ(found.energy.samples, 20'000u);
}

// Walkers that start far out, and little burn-in: their potential energy falls while it is measured.
TEST_F(Measuring, a_burn_in_that_was_too_short_is_made_up_for) {
  add_energy(system, [](std::span<const double> x) { return x[0] + x[1]; });
  settings.thermalise = 0;
  Walkers walkers = first_walkers(system, 200, 0.1, 0, 1);
  for (double& x : walkers.x) x += 4;
  settings.samples = 200 * 800;
  settings.sweeps = 1;
  const auto found = measure(system, psi, walkers, *sampler, settings, make_observables, timers);
  EXPECT_GT(found.discarded, 0u);
  EXPECT_TRUE(found.settled);
  EXPECT_EQ(found.energy.samples, 200u * 800u);
  EXPECT_TRUE(check_mean(found.energy, 4.5, 1e-6, 0.1));
}

TEST_F(Measuring, a_burn_in_that_was_long_enough_costs_no_samples) {
  add_energy(system, spread);
  const auto found = measured(200 * 300);
  EXPECT_EQ(found.discarded, 0u);
  EXPECT_TRUE(found.settled);
}

TEST_F(Measuring, a_wave_function_that_is_rounding_is_not_measured) {
  psi.set_parameters(state_without_rank().theta);
  EXPECT_TRUE(has(message_of([&] { measured(); }), "rounding noise at", "(slogdet)", "without rank"));
}

TEST_F(Measuring, tails_of_local_energies_are_looked_at) {
  EXPECT_TRUE(std::isnan(measured(2'000).tails.index));  // too few
  state.parameter("envelope.width")[0] = 0.8;            // not an eigenstate, and energies grow as x^2
  psi.set_parameters(state.theta);
  const auto found = measured();
  EXPECT_GT(found.tails.index, 2.5);
  EXPECT_LT(found.tails.share, 0.25);
  EXPECT_EQ(found.lost, 0u);
}

}  // namespace
}  // namespace kato
