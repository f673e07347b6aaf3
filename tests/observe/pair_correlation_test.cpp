// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "labelled_state.hpp"
#include "message.hpp"
#include "observe/observable.hpp"
#include "settings.hpp"

namespace kato {
namespace {

std::unique_ptr<Observable> pairs(const System& system) {
  return registry().factory<Observable>("pair-correlation")(
      system, 2,
      default_settings("observable", "pair-correlation", Settings({{"bins", std::int64_t{4}}, {"extent", 2.0}})));
}

TEST(PairCorrelation, counts_pairs_within_and_across_labels_apart) {
  const auto observable = pairs(spin_trap(2, 1));
  const std::vector<double> x{0, 0.25, 1.6, 0, 5, 0.75};  // distances 0.25; 1.6, 1.35 and 5; 0.75, 4.25
  observable->add({.x = x, .particles = 3, .dimensions = 1});
  const auto curves = observable->results();
  ASSERT_EQ(curves.size(), 2u);
  EXPECT_EQ(curves.at("up-up").mean, (std::vector{1.0, 0.0, 0.0, 0.0}));  // half a count in a bin of a half
  EXPECT_EQ(curves.at("up-down").mean, (std::vector{0.0, 1.0, 1.0, 1.0}));
  EXPECT_GT(curves.at("up-down").std_err[3], 0.9);
}

TEST(PairCorrelation, of_one_kind_has_one_curve) {
  System system;
  system.particles = 2;
  const auto observable = pairs(system);
  observable->add({.x = std::vector<double>{0, 1.7, 0, 1.8}, .particles = 2, .dimensions = 1});
  EXPECT_EQ(observable->results().at("").mean, (std::vector{0.0, 0.0, 0.0, 2.0}));
}

}  // namespace
}  // namespace kato
