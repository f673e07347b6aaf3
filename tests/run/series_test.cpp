// SPDX-License-Identifier: Apache-2.0
#include "run/series.hpp"

#include <set>

#include "base/error.hpp"
#include "message.hpp"
#include "oscillator_state.hpp"
#include "run/measurement.hpp"
#include "settings.hpp"
#include "terms.hpp"

namespace kato {
namespace {

// All kinds of observables that a system takes, by their defaults.
Observables all_observables(const System& system, std::size_t walkers) {
  Observables made;
  for (const auto& kind : registry().names("observable")) try {
      made[kind] = registry().factory<Observable>(kind)(system, walkers, default_settings("observable", kind));
    } catch (const Error&) {  // not of this system
    }
  std::erase_if(made, [](const auto& each) { return each.second == nullptr; });
  return made;
}

void expect_equal(const Measurement& one, const Measurement& other) {
  EXPECT_TRUE(one.complete && other.complete);
  EXPECT_EQ(one.energy.mean, other.energy.mean);
  EXPECT_EQ(one.energy.std_err, other.energy.std_err);
  EXPECT_EQ(one.energy.tau, other.energy.tau);
  EXPECT_EQ(one.energy.r_hat, other.energy.r_hat);
  EXPECT_EQ(one.energy.samples, other.energy.samples);
  EXPECT_EQ(one.acceptance, other.acceptance);
  EXPECT_EQ(one.discarded, other.discarded);
  EXPECT_EQ(one.settled, other.settled);
  EXPECT_EQ(one.replaced, other.replaced);
  EXPECT_EQ(one.reached_target, other.reached_target);
  ASSERT_EQ(one.components.size(), other.components.size());
  for (std::size_t n = 0; n < one.components.size(); ++n) {
    EXPECT_EQ(one.components[n].second.mean, other.components[n].second.mean) << one.components[n].first;
    EXPECT_EQ(one.components[n].second.std_err, other.components[n].second.std_err) << one.components[n].first;
  }
  ASSERT_EQ(one.curves.size(), other.curves.size());
  for (const auto& [name, curve] : one.curves) {
    EXPECT_EQ(curve.mean, other.curves.at(name).mean) << name;
    EXPECT_EQ(curve.std_err, other.curves.at(name).std_err) << name;
  }
}

// A measurement that may be stopped, by another one with other walkers and another sampler gone on with.
class StoppedMeasuring : public testing::Test {
 protected:
  StoppedMeasuring() { psi.set_parameters(state.theta); }

