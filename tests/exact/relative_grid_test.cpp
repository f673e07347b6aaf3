// SPDX-License-Identifier: Apache-2.0
#include "exact/relative_grid.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "exact/trapped.hpp"

namespace kato::exact {
namespace {

TEST(RelativeGrid, gives_two_ideal_fermions_the_energy_two) {
  const auto found = relative_grid([](double) { return 0.0; });
  EXPECT_NEAR(found.energy, 2, 1e-11);
  EXPECT_LT(found.uncertainty, 1e-11);
}

TEST(RelativeGrid, agrees_with_closed_forms) {
  for (const double k : {-0.3, 0.5, 20.0}) EXPECT_NEAR(relative_grid(harmonic(k)).energy, harmonic_energy(2, k), 1e-10);
  EXPECT_NEAR(relative_grid(calogero()).energy, calogero_energy(2), 1e-10);
}

TEST(RelativeGrid, agrees_with_the_table_within_the_stated_errors) {
  for (const double strength : {-20.0, -10.0, -5.0, 5.0, 10.0, 20.0}) {
    const auto found = relative_grid(gaussian(strength));
    const auto exact = tabulated(2, strength);
    EXPECT_LT(found.uncertainty, 1e-9);
    EXPECT_NEAR(found.energy, exact.energy, found.uncertainty + exact.uncertainty + 5e-11);  // digits of the table
  }
}

TEST(RelativeGrid, refines_for_a_narrow_potential) {
  // Above the ideal level, below first order: <1|V|1> = V(0) (1 + 1/s0^2)^(-3/2).
  const auto found = relative_grid(gaussian(5, 0.03));
  EXPECT_LT(found.spacing, 0.05);
  EXPECT_LT(found.uncertainty, 1e-9);
  EXPECT_GT(found.energy, 2 + 10 * found.uncertainty);
  EXPECT_LT(found.energy, 2 + gaussian(5, 0.03)(0) * std::pow(1 + 1 / (0.03 * 0.03), -1.5));
}

}  // namespace
}  // namespace kato::exact
