// SPDX-License-Identifier: Apache-2.0
#include "run/measurement.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "message.hpp"
#include "oscillator_state.hpp"
#include "settings.hpp"
#include "stats/check_mean.hpp"

namespace kato {
namespace {

// An energy that is no number where the first particle is beyond 1.5.
class Cliff final : public Interaction {
 public:
  explicit Cliff(double edge) : edge_(edge) {}
  void add_energy(const Configurations& walkers, std::span<double> energy) const noexcept override {
    for (std::size_t w = 0; w < energy.size(); ++w)
      if (walkers.x[w * static_cast<std::size_t>(walkers.particles)] > edge_)
        energy[w] = std::numeric_limits<double>::quiet_NaN();
  }

 private:
  double edge_;
};

class Measuring : public testing::Test {
 protected:
  explicit Measuring() { psi.set_parameters(state.theta); }

  Measurement measured(std::int64_t samples = 20'000, const Watch& watch = unwatched) {
    Walkers walkers = scattered_walkers(200, 3, 1, 1);
    return measure(system, psi, walkers, *sampler, {.seed = 1, .samples = samples, .sweeps = 5, .thermalise = 100},
                   make_observables, timers, watch);
  }

  OscillatorState state = oscillator_ground_state(3);
  System system{.dimensions = 1, .particles = 3, .interactions = {}};
  WaveFunction psi{state.graph, Precision::double_, 1};
  std::unique_ptr<Sampler> sampler =
      registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
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

TEST_F(Measuring, walkers_without_an_energy_are_replaced_counted_and_reach_no_average) {
  system.interactions.push_back({"cliff", std::make_shared<Cliff>(1.5)});
  const auto found = measured(4000);
  EXPECT_GT(found.replaced, 0u);
  EXPECT_LT(found.replaced, 4000u);
  EXPECT_NEAR(found.energy.mean, 4.5, 1e-9);
  for (const auto& [name, estimate] : found.components) EXPECT_TRUE(std::isfinite(estimate.mean)) << name;
}

TEST_F(Measuring, without_a_finite_walker_it_stops_with_a_message) {
  system.interactions.push_back({"cliff", std::make_shared<Cliff>(-1e9)});
  EXPECT_TRUE(has(message_of([&] { measured(); }), "no walker has a finite energy", "the potential is not"));
  EXPECT_THROW(measured(), std::runtime_error);
}

TEST_F(Measuring, the_sampler_stays_as_it_is_after_the_burn_in) {
  Walkers walkers = scattered_walkers(200, 3, 1, 1);
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

}  // namespace
}  // namespace kato
