// SPDX-License-Identifier: Apache-2.0
// What every registered sampler must obey; a new one is covered by being registered.
#include "sample/sampler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "oscillator_state.hpp"
#include "psi/wave_function.hpp"
#include "sample/first_level.hpp"
#include "settings.hpp"
#include "stats/check_mean.hpp"
#include "stats/estimate.hpp"
#include "system/matter.hpp"
#include "system/oscillator.hpp"

namespace kato {
namespace {

constexpr double alpha = 1e-6;        // false alarms of each statistical check
constexpr double five_sigma = 4.892;  // a normal number is further out with this probability

StreamKey stream(std::uint32_t step) { return {.seed = 3, .stage = 0, .step = step, .purpose = Purpose::test}; }

// A kind and what is set of it.
struct Kind {
  std::string name, label;
  Settings changes = {};
};

class EverySampler : public testing::TestWithParam<Kind> {
 protected:
  static Settings settings() { return default_settings("sampler", GetParam().name, GetParam().changes); }
  static std::unique_ptr<Sampler> make() { return registry().factory<Sampler>(GetParam().name)(settings()); }
};

TEST_P(EverySampler, follows_the_square_of_a_wave_function_with_a_node) {
  FirstLevel psi;
  const auto sampler = make();
  auto walkers = first_walkers({.particles = 1}, 512, 1, 0, 1);
  std::uint32_t step = 0;
  for (; step < 30; ++step) sampler->sweep(psi, walkers, stream(step), 10, true);
  WalkerStatistics second(512), fourth(512);
  for (; step < 430; ++step) {
    sampler->sweep(psi, walkers, stream(step), 5, false);
    std::vector<double> x2, x4;
    for (const double x : walkers.x) x2.push_back(x * x), x4.push_back(x * x * x * x);
    second.add(x2);
    fourth.add(x4);
  }
  EXPECT_TRUE(check_mean(second.estimate(), 1.5, alpha, 5e-3));
  EXPECT_TRUE(check_mean(fourth.estimate(), 3.75, alpha, 2.5e-2));
}

// Three fermions in the trap: <sum x^2> = 1/2 + 3/2 + 5/2, and the centre of mass is in its ground state.
TEST_P(EverySampler, follows_the_determinant_of_the_oscillator) {
  const auto state = oscillator_ground_state(3);
  WaveFunction psi(state.graph, Precision::double_, 1);
  psi.set_parameters(state.theta);
  const auto sampler = make();
  auto walkers = first_walkers({.particles = 3}, 400, 1, 0, 2);
  std::uint32_t step = 0;
  for (; step < 30; ++step) sampler->sweep(psi, walkers, stream(step), 10, true);
  WalkerStatistics square(400), centre(400);
  for (; step < 330; ++step) {
    sampler->sweep(psi, walkers, stream(step), 10, false);
    std::vector<double> squares, centres;
    for (std::size_t w = 0; w < 400; ++w) {
      const double *x = &walkers.x[3 * w], sum = x[0] + x[1] + x[2];
      squares.push_back(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
      centres.push_back(sum * sum);
    }
    square.add(squares);
    centre.add(centres);
  }
  EXPECT_TRUE(check_mean(square.estimate(), 4.5, alpha, 1e-2));
  EXPECT_TRUE(check_mean(centre.estimate(), 1.5, alpha, 1.5e-2));
}

// The quantile of chi-square that is exceeded with probability `alpha` (Wilson and Hilferty 1931; 1 % too small at most
// for 20 degrees of freedom and more).
double chi_square_bound(double freedom) {
  const double t = 2 / (9 * freedom), z = two_sided_quantile(2 * alpha);
  return 1.01 * freedom * std::pow(1 - t + z * std::sqrt(t), 3);
}

// The part of `count` particles in the trap between two places, by Simpson's rule.
double part_between(int count, double from, double to) {
  const auto levels = oscillator_levels(count, std::vector<double>(1, 1.0));
  std::vector<double> phi(levels.size());
  const auto density = [&](double x) {
    oscillator_orbitals(levels, std::vector{1.0}, std::span(&x, 1), phi);
    double sum = 0;
    for (const double value : phi) sum += value * value / count;
    return sum;
  };
  constexpr int pieces = 64;
  const double h = (to - from) / pieces;
  double sum = density(from) + density(to);
  for (int n = 1; n < pieces; ++n) sum += (n % 2 == 1 ? 4 : 2) * density(from + n * h);
  return sum * h / 3;
}

// One particle of every walker: independent places, which follow the density.
TEST_P(EverySampler, a_particle_is_distributed_as_the_density) {
  constexpr std::size_t count = 6000;
  constexpr int bins = 22;
  constexpr double edge = 2.75;
  const auto state = oscillator_ground_state(3);
  WaveFunction psi(state.graph, Precision::double_, 1);
  psi.set_parameters(state.theta);
  const auto sampler = make();
  auto walkers = first_walkers({.particles = 3}, count, 1, 0, 2);
  for (std::uint32_t step = 0; step < 25; ++step) sampler->sweep(psi, walkers, stream(step), 10, step < 15);
  std::vector<double> found(bins + 2);  // with those beyond the edges
  for (std::size_t w = 0; w < count; ++w) {
    const double at = std::floor((walkers.x[3 * w] + edge) / (2 * edge) * bins);
    ++found[static_cast<std::size_t>(std::clamp(at, -1.0, double{bins}) + 1)];
  }
  double chi_square = 0;
  for (int bin = -1; bin <= bins; ++bin) {
    const double from = bin < 0 ? -10 : -edge + 2 * edge * bin / bins,
                 to = bin == bins ? 10 : -edge + 2 * edge * (bin + 1) / bins;
    const double expected = count * part_between(3, from, to);
    ASSERT_GT(expected, 5) << from;
    chi_square += std::pow(found[static_cast<std::size_t>(bin + 1)] - expected, 2) / expected;
  }
  EXPECT_LT(chi_square, chi_square_bound(bins + 1));
  EXPECT_GT(chi_square, 1);  // this small by chance with probability 1e-16
}

// From exact places, as many walkers go from one stretch to another as come back: the difference of the numbers has the
// variance of their sum. This holds whatever the drift, so it is told lies about the slope, too.
TEST_P(EverySampler, one_sweep_keeps_detailed_balance) {
  const auto start = exact_places_of_first_level(200000);
  const std::array<double, 6> edges{-10, -0.9, 0, 0.5, 1.2, 10};
  const auto stretch = [&](double x) {
    return static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), x) - edges.begin()) - 1;
  };
  for (const double slope : {1.0, -0.5, 3.0}) {
    FirstLevel psi;
    psi.bend(slope);
    const auto sampler = make();
    auto walkers = Walkers::at_origin(start.size(), 1, 1);
    walkers.x = start;
    sampler->sweep(psi, walkers, stream(0), 1, false);
    std::array<std::array<double, 5>, 5> went{};
    for (std::size_t w = 0; w < start.size(); ++w) ++went[stretch(start[w])][stretch(walkers.x[w])];
    for (std::size_t a = 0; a < 5; ++a)
      for (std::size_t b = a + 1; b < 5; ++b) {
        const double both = went[a][b] + went[b][a];
        EXPECT_LT(std::abs(went[a][b] - went[b][a]), five_sigma * std::sqrt(both) + 1) << a << " " << b;
        EXPECT_TRUE(b > a + 1 || slope != 1 || both > 100) << both << ": the check could not fail";
      }
  }
}

