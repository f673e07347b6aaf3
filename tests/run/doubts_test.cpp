// SPDX-License-Identifier: Apache-2.0
#include "run/doubts.hpp"

#include <gtest/gtest.h>

#include "message.hpp"
#include "run/system_from_input.hpp"

namespace kato {
namespace {

std::vector<std::string> doubts_of(const std::string& range, const std::string& particles, int samples) {
  const auto input = resolve_input(
      parse_toml("[system]\n" + particles + "\n[[system.interaction]]\nkind = \"gaussian\"\nstrength = 10.0\nrange = " +
                     range + "\n[evaluate]\nsamples = " + std::to_string(samples) + "\n",
                 "input.toml"),
      {}, registry());
  return doubts(input, system_from_input(input));
}

TEST(Doubts, are_of_interactions_that_walkers_do_not_meet) {
  for (const char* pair : {"up = 1\ndown = 1", "particles = 2\nstatistics = \"boson\""}) {
    const auto narrow = doubts_of("1e-6", pair, 20000);
    ASSERT_EQ(narrow.size(), 1u);
    EXPECT_TRUE(has(narrow[0], "too narrow", "20000 samples", "contact"));
    EXPECT_TRUE(doubts_of("0.1", pair, 20000).empty());
    EXPECT_TRUE(doubts_of("0.1", pair, 16).empty());
  }
  EXPECT_EQ(doubts_of("1e-2", "dimensions = 3\nup = 1\ndown = 1", 20000).size(), 1u);
  EXPECT_TRUE(doubts_of("1e-2", "up = 1\ndown = 1", 20000).empty());
}

TEST(Doubts, fade_with_more_samples) {
  EXPECT_EQ(doubts_of("1e-3", "up = 1\ndown = 1", 10000).size(), 1u);
  EXPECT_TRUE(doubts_of("1e-3", "up = 1\ndown = 1", 10000000).empty());
}

TEST(Doubts, are_of_systems_without_a_lower_bound) {
  const auto input = resolve_input(parse_toml("[system]\nparticles = 3\n[[system.interaction]]\nkind = "
                                              "\"formula\"\nformula = \"-r^2\"\n[evaluate]\nsamples = 1000\n",
                                              "input.toml"),
                                   {}, registry());
  const auto found = doubts(input, system_from_input(input));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(has(found[0], "no lower bound"));
}

}  // namespace
}  // namespace kato
