// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace kato {

/// The quantum numbers (n_1, .., n_d) of the `count` lowest levels of the oscillator sum_c omega_c^2 x_c^2/2, from the
/// lowest on: shell by shell where it is isotropic.
std::vector<std::vector<int>> oscillator_levels(int count, std::span<const double> omega);

/// The energy sum_c (n_c + 1/2) omega_c of a level.
double oscillator_energy(std::span<const int> level, std::span<const double> omega);

/// phi_j(x) = prod_c omega_c^(1/4) h_{n_c}(sqrt(omega_c) x_c), h_n(y) = H_n(y) exp(-y^2/2) / sqrt(2^n n! sqrt(pi)), for
/// each of `levels` at a point x [d], into `values` [levels].
void oscillator_orbitals(std::span<const std::vector<int>> levels, std::span<const double> omega,
                         std::span<const double> x, std::span<double> values);

}  // namespace kato