TEST_P(EverySampler, reaches_the_wanted_acceptance_and_keeps_its_width_while_measuring) {
  FirstLevel psi;
  const auto sampler = make();
  auto walkers = first_walkers({.particles = 1}, 2048, 1, 0, 1);
  for (std::uint32_t step = 0; step < 40; ++step) sampler->sweep(psi, walkers, stream(step), 10, true);
  const auto state = sampler->state();
  const auto report = sampler->sweep(psi, walkers, stream(40), 10, false);
  EXPECT_NEAR(report.acceptance, settings().real("target_acceptance"), 0.02);
  EXPECT_EQ(sampler->state(), state);
}

TEST_P(EverySampler, gives_the_same_walkers_for_any_number_of_threads_and_again) {
  const auto state = oscillator_ground_state(3);
  std::vector<double> first;
  for (const int threads : {1, 2, 3}) {
    WaveFunction psi(state.graph, Precision::double_, threads);
    psi.set_parameters(state.theta);
    const auto sampler = make();
    auto walkers = first_walkers({.particles = 3}, 900, 1, 0, 1);
    for (std::uint32_t step = 0; step < 5; ++step) sampler->sweep(psi, walkers, stream(step), 7, true);
    if (first.empty()) first = walkers.x;
    EXPECT_EQ(walkers.x, first);
  }
}

