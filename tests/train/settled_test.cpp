// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <functional>

#include "message.hpp"
#include "settings.hpp"
#include "stats/chains.hpp"
#include "train/stopping.hpp"

namespace kato {
namespace {

std::unique_ptr<Stopping> rule(std::int64_t window = 50) {
  return registry().factory<Stopping>("settled")(
      default_settings("stopping", "settled", Settings({{"window", window}})));
}

// When the rule stops each of 200 traces: `excess(step)` above the minimum, with noise of deviation 1 that is
// correlated between steps (rho = 1/2); 0 if it does not.
std::vector<std::size_t> stops(const std::function<double(double)>& excess, std::size_t steps) {
  constexpr std::size_t traces = 200;
  const auto noise = ar1_table(0.5, steps, traces, 17);
  std::vector<std::size_t> found;
  for (std::size_t n = 0; n < traces; ++n) {
    const auto made = rule();
    std::size_t step = 0;
    while (step < steps && !made->verdict()) {
      made->add(-3 + excess(static_cast<double>(step)) + noise[step * traces + n], 1);
      ++step;
    }
    found.push_back(made->verdict() ? step : 0);
  }
  std::ranges::sort(found);
  return found;
}

std::size_t earlier(const std::vector<std::size_t>& stops, double than) {
  return static_cast<std::size_t>(
      std::ranges::count_if(stops, [&](std::size_t s) { return s > 0 && static_cast<double>(s) < than; }));
}

// Early means: with more left to gain than half the noise of one step, two errors of the mean of fifty. One trace in a
// hundred may be stopped early, and half of them at most may take three times as long as they need.
TEST(Settled, a_decay_is_stopped_when_it_is_done_and_not_before) {
  for (const double tau : {20.0, 100.0, 300.0})
    for (const double height : {10.0, 100.0, 10'000.0}) {
      const double needed = tau * std::log(height / 0.5);
      const auto found =
          stops([&](double t) { return height * std::exp(-t / tau); }, static_cast<std::size_t>(6 * needed) + 3000);
      EXPECT_LE(earlier(found, needed), 2u) << tau << " " << height;
      EXPECT_EQ(std::ranges::count(found, 0u), 0) << tau << " " << height;
      EXPECT_LT(static_cast<double>(found[100]), 3 * std::max(needed, 100.0)) << tau << " " << height;
    }
}

TEST(Settled, a_plateau_at_the_start_is_not_taken_for_the_end) {
  for (const double length : {150.0, 500.0, 900.0}) {
    const auto found = stops([&](double t) { return t < length ? 30 : 30 * std::exp((length - t) / 50); }, 6000);
    EXPECT_EQ(earlier(found, length), 0u) << length;
    EXPECT_LE(earlier(found, length + 50 * std::log(60.0)), 2u) << length;
    EXPECT_EQ(std::ranges::count(found, 0u), 0) << length;
  }
}

// After a fall, a plateau as long as a quarter of what went before it is watched through.
TEST(Settled, a_plateau_on_the_way_is_not_taken_for_the_end) {
  const auto shape = [](double t) { return t < 250 ? 30 + 3e5 * std::exp(-t / 20) : 30 * std::exp((250 - t) / 50); };
  const auto found = stops(shape, 6000);
  EXPECT_LE(earlier(found, 250 + 50 * std::log(60.0)), 2u);
  const auto slow = stops([](double t) { return 50 - t / 40; }, 2000);  // straight down, by 1/40 of the noise a step
  EXPECT_LE(earlier(slow, 2000), 2u);
}

TEST(Settled, what_does_not_fall_at_all_is_watched_over_twenty_windows) {
  const auto found = stops([](double) { return 0; }, 8000);
  EXPECT_EQ(earlier(found, 1000), 0u);
  EXPECT_EQ(std::ranges::count(found, 0u), 0);
  EXPECT_LT(found[100], 1500u);
}

TEST(Settled, energies_without_noise_are_compared_exactly) {
  const auto flat = rule(10), falling = rule(10);
  for (int step = 0; step < 1000; ++step) {
    flat->add(step < 5 ? 2 : 1, 0.25);
    falling->add(-step, 0.25);
  }
  ASSERT_TRUE(flat->verdict().has_value());
  EXPECT_FALSE(falling->verdict().has_value());
  EXPECT_EQ(flat->verdict()->energy, 1);
  EXPECT_EQ(flat->verdict()->variance, 0.25);
  EXPECT_TRUE(has(flat->verdict()->reason, "the energy did not fall by more than its error"));
}

TEST(Settled, the_state_restores_the_rule_at_every_step) {
  const auto noise = ar1_table(0.5, 400, 1, 3);
  const auto whole = rule(10);
  for (std::size_t step = 0; step < 400; ++step) {
    const auto again = rule(10);
    again->restore(whole->state());
    EXPECT_EQ(again->verdict().has_value(), whole->verdict().has_value());
    for (auto* each : {whole.get(), again.get()})
      each->add(50 * std::exp(-0.1 * static_cast<double>(step)) + noise[step], 1);
    EXPECT_EQ(again->state(), whole->state()) << step;
  }
  EXPECT_TRUE(whole->verdict().has_value());
  EXPECT_TRUE(has(message_of([&] { whole->restore({}); }), "not one of the rule"));
}

}  // namespace
}  // namespace kato
