// SPDX-License-Identifier: Apache-2.0
#include "base/timers.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace kato {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void pass(double seconds) {
  for (const auto start = Clock::now(); since(start) < seconds;) continue;
}

TEST(Timers, what_is_nested_is_counted_once) {
  Timers timers;
  const auto start = Clock::now();
  {
    const auto outer = timers.measure("outer");
    pass(2e-3);
    {
      const auto inner = timers.measure("inner");
      pass(4e-3);
    }
    pass(1e-3);
  }
  const double all = since(start);
  const auto& seconds = timers.seconds();
  ASSERT_EQ(seconds.size(), 2u);
  EXPECT_GE(seconds.at("outer"), 3e-3);
  EXPECT_GE(seconds.at("inner"), 4e-3);
  EXPECT_LE(seconds.at("outer") + seconds.at("inner"), all);
}

TEST(Timers, what_is_outside_of_measures_is_not_counted) {
  Timers timers;
  { const auto first = timers.measure("first"); }
  const auto before = timers.seconds();
  pass(2e-3);
  EXPECT_EQ(timers.seconds(), before);
  const auto start = Clock::now();
  { const auto again = timers.measure("first"); }
  EXPECT_LE(timers.seconds().at("first") - before.at("first"), since(start));
}

TEST(Timers, a_measure_within_itself_is_counted_once) {
  Timers timers;
  const auto start = Clock::now();
  {
    const auto outer = timers.measure("same");
    const auto inner = timers.measure("same");
    pass(1e-3);
  }
  EXPECT_GE(timers.seconds().at("same"), 1e-3);
  EXPECT_LE(timers.seconds().at("same"), since(start));
}

TEST(Timers, go_on_from_earlier_times) {
  Timers timers;
  timers.restore({{"sampling", 100}});
  { const auto more = timers.measure("sampling"); }
  EXPECT_GE(timers.seconds().at("sampling"), 100);
  EXPECT_LT(timers.seconds().at("sampling"), 101);
}

}  // namespace
}  // namespace kato