TEST_P(EverySampler, continues_from_its_state_bit_for_bit) {
  FirstLevel psi;
  const auto one = make(), other = make();
  auto walkers = first_walkers({.particles = 1}, 100, 1, 0, 1);
  for (std::uint32_t step = 0; step < 5; ++step) one->sweep(psi, walkers, stream(step), 7, true);
  auto copy = walkers;
  other->restore(one->state());
  one->sweep(psi, walkers, stream(5), 7, true);
  other->sweep(psi, copy, stream(5), 7, true);
  EXPECT_EQ(walkers.x, copy.x);
  EXPECT_EQ(one->state(), other->state());
}

TEST_P(EverySampler, leaves_the_logarithm_of_the_places_it_went_to) {
  const auto state = oscillator_ground_state(4);
  WaveFunction psi(state.graph, Precision::double_, 1);
  psi.set_parameters(state.theta);
  auto walkers = first_walkers({.particles = 4}, 300, 1, 0, 1);
  const auto start = walkers.x;
  make()->sweep(psi, walkers, stream(0), 20, false);
  std::vector<LogPsi> values(300);
  evaluate(psi, walkers, values);
  for (std::size_t w = 0; w < 300; ++w) EXPECT_NEAR(walkers.log_abs[w], values[w].log_abs, 1e-8);
  EXPECT_NE(walkers.x, start);
}

TEST_P(EverySampler, a_walker_never_goes_where_the_wave_function_vanishes_and_leaves_if_it_starts_there) {
  FirstLevel psi;
  const auto sampler = make();
  auto walkers = first_walkers({.particles = 1}, 64, 1, 0, 1);
  walkers.x[5] = 0;                                         // the node
  walkers.x[6] = std::numeric_limits<double>::quiet_NaN();  // no place at all: cannot move by adding to it
  walkers.x[7] = 1e-300;                                    // the drift is 1e300
  walkers.x[8] = 1e200;                                     // ln|psi| is -infinity, and it is far from anywhere else
  sampler->sweep(psi, walkers, stream(0), 50, false);
  for (const std::size_t w : {5u, 7u}) {
    EXPECT_GT(std::abs(walkers.x[w]), 1e-6);
    EXPECT_LT(std::abs(walkers.x[w]), 10);
    EXPECT_TRUE(std::isfinite(walkers.log_abs[w]));
  }
  EXPECT_FALSE(std::isfinite(walkers.log_abs[6]));
  EXPECT_FALSE(std::isfinite(walkers.log_abs[8]));
  EXPECT_EQ(walkers.x[8], 1e200);
}

// Two pairs in one place each: no move of one particle alone makes psi finite.
TEST_P(EverySampler, walkers_leave_where_several_particles_meet) {
  const auto state = oscillator_ground_state(4);
  WaveFunction psi(state.graph, Precision::double_, 1);
  psi.set_parameters(state.theta);
  auto walkers = first_walkers({.particles = 4}, 50, 1, 0, 1);
  for (std::size_t w = 0; w < 50; ++w)
    walkers.x[4 * w + 1] = walkers.x[4 * w], walkers.x[4 * w + 3] = walkers.x[4 * w + 2];
  make()->sweep(psi, walkers, stream(0), 40, false);
  for (std::size_t w = 0; w < 50; ++w) {
    EXPECT_TRUE(std::isfinite(walkers.log_abs[w]));
    EXPECT_GT(walkers.log_abs[w], -25);  // a typical one is -5 or so
  }
}

// Those that move walkers of any wave function: the others say themselves what they are for.
std::vector<Kind> kinds() {
  std::vector<Kind> all{{"metropolis", "metropolis_of_one", Settings({{"moved", std::int64_t{1}}})},
                        {"metropolis", "metropolis_of_two", Settings({{"moved", std::int64_t{2}}})}};
  for (auto name : registry().names("sampler")) {
    if (!default_settings("sampler", name).contains("target_acceptance")) continue;
    auto label = name;
    std::replace(label.begin(), label.end(), '-', '_');
    all.push_back({std::move(name), std::move(label)});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Sampler, EverySampler, testing::ValuesIn(kinds()),
                         [](const auto& kind) { return kind.param.label; });

}  // namespace
}  // namespace kato
