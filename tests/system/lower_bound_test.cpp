// SPDX-License-Identifier: Apache-2.0
#include "system/lower_bound.hpp"

#include <gtest/gtest.h>

#include "message.hpp"
#include "settings.hpp"

namespace kato {
namespace {

System with(System system, const std::string& text, const std::string& between = "all") {
  system.interactions.push_back(
      {"interaction",
       registry().factory<Interaction>("formula")(
           system, default_settings("interaction", "formula", Settings({{"formula", text}, {"between", between}})))});
  return system;
}

System held_by(const std::string& text, System system) {
  system.potential = registry().factory<Potential>("formula")(
      system, default_settings("potential", "formula", Settings({{"formula", text}})));
  return system;
}

System of(int particles, int dimensions = 1) { return {{.dimensions = dimensions, .particles = particles}}; }

bool is_bounded(const System& system) { return fall_without_end(system).empty(); }

// Harmonic pairs: the frequency of the internal motion is sqrt(1 + A k).
TEST(LowerBound, of_harmonic_pairs_ends_where_their_frequency_does) {
  for (const int particles : {2, 3, 4, 9})
    for (const int dimensions : {1, 2, 3}) {
      const double most = 0.5 / particles;
      EXPECT_TRUE(is_bounded(with(of(particles, dimensions), std::to_string(-0.99 * most) + " * r^2")));
      EXPECT_FALSE(is_bounded(with(of(particles, dimensions), std::to_string(-1.01 * most) + " * r^2")));
    }
}

TEST(LowerBound, is_lost_to_what_rises_faster_than_the_trap_however_weak) {
  EXPECT_FALSE(is_bounded(with(of(2), "-1e-6 * r^4")));
  EXPECT_FALSE(is_bounded(with(of(2), "r^3 - 1e-4 * r^4")));
  EXPECT_TRUE(is_bounded(with(of(2), "-50 * r")));
  EXPECT_TRUE(is_bounded(with(of(2), "-1e6 * exp(-r)")));
  EXPECT_TRUE(is_bounded(with(of(3), "1 / r - 3 * ln(r)")));
}

// Two up and two down: what only unlike pairs feel tears the species apart, what like pairs feel each of them.
TEST(LowerBound, knows_every_division_of_the_species) {
  System spins = of(4);
  spins.species = {{"up", 2}, {"down", 2}};
  EXPECT_FALSE(is_bounded(with(spins, "-0.14 * r^2", "unlike")));  // 4 pairs against 2 * 2/4 / 2
  EXPECT_TRUE(is_bounded(with(spins, "-0.12 * r^2", "unlike")));
  EXPECT_FALSE(is_bounded(with(spins, "-0.3 * r^2", "like")));  // one of each: 2 pairs
  EXPECT_TRUE(is_bounded(with(spins, "-0.2 * r^2", "like")));
}

TEST(LowerBound, is_that_of_the_trap_along_every_axis) {
  EXPECT_TRUE(is_bounded(held_by("x^4 - 5 * x^2", of(3))));
  EXPECT_FALSE(is_bounded(held_by("x^3", of(1))));
  EXPECT_FALSE(is_bounded(held_by("x^2 - y^2 / 10", of(2, 2))));
  EXPECT_FALSE(is_bounded(held_by("-r", of(1, 3))));
  EXPECT_TRUE(is_bounded(held_by("1 / (1 + r^2)", of(1, 3))));  // holds nothing, but has a bound
  EXPECT_TRUE(has(message_of([] { require_lower_bound(held_by("-x^2", of(1))); }), "no lower bound", "trap"));
}

TEST(LowerBound, of_many_particles_is_soon_found) {
  System many = of(200, 3);
  many.species = {{"up", 100}, {"down", 100}};
  EXPECT_TRUE(is_bounded(with(many, "exp(-r^2)")));
}

}  // namespace
}  // namespace kato
