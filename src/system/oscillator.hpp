// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace kato {

/// The quantum numbers (n_1, .., n_d) of the `count` lowest levels of the isotropic oscillator, shell by shell.
std::vector<std::vector<int>> oscillator_levels(int count, int dimensions);

/// phi_j(x) = prod_c H_{n_c}(x_c) exp(-x_c^2/2) / sqrt(2^n n! sqrt(pi)) for each of `levels` at a point x [d], into
/// `values` [levels]; lengths in a_ho.
void oscillator_orbitals(std::span<const std::vector<int>> levels, std::span<const double> x, std::span<double> values);

}  // namespace kato
