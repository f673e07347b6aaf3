// SPDX-License-Identifier: Apache-2.0
#include "observe/oscillator_basis.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "base/error.hpp"

namespace kato {
namespace {

TEST(OscillatorBasis, orbitals_in_a_line_are_those_of_hermite) {
  const double l = 1.5, x = 0.7, z = x / l;
  std::vector<double> phi(3);
  OscillatorBasis(1, 3, l).at({&x, 1}, phi);
  const double ground = std::pow(std::numbers::pi, -0.25) / std::sqrt(l) * std::exp(-0.5 * z * z);
  EXPECT_NEAR(phi[0], ground, 1e-15);
  EXPECT_NEAR(phi[1], ground * std::sqrt(2) * z, 1e-15);
  EXPECT_NEAR(phi[2], ground * (2 * z * z - 1) / std::sqrt(2), 1e-15);
}

TEST(OscillatorBasis, orbitals_in_a_plane_are_orthonormal_and_come_by_shells) {
  const OscillatorBasis basis(2, 6, 1);  // three whole shells
  std::vector<double> overlap(36), phi(6);
  constexpr double step = 0.2;
  for (int a = -40; a <= 40; ++a)
    for (int b = -40; b <= 40; ++b) {
      basis.at(std::vector{a * step, b * step}, phi);
      for (std::size_t k = 0; k < 6; ++k)
        for (std::size_t l = 0; l < 6; ++l) overlap[6 * k + l] += phi[k] * phi[l] * step * step;
    }
  for (std::size_t k = 0; k < 6; ++k)
    for (std::size_t l = 0; l < 6; ++l) EXPECT_NEAR(overlap[6 * k + l], k == l ? 1 : 0, 1e-10);
  EXPECT_THROW(OscillatorBasis(4, 2, 1), Error);
}

}  // namespace
}  // namespace kato
