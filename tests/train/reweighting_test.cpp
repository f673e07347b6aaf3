// SPDX-License-Identifier: Apache-2.0
#include "train/reweighting.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include "base/random.hpp"
#include "input/tables.hpp"
#include "message.hpp"
#include "stats/weighted.hpp"

namespace kato {
namespace {

Reweighting make(std::int64_t lower, std::int64_t upper, double s = 1e-2, double floor = 0.5) {
  Settings settings;
  for (const auto& option : input_table("train.reweight").metadata.options) settings.set(option.name, option.fallback);
  settings.set("enabled", true);
  settings.set("lower", lower);
  settings.set("upper", upper);
  settings.set("s", s);
  settings.set("floor", floor);
  return Reweighting(settings);
}

// Normal numbers of variance 1/2: |psi|^2 of psi = exp(-a x^2/2) at a = 1.
std::vector<double> oscillator_walkers(std::size_t count) {
  std::vector<double> x(count);
  fill_normal({.seed = 11}, 0, 0, x);
  for (double& v : x) v *= std::sqrt(0.5);
  return x;
}

std::vector<double> log_abs(const std::vector<double>& x, double a, double norm = 0) {
  std::vector<double> values;
  for (const double v : x) values.push_back(norm - 0.5 * a * v * v);
  return values;
}

// E = (a + 1/a)/4, and E_L = a/2 + (1 - a^2) x^2/2 (hbar omega). The norm of psi does not matter.
TEST(Reweightings, the_weighted_energy_is_that_of_the_new_state) {
  const auto x = oscillator_walkers(40'000);
  for (const double a : {0.8, 0.95, 1.0, 1.2}) {
    auto kept = make(1, 100);
    kept.drawn(x.size());
    ASSERT_TRUE(kept.weigh(log_abs(x, a, 300), log_abs(x, 1)));
    std::vector<double> energies;
    for (const double v : x) energies.push_back(a / 2 + (1 - a * a) * v * v / 2);
    const auto found = weighted_mean(energies, kept.weights());
    const double exact = (a + 1 / a) / 4;
    EXPECT_NEAR(found.mean, exact, 5 * found.std_err + 1e-12) << a;
    EXPECT_LT(found.std_err, 2e-3);
    EXPECT_NEAR(std::accumulate(kept.weights().begin(), kept.weights().end(), 0.0), 1, 1e-10);
    const double plain = weighted_mean(energies, std::vector<double>(x.size(), 1)).mean;
    if (a < 0.9 || a > 1.1) {
      EXPECT_GT(std::abs(plain - exact), 10 * found.std_err) << a;
    }
  }
}

TEST(Reweightings, equal_weights_keep_walkers_for_the_upper_number_of_steps) {
  const std::vector<double> same{-1, -2, -3};
  auto kept = make(2, 5);
  EXPECT_TRUE(kept.due());
  kept.drawn(3);
  for (int step = 0; step < 5; ++step) {
    EXPECT_FALSE(kept.due()) << step;
    EXPECT_TRUE(kept.weigh(same, same));
  }
  EXPECT_TRUE(kept.due());
  kept.drawn(3);
  EXPECT_FALSE(kept.due());
  for (const double w : kept.weights()) EXPECT_DOUBLE_EQ(w, 1.0 / 3);
}

// R = 0.8 and 1.2, so with s = 0.04/ln 2 each counts as different by a half: 9 - (9 - 3)/2 = 6 steps. With s small, 3.
TEST(Reweightings, unlike_weights_keep_them_for_fewer) {
  const std::vector<double> then{0, 0}, now{0.5 * std::log(0.8), 0.5 * std::log(1.2)};
  for (const auto& [s, steps] : {std::pair{0.04 / std::log(2.0), 6}, {1e-3, 3}, {1e3, 9}}) {
    auto kept = make(3, 9, s * (1 - 1e-9));
    kept.drawn(2);
    int count = 0;
    for (; !kept.due(); ++count) EXPECT_TRUE(kept.weigh(now, then));
    EXPECT_EQ(count, steps) << s;
  }
}

// Weights 1 : r have the effective size (1 + r)^2/(1 + r^2): for r = 1/3, 1.6 of 2.
TEST(Reweightings, too_few_effective_walkers_are_not_used) {
  const std::vector<double> then{5, 7}, now{5, 7 - 0.5 * std::log(3.0)};
  EXPECT_TRUE(make(1, 100, 1e-2, 0.799).weigh(now, then));
  EXPECT_FALSE(make(1, 100, 1e-2, 0.801).weigh(now, then));
}

TEST(Reweightings, weights_that_are_not_finite_are_not_used) {
  constexpr double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> then{0, 0};
  for (const double bad : {nan, inf}) EXPECT_FALSE(make(1, 100).weigh(std::vector<double>{0, bad}, then)) << bad;
  auto kept = make(1, 100, 1e-2, 0);
  EXPECT_TRUE(kept.weigh(std::vector<double>{800, -inf}, then));
  EXPECT_EQ(kept.weights()[0], 1);
  EXPECT_EQ(kept.weights()[1], 0);
}

TEST(Reweightings, without_it_every_step_draws) {
  Reweighting none;
  for (int step = 0; step < 3; ++step) {
    EXPECT_TRUE(none.due());
    none.drawn(4);
  }
  EXPECT_EQ(none.weights().size(), 4u);
}

TEST(Reweightings, the_state_restores_the_schedule) {
  const std::vector<double> same{1, 2};
  auto kept = make(1, 3), again = make(1, 3);
  kept.drawn(2);
  EXPECT_TRUE(kept.weigh(same, same));
  again.restore(kept.state());
  for (int step = 0; step < 2; ++step) {
    EXPECT_EQ(again.due(), kept.due());
    EXPECT_TRUE(kept.weigh(same, same));
    EXPECT_TRUE(again.weigh(same, same));
  }
  EXPECT_TRUE(again.due());
  EXPECT_EQ(again.state(), kept.state());
  kept.expire();
  EXPECT_TRUE(kept.due());
}

TEST(Reweightings, bounds_in_the_wrong_order_are_a_mistake) {
  EXPECT_TRUE(has(message_of([] { make(5, 3); }), "lower = 5 is above upper = 3"));
}

}  // namespace
}  // namespace kato
