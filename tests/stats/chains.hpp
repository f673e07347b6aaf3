// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "base/random.hpp"

namespace kato {

/// Stationary AR(1) chains y(t) = rho y(t - 1) + sqrt(1 - rho^2) z of mean 0, variance 1 and rho_k = rho^k;
/// table [steps, chains].
inline std::vector<double> ar1_table(double rho, std::size_t steps, std::size_t chains, std::uint64_t seed) {
  std::vector<double> table(steps * chains), z(steps);
  for (std::size_t w = 0; w < chains; ++w) {
    fill_normal({.seed = seed, .purpose = Purpose::test}, static_cast<std::uint32_t>(w), 0, z);
    for (std::size_t t = 0; t < steps; ++t)
      table[t * chains + w] = t == 0 ? z[0] : rho * table[(t - 1) * chains + w] + std::sqrt(1 - rho * rho) * z[t];
  }
  return table;
}

/// tau of such a chain: (1 + rho)/(1 - rho).
inline double ar1_tau(double rho) { return (1 + rho) / (1 - rho); }

/// The exact error of the mean over `steps` steps of one such chain.
inline double ar1_error(double rho, double steps) {
  return std::sqrt((ar1_tau(rho) - 2 * rho * (1 - std::pow(rho, steps)) / (steps * (1 - rho) * (1 - rho))) / steps);
}

constexpr double five_sigma = 4.892;  ///< a normal number is further out with probability 1e-6

}  // namespace kato
