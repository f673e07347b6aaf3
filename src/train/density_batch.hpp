// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "energy/density_rows.hpp"

namespace kato {

/// Walkers and, behind them, the places of density rows, with weights and energies of both.
struct WeightedRows {
  Walkers walkers;               ///< [N + n]
  std::vector<double> weights;   ///< of sum 1 [N + n]
  std::vector<double> energies;  ///< of mean 0 [N + n]
};

/// Rows a such that 2 sum_a weight_a energy_a O(x_a), O = d ln|psi|/d theta, is the derivative of
///     E = sum_b w_b K_b + sum_n u_n,     u_n = w e_n, w the weight of the place's walker:
///     dE/d theta = 2 ( sum_b w_b (K_b - E) O(x_b) + sum_n u_n O(X'_n) )
/// for walkers [N] of weights w [N], sum 1, and local energies K [N] without those of the density rows. With H =
/// sum |u_n| and a share t = min(1/4, n/N) of all weight for the places, so that a few of them weigh as walkers do,
///     walkers   weight (1 - t) w_b,   energy (K_b - E)/(1 - t)
///     places    weight t |u_n|/H,     energy sign(u_n) H/t.
/// `density` must not be empty.
WeightedRows with_density(const WalkerView& walkers, std::span<const double> weights, std::span<const double> local,
                          const DensityRows& density);

}  // namespace kato
