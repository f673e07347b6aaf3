// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "energy/density_rows.hpp"
#include "psi/psi.hpp"
#include "system/system.hpp"

namespace kato {

/// Local energies of walkers and what they are made of, in the system's unit of energy.
struct LocalEnergies {
  std::vector<double> total;                               ///< E_L = H psi / psi [W]
  std::vector<double> kinetic;                             ///< -hbar^2/(2 m) (lap ln|psi| + |grad ln|psi||^2) [W]
  std::vector<double> trap;                                ///< [W]
  std::vector<std::vector<double>> terms;                  ///< one [W] for each interaction of the system
  std::vector<std::vector<std::vector<double>>> channels;  ///< of each interaction with channels, one [W] each
  std::vector<LogPsi> psi;                                 ///< [W]
  std::vector<double> gradient;                            ///< d ln|psi| / dx [W, A, d]
  DensityRows density = {};  ///< where terms that enter by densities get their energy from

  /// ln|psi| [W].
  std::vector<double> log_abs() const;
  /// The total less what is in `density` [W].
  std::vector<double> local() const;
  /// Makes all of walker `to` that of walker `from`.
  void copy_row(std::size_t to, std::size_t from);

  /// Calls f(numbers) for every array that has an equal part for each walker, but `psi`.
  template <class F>
  void for_columns(F&& f) {
    for (auto* numbers : {&total, &kinetic, &trap, &gradient}) f(*numbers);
    for (auto& term : terms) f(term);
    for (auto& of_term : channels)
      for (auto& channel : of_term) f(channel);
  }
};

/// Evaluates E_L for walkers that all ranks have: each takes its share, and all get all. What is not finite stays so:
/// the caller decides. The interactions' connections are merged and evaluated at once.
void local_energies(Psi& psi, const System& system, const WalkerView& walkers, LocalEnergies& energies);

}  // namespace kato
