// SPDX-License-Identifier: Apache-2.0
#include "train/stopping.hpp"

#include <gtest/gtest.h>

#include "settings.hpp"

namespace kato {
namespace {

TEST(Stopping, without_a_rule_nothing_stops) {
  const auto rule = registry().factory<Stopping>("none")(default_settings("stopping", "none"));
  for (int step = 0; step < 10'000; ++step) rule->add(1, 0);
  EXPECT_FALSE(rule->verdict().has_value());
  EXPECT_TRUE(rule->state().empty());
}

}  // namespace
}  // namespace kato
