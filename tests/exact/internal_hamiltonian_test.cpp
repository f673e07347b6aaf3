// SPDX-License-Identifier: Apache-2.0
#include "exact/internal_hamiltonian.hpp"

#include <gtest/gtest.h>

#include "exact/trapped.hpp"

namespace kato::exact {
namespace {

TEST(InternalHamiltonian, of_ideal_particles_counts_the_quanta) {
  // Sums over pairs give back the one-body oscillator only between states antisymmetric in all particles.
  for (int particles = 2; particles <= 5; ++particles) {
    const int quanta = least_quanta(particles) + 14, parity = least_quanta(particles) % 2;
    const JacobiBasis basis(particles, quanta, parity, 1);
    const Matrix h = internal_hamiltonian(
        basis, [](double) { return 0.0; }, 1, quanta, 1);
    for (int shell = 0; shell <= quanta; ++shell)
      for (int j = basis.states().first[shell]; j < basis.states().first[shell + 1]; ++j)
        for (int i = 0; i < h.rows; ++i) EXPECT_NEAR(h(i, j), i == j ? shell + 0.5 * (particles - 1) : 0, 1e-11);
  }
}

TEST(InternalHamiltonian, has_those_of_fewer_quanta_as_leading_blocks) {
  const JacobiBasis basis(4, 26, 0, 1);
  const Matrix large = internal_hamiltonian(basis, gaussian(10), 2, 26, 1);
  const Matrix small = internal_hamiltonian(basis, gaussian(10), 2, 20, 1);
  ASSERT_LT(small.cols, large.cols);
  for (int j = 0; j < small.cols; ++j)
    for (int i = 0; i < small.rows; ++i) EXPECT_NEAR(small(i, j), large(i, j), 1e-11);
}

TEST(InternalHamiltonian, is_symmetric) {
  const JacobiBasis basis(4, 24, 0, 1);
  const Matrix h = internal_hamiltonian(basis, gaussian(-10), 3, 24, 1);
  for (int j = 0; j < h.cols; ++j)
    for (int i = 0; i < j; ++i) EXPECT_NEAR(h(i, j), h(j, i), 1e-11);
}

}  // namespace
}  // namespace kato::exact
