// SPDX-License-Identifier: Apache-2.0
#include "optimize/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.hpp"

namespace kato {
namespace {

Schedule schedule(const std::string& kind, const std::vector<std::pair<std::string, Value>>& changes = {}) {
  Settings settings;
  for (const auto& option : Schedule::options(0.2, kind, 100)) settings.set(option.name, option.fallback);
  for (const auto& [name, value] : changes) settings.set(name, value);
  return Schedule(settings);
}

TEST(Schedule, each_kind_follows_its_formula) {
  EXPECT_DOUBLE_EQ(schedule("constant")(1000), 0.2);
  EXPECT_DOUBLE_EQ(schedule("inverse-time")(0), 0.2);
  EXPECT_DOUBLE_EQ(schedule("inverse-time")(300), 0.05);
  EXPECT_DOUBLE_EQ(schedule("exponential")(0), 0.2);
  EXPECT_DOUBLE_EQ(schedule("exponential")(200), 0.2 * std::exp(-2.0));
  const auto cosine = schedule("cosine", {{"final_fraction", 0.1}});
  EXPECT_DOUBLE_EQ(cosine(0), 0.2);
  EXPECT_DOUBLE_EQ(cosine(50), 0.2 * 0.55);
  EXPECT_DOUBLE_EQ(cosine(100), 0.02);
  EXPECT_DOUBLE_EQ(cosine(500), 0.02);
}

TEST(Schedule, pieces_change_at_their_boundaries) {
  const auto pieces =
      schedule("piecewise", {{"boundaries", std::vector<double>{10, 20}}, {"factors", std::vector<double>{0.5, 0.1}}});
  EXPECT_DOUBLE_EQ(pieces(9), 0.2);
  EXPECT_DOUBLE_EQ(pieces(10), 0.1);
  EXPECT_DOUBLE_EQ(pieces(19), 0.1);
  EXPECT_DOUBLE_EQ(pieces(20), 0.02);
}

TEST(Schedule, settings_that_do_not_fit_together_are_refused) {
  const std::vector<double> one{10}, two{10, 20}, falling{20, 10};
  EXPECT_THROW(schedule("piecewise"), Error);
  EXPECT_THROW(schedule("piecewise", {{"boundaries", two}, {"factors", one}}), Error);
  EXPECT_THROW(schedule("piecewise", {{"boundaries", falling}, {"factors", two}}), Error);
  EXPECT_THROW(schedule("linear"), Error);
}

}  // namespace
}  // namespace kato
