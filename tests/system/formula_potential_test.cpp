// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "message.hpp"
#include "settings.hpp"
#include "system/system.hpp"

namespace kato {
namespace {

std::unique_ptr<Potential> formula(int dimensions, const std::string& text, const NamedNumbers& parameters = {}) {
  return registry().factory<Potential>("formula")(
      {.dimensions = dimensions, .particles = 4},
      default_settings("potential", "formula", Settings({{"formula", text}, {"parameters", parameters}})));
}

TEST(FormulaPotential, is_the_harmonic_trap_where_it_says_so) {
  for (int dimensions = 1; dimensions <= 3; ++dimensions) {
    std::vector<double> x(static_cast<std::size_t>(5 * 4 * dimensions));
    fill_normal({.seed = 4}, 0, 0, x);
    const WalkerView walkers{.x = x, .particles = 4, .dimensions = dimensions};
    std::vector<double> exact(5, 1.0), found(5, 1.0);
    oscillator().add_energy(walkers, exact);
    formula(dimensions, "r^2 / 2")->add_energy(walkers, found);
    for (std::size_t w = 0; w < 5; ++w) EXPECT_NEAR(found[w], exact[w], 1e-13);
    EXPECT_GT(exact[0], 1.1);
  }
}

TEST(FormulaPotential, sees_each_coordinate) {
  const std::array<double, 3> x{1, 2, 3};
  std::array<double, 1> energy{};
  formula(3, "a * x + 10 * y + 100 * z", {{"a", 7}})->add_energy({.x = x, .particles = 1, .dimensions = 3}, energy);
  EXPECT_DOUBLE_EQ(energy[0], 327);
}

TEST(FormulaPotential, cannot_name_a_coordinate_that_there_is_not) {
  EXPECT_TRUE(has(message_of([] { formula(2, "x^2 + z^2"); }), "names z, but system.dimensions is 2"));
  EXPECT_NO_THROW(formula(3, "x^2 + z^2"));
}

TEST(FormulaPotential, that_is_not_finite_is_refused_with_the_place) {
  EXPECT_TRUE(has(message_of([] { formula(1, "sqrt(x)"); }), "\"sqrt(x)\" is not a number at x = -6.03;"));
  EXPECT_TRUE(has(message_of([] { formula(2, "ln(y)"); }), "at x = ", ", y = -6.03;"));
}

TEST(FormulaPotential, takes_the_place_of_the_trap_and_of_what_is_known_of_it) {
  System system;
  system.particles = 1;
  EXPECT_TRUE(system.harmonic());
  system.potential = formula(1, "3 + x");
  EXPECT_FALSE(system.harmonic());
  EXPECT_EQ(system.ideal_energy(), 0);
  std::array<double, 1> energy{};
  system.add_trap_energy({.x = std::array{2.0}, .particles = 1, .dimensions = 1}, energy);
  EXPECT_EQ(energy[0], 5);
}

}  // namespace
}  // namespace kato
