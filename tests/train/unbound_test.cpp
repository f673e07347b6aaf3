// SPDX-License-Identifier: Apache-2.0
#include "train/unbound.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.hpp"
#include "message.hpp"
#include "settings.hpp"

namespace kato {
namespace {

constexpr std::size_t count = 200;

System particles(int number, int dimensions, Space::Kind kind) {
  System system;
  system.space.kind = kind;
  system.particles = number;
  system.dimensions = dimensions;
  return system;
}

System with_potential(int number, int dimensions, const std::string& formula) {
  auto system = particles(number, dimensions, Space::trap);
  system.potential = registry().factory<Potential>("formula")(
      system, default_settings("potential", "formula", Settings({{"formula", formula}})));
  return system;
}

System with_pairs(System system, const std::string& formula) {
  system.interactions.push_back(
      {"interaction", registry().factory<Interaction>("formula")(
                          system, default_settings("interaction", "formula", Settings({{"formula", formula}})))});
  return system;
}

Walkers cloud(const System& system, double size = 1, std::uint64_t seed = 2) {
  auto walkers = first_walkers(system, count, size, 0, seed);
  return walkers;
}

bool unbounded(const System& system) { return falls_without_bound(system, cloud(system)).has_value(); }

TEST(Unbound, an_energy_without_a_lower_bound_is_found) {
  EXPECT_TRUE(unbounded(with_potential(1, 1, "-x^2")));
  EXPECT_TRUE(unbounded(with_potential(3, 1, "-0.001*x^2")));
  EXPECT_TRUE(unbounded(with_potential(2, 1, "-abs(x)")));
  EXPECT_TRUE(unbounded(with_potential(2, 2, "2*x^2 - 0.1*y^2")));
  EXPECT_TRUE(unbounded(with_potential(2, 3, "x^2 + y^2 - z^4")));
  EXPECT_TRUE(unbounded(with_pairs(particles(3, 1, Space::trap), "-0.5*r^2")));
  EXPECT_TRUE(unbounded(with_pairs(particles(2, 3, Space::free), "-log(r)")));
  const auto system = with_potential(1, 1, "-x^2");
  const auto text = *falls_without_bound(system, cloud(system));
  EXPECT_TRUE(text.starts_with("unbound: ")) << text;
  EXPECT_TRUE(has(text, "no lower bound", "; make the trap steeper"));
}

TEST(Unbound, a_bounded_energy_is_not) {
  EXPECT_FALSE(unbounded(particles(4, 2, Space::trap)));
  EXPECT_FALSE(unbounded(particles(2, 3, Space::free)));
  EXPECT_FALSE(unbounded(with_potential(2, 1, "x^4 - 20*x^2")));
  EXPECT_FALSE(unbounded(with_potential(2, 1, "0.0001*x^4 - 0.5*x^2")));
  EXPECT_FALSE(unbounded(with_potential(2, 1, "-10*exp(-x^2/100)")));
  EXPECT_FALSE(unbounded(with_potential(2, 2, "0.5*x^2")));                        // free along y
  EXPECT_FALSE(unbounded(with_pairs(particles(3, 1, Space::trap), "-0.16*r^2")));  // the trap has 1/6
  EXPECT_FALSE(unbounded(with_pairs(particles(3, 3, Space::free), "1/r")));
  EXPECT_FALSE(unbounded(with_pairs(particles(3, 3, Space::free), "-1/r")));
  EXPECT_FALSE(unbounded(with_pairs(particles(3, 3, Space::free), "-1/sqrt(r)")));
  EXPECT_FALSE(unbounded(with_pairs(particles(3, 2, Space::trap), "-20*exp(-r^2)")));
}

// The energy of a Gaussian of width s in d dimensions is d/(4 s^2) a particle, and its variance is known.
Dilations dilations(const System& system, double energy, double kinetic, double size = 1) {
  return dilations_of(system, cloud(system, size), energy, 0.01, kinetic);
}

TEST(Unbound, particles_that_repel_one_another_are_above_those_far_apart) {
  const auto found = dilations(with_pairs(particles(2, 3, Space::free), "exp(-r^2)"), 1.2, 1.0);
  EXPECT_TRUE(found.downhill);
  EXPECT_FALSE(found.attracted);
  EXPECT_NEAR(found.apart, 0, 1e-5);
  EXPECT_NEAR(found.above, 120, 1e-2);
}

TEST(Unbound, a_bound_state_is_below_them_or_behind_a_barrier) {
  const auto well = with_pairs(particles(2, 3, Space::free), "-9*exp(-r^2)");
  EXPECT_LT(dilations(well, -1, 2).above, 0);
  EXPECT_TRUE(dilations(well, -1, 2).attracted);
  const auto barrier = with_pairs(particles(2, 1, Space::free), "5 - 9*exp(-r^2/4) - 5*exp(-r^2/40000)");
  EXPECT_FALSE(dilations(barrier, 1, 0.1).downhill);
  EXPECT_LT(dilations(particles(3, 1, Space::trap), 4.5, 2.25).above, 0);
}

// A cloud whose size changes as `size(step)`.
template <class F>
Expansion expansion_of(F&& size, int steps = 200) {
  Expansion expansion;
  const auto system = particles(2, 2, Space::free);
  for (int step = 0; step < steps; ++step)
    expansion.add(cloud(system, size(step), static_cast<std::uint64_t>(step) + 1));
  return expansion;
}

TEST(Unbound, a_cloud_that_grows_goes_on_and_one_that_is_at_rest_does_not) {
  const auto growing = expansion_of([](int step) { return std::sqrt(1 + 0.1 * step); });
  EXPECT_TRUE(growing.goes_on());
  EXPECT_NEAR(growing.factor(), std::sqrt(21), 0.5);
  EXPECT_FALSE(growing.tenfold());
  EXPECT_TRUE(expansion_of([](int step) { return 1 + 0.1 * step; }).tenfold());
  EXPECT_FALSE(expansion_of([](int) { return 1.0; }).goes_on());
  EXPECT_FALSE(expansion_of([](int step) { return 3 - 2 * std::exp(-0.05 * step); }).goes_on());  // relaxes
  EXPECT_FALSE(expansion_of([](int step) { return 1 / (1 + 0.01 * step); }).goes_on());           // shrinks
  EXPECT_FALSE(expansion_of([](int step) { return 1 + 0.1 * step; }, 20).goes_on());              // nothing is known
}

TEST(Unbound, particles_go_apart_if_all_signs_say_so) {
  const auto growing = expansion_of([](int step) { return std::sqrt(1 + 0.1 * step); });
  const auto still = expansion_of([](int) { return 1.0; });
  const auto far = expansion_of([](int step) { return 1 + 0.1 * step; });
  const Dilations apart{.above = 20, .downhill = true};
  const auto text = goes_apart(growing, apart, 0.5, 0.01);
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->starts_with("unbound: ")) << *text;
  EXPECT_TRUE(has(*text, "go apart", "0.500(10)", "; add a trap"));
  EXPECT_FALSE(goes_apart(still, apart, 0.5, 0.01));
  EXPECT_FALSE(goes_apart(growing, {.above = 4, .downhill = true}, 0.5, 0.01));
  EXPECT_FALSE(goes_apart(growing, {.above = 20, .downhill = false}, 0.5, 0.01));
  const Dilations attracted{.above = 20, .downhill = true, .attracted = true};
  EXPECT_FALSE(goes_apart(growing, attracted, 0.5, 0.01));  // a dimer may be larger than it began
  EXPECT_TRUE(goes_apart(far, attracted, 0.5, 0.01));
}

TEST(Unbound, the_sizes_are_kept_in_a_checkpoint) {
  const auto before = expansion_of([](int step) { return 1 + 0.1 * step; });
  Expansion after;
  after.restore(before.state());
  EXPECT_EQ(after.state(), before.state());
  EXPECT_TRUE(after.tenfold());
  after.restore({});  // of an earlier version
}

}  // namespace
}  // namespace kato
