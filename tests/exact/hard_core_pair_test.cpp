// SPDX-License-Identifier: Apache-2.0
#include "exact/hard_core_pair.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace kato::exact {
namespace {

// A core that reaches to the node of an excited state of the relative motion: H_2, L_1 and L_1^(1/2) vanish at r = 1,
// sqrt(2) and sqrt(3), and the energy is two quanta above the ground state's.
TEST(HardCorePair, with_a_core_up_to_a_node_has_the_energy_of_the_excited_state) {
  for (int d = 1; d <= 3; ++d) {
    const auto found = hard_core_pair(d, 1, std::sqrt(d));
    EXPECT_NEAR(found.energy, d + 2, 1e-9) << d;
    EXPECT_LT(found.uncertainty, 1e-8);
  }
}

TEST(HardCorePair, on_a_line_becomes_two_fermions_as_the_core_vanishes) {
  EXPECT_NEAR(hard_core_pair(1, 1, 1e-9).energy, 2, 1e-8);
}

// First order in the scattering length: a sqrt(2/pi) (Huang and Yang).
TEST(HardCorePair, in_space_rises_with_the_scattering_length) {
  const double a = 1e-5;
  EXPECT_NEAR((hard_core_pair(3, 1, a).energy - 3) / a, std::sqrt(2 / std::numbers::pi), 1e-4);
}

TEST(HardCorePair, lengths_are_in_units_of_the_trap) {
  EXPECT_NEAR(hard_core_pair(3, 4, 0.25).energy, 4 * hard_core_pair(3, 1, 0.5).energy, 1e-12);
}

}  // namespace
}  // namespace kato::exact