  // Stops after every `between` calls of the watch.
  Measurement in_parts(int between, int& parts) {
    NamedArrays kept;
    for (parts = 1;; ++parts) {
      Walkers walkers = first();
      const auto its_sampler = new_sampler();
      MeasurementUnderWay under_way(system, psi, walkers, *its_sampler, settings, make_observables);
      if (!kept.empty()) under_way.restore(kept);
      const auto found = under_way.go_on(timers, [&, n = 0](const Progress&) mutable { return ++n % between != 0; });
      if (found.complete) return found;
      kept = under_way.state();
      if (kept.empty() || parts > 1000) return found;
    }
  }
  static std::unique_ptr<Sampler> new_sampler() {
    return registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
  }
  Measurement in_one() {
    sampler = new_sampler();
    Walkers walkers = first();
    return measure(system, psi, walkers, *sampler, settings, make_observables, timers);
  }
  Walkers first() const {
    Walkers walkers = first_walkers(system, 200, 1, 0, 1);
    for (double& x : walkers.x) x += shift;
    return walkers;
  }
  OscillatorState state = oscillator_ground_state(3);
  System system{{.particles = 3}};
  WaveFunction psi{state.graph, Precision::double_, 1};
  std::unique_ptr<Sampler> sampler;
  MeasurementSettings settings{.seed = 1, .sweeps = 5, .thermalise = 100};
  MakeObservables make_observables = [] { return Observables(); };
  Timers timers;
  double shift = 0;  // of the first walkers
};

TEST_F(StoppedMeasuring, goes_on_to_the_same_bits_wherever_it_was_stopped) {
  settings.samples = 20'000;
  make_observables = [&] { return all_observables(system, 200); };
  EXPECT_GE(make_observables().size(), 7u);
  const auto whole = in_one();
  for (const int between : {1, 3, 7, 50}) {
    int parts = 0;
    expect_equal(in_parts(between, parts), whole);
    // Ten parts of the burn-in, a hundred measurements, after the first of which it cannot stop.
    EXPECT_EQ(parts, (10 + 100 + between - 1) / between - (between == 1 ? 1 : 0));
  }
}

// The walkers begin far from where they belong, so that the series is thrown away; and a target ends it.
TEST_F(StoppedMeasuring, remembers_what_it_left_out_and_what_it_aims_at) {
  add_energy(system, [](std::span<const double> x) { return x[0] + x[1]; });
  settings = {.seed = 1, .samples = 160'000, .sweeps = 1, .thermalise = 0, .target_error = 0};
  shift = 4;
  int parts = 0;
  const auto whole = in_one();
  EXPECT_GT(whole.discarded, 0u);
  expect_equal(in_parts(90, parts), whole);
  EXPECT_GT(parts, 5);
}

TEST_F(StoppedMeasuring, ends_at_its_target_as_if_it_had_not_been_stopped) {
  psi.set_parameters([&] {
    auto theta = state.theta;
    for (double& each : theta) each *= 1.1;
    return theta;
  }());
  settings = {.seed = 1, .samples = 200'000, .sweeps = 2, .thermalise = 100, .target_error = 0.02};
  int parts = 0;
  const auto whole = in_one();
  EXPECT_TRUE(whole.reached_target);
  expect_equal(in_parts(10, parts), whole);
  EXPECT_GT(parts, 3);
}

class Silent final : public Observable {
 public:
  void measure(const WalkerView&, const Surroundings&) override {}
  Curve result() const override { return {}; }
};

TEST_F(StoppedMeasuring, of_an_observable_without_sums_begins_anew) {
  make_observables = [] {
    Observables made;
    made["silent"] = std::make_unique<Silent>();
    return made;
  };
  sampler = new_sampler();
  Walkers walkers = first();
  MeasurementUnderWay under_way(system, psi, walkers, *sampler, {.samples = 2000}, make_observables);
  under_way.go_on(timers, [](const Progress& progress) { return progress.step < 3; });
  EXPECT_TRUE(under_way.state().empty());
}

TEST_F(StoppedMeasuring, refuses_what_another_one_left) {
  settings.samples = 2000;
  sampler = new_sampler();
  Walkers walkers = first();
  MeasurementUnderWay one(system, psi, walkers, *sampler, settings, make_observables);
  one.go_on(timers, [](const Progress& progress) { return progress.phase == "burn-in"; });
  make_observables = [&] { return all_observables(system, 200); };
  MeasurementUnderWay other(system, psi, walkers, *sampler, settings, make_observables);
  EXPECT_TRUE(has(message_of([&] { other.restore(one.state()); }), "has no observable.", "measure anew"));
  EXPECT_TRUE(has(message_of([&] { other.restore({}); }), "has no counts"));
}

TEST(AllObservables, say_what_they_add_up) {
  std::set<std::string> seen;
  const Space trap{}, box{.kind = Space::box, .side = 2};
  for (const auto& [space, dimensions] : {std::pair{trap, 1}, {trap, 2}, {box, 3}}) {
    const System system{
        {.space = space, .dimensions = dimensions, .particles = 2, .species = {Species{"up", 1}, Species{"down", 1}}}};
    for (const auto& [kind, observable] : all_observables(system, 8)) {
      EXPECT_FALSE(observable->sums().empty()) << kind;
      seen.insert(kind);
    }
  }
  const auto names = registry().names("observable");
  EXPECT_EQ(seen, std::set<std::string>(names.begin(), names.end()));
}

}  // namespace
}  // namespace kato
