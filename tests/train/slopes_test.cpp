// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "message.hpp"
#include "settings.hpp"
#include "train/stopping.hpp"

namespace kato {
namespace {

// Windows of 10 steps; every threshold can be crossed alone.
struct Thresholds {
  double slope = 1, slope_change = 10, energy_change = 1000, variance = 1000, deviation = 1000;
};

std::unique_ptr<Stopping> rule(const Thresholds& t, std::int64_t passes = 1, std::int64_t failures = 2) {
  return registry().factory<Stopping>("slopes")(default_settings("stopping", "slopes",
                                                                 Settings({{"window", std::int64_t{10}},
                                                                           {"slope", t.slope},
                                                                           {"slope_change", t.slope_change},
                                                                           {"energy_change", t.energy_change},
                                                                           {"variance", t.variance},
                                                                           {"deviation", t.deviation},
                                                                           {"passes", passes},
                                                                           {"failures", failures}})));
}

void add_window(Stopping& rule, double slope, double mean = 0, double variance = 0) {
  for (int t = 0; t < 10; ++t) rule.add(mean + slope * (t - 4.5), variance);
}

// Whether the second of two windows passes.
bool passes(const Thresholds& thresholds, double slope1, double slope2, double mean2 = 0, double variance2 = 0) {
  const auto made = rule(thresholds);
  add_window(*made, slope1);
  EXPECT_FALSE(made->verdict().has_value()) << "the first window has none before it";
  add_window(*made, slope2, mean2, variance2);
  return made->verdict().has_value();
}

TEST(Slopes, each_threshold_has_two_sides) {
  for (const double sign : {-1.0, 1.0}) {
    EXPECT_TRUE(passes({.slope = 1}, 0, sign * 0.999));
    EXPECT_FALSE(passes({.slope = 1}, 0, sign * 1.001));
    EXPECT_TRUE(passes({.slope = 1}, sign * 0.999, 0));
    EXPECT_FALSE(passes({.slope = 1}, sign * 1.001, 0));
    EXPECT_TRUE(passes({.slope_change = 1.5}, sign * 0.749, -sign * 0.749));
    EXPECT_FALSE(passes({.slope_change = 1.5}, sign * 0.751, -sign * 0.751));
    EXPECT_TRUE(passes({.energy_change = 3}, 0, 0, sign * 2.999));
    EXPECT_FALSE(passes({.energy_change = 3}, 0, 0, sign * 3.001));
  }
  EXPECT_TRUE(passes({.variance = 2}, 0, 0, 0, 1.999));
  EXPECT_FALSE(passes({.variance = 2}, 0, 0, 0, 2.001));
  const double deviation = 0.5 * std::sqrt(82.5 / 9);  // of t/2 for t = 0 .. 9
  EXPECT_TRUE(passes({.deviation = deviation * 1.001}, 0, 0.5));
  EXPECT_FALSE(passes({.deviation = deviation * 0.999}, 0, 0.5));
}

TEST(Slopes, the_published_thresholds_are_the_defaults) {
  const auto settings = default_settings("stopping", "slopes");
  EXPECT_EQ(settings.integer("window"), 1000);
  EXPECT_EQ(settings.real("slope"), 3e-7);
  EXPECT_EQ(settings.real("slope_change"), 3e-6);
  EXPECT_EQ(settings.real("energy_change"), 1e-3);
  EXPECT_EQ(settings.real("variance"), 3e-3);
  EXPECT_EQ(settings.real("deviation"), 3e-3);
  EXPECT_EQ(settings.integer("passes"), 4);
  EXPECT_EQ(settings.integer("failures"), 2);
}

// A window fails if its slope is 5; so does the one after it. Four must pass, with at most two failures meanwhile.
TEST(Slopes, a_third_failure_lets_both_counts_begin_anew) {
  const auto stops_after = [](const std::vector<double>& slopes) {
    const auto made = rule({}, 4, 2);
    int windows = 0;
    for (const double slope : slopes) {
      if (made->verdict()) break;
      add_window(*made, slope);
      ++windows;
    }
    return made->verdict() ? windows : 0;
  };
  EXPECT_EQ(stops_after({0, 0, 0, 0, 0, 0, 0}), 5);  // the first fails
  EXPECT_EQ(stops_after({0, 0, 0, 0}), 0);
  EXPECT_EQ(stops_after({0, 0, 0, 0, 5, 0, 0, 0}), 0);  // three failures: only one pass is left
  EXPECT_EQ(stops_after({0, 0, 0, 0, 5, 0, 0, 0, 0, 0}), 10);
  EXPECT_EQ(stops_after({5, 0, 0, 0, 0, 0, 0}), 6);  // two failures are allowed
}

TEST(Slopes, a_window_that_is_not_full_decides_nothing) {
  const auto made = rule({}, 1);
  for (int step = 0; step < 19; ++step) made->add(0, 0);
  EXPECT_FALSE(made->verdict().has_value());
  made->add(0, 0.5);
  ASSERT_TRUE(made->verdict().has_value());
  EXPECT_TRUE(has(made->verdict()->reason, "1 windows of 10 steps"));
  EXPECT_DOUBLE_EQ(made->verdict()->variance, 0.05);
}

TEST(Slopes, the_state_restores_the_rule_at_every_step) {
  const auto whole = rule({}, 3, 1);
  for (int step = 0; step < 60; ++step) {
    const auto again = rule({}, 3, 1);
    again->restore(whole->state());
    EXPECT_EQ(again->state(), whole->state());
    EXPECT_EQ(again->verdict().has_value(), whole->verdict().has_value());
    for (auto* each : {whole.get(), again.get()}) each->add(0.01 * (step % 7), step);
    EXPECT_EQ(again->state(), whole->state()) << step;
  }
  EXPECT_TRUE(whole->verdict().has_value());
  EXPECT_TRUE(has(message_of([&] { whole->restore({{"energies", {}}}); }), "not one of the rule"));
}

}  // namespace
}  // namespace kato
