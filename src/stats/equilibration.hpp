// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace kato {

/// Where a series has forgotten how it began.
struct Equilibration {
  std::size_t start = 0;  ///< the first number to be kept
  double effective = 0;   ///< what is then left, in independent numbers
  double drift = 0;       ///< by how many of its errors the mean before `start` is off that after it; 0 if start is
};

/// Chooses the start t that leaves the most independent numbers, (n - t)/tau_t, with tau_t the integrated
/// autocorrelation time from t on (Chodera, J. Chem. Theory Comput. 12, 1799 (2016)), among 33 of the first half. A
/// series that was in equilibrium all the time has often some start > 0, by chance: only a large drift says that it was
/// not, and that only if the series is 100 tau long or more, as tau is too small in shorter ones. Several walkers say
/// it of any length (`WalkerStatistics::drift`). Long series are averaged to at most 1024 numbers first.
Equilibration equilibration(std::span<const double> series);

/// The drift above which walkers are taken not to have been in equilibrium: of 64 that were, a start chosen as above
/// has a larger one with probability below 1e-4.
constexpr double significant_drift = 5;

}  // namespace kato
