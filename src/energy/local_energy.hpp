// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "exec/executor.hpp"
#include "system/system.hpp"

namespace kato {

/// Local energies of walkers and what they are made of, in the system's unit of energy.
struct LocalEnergies {
  std::vector<double> total;               ///< E_L = H psi / psi [W]
  std::vector<double> kinetic;             ///< -1/2 (lap ln|psi| + |grad ln|psi||^2) [W], less what interactions
                                           ///< restate as theirs
  std::vector<double> trap;                ///< [W]
  std::vector<std::vector<double>> terms;  ///< one [W] for each interaction of the system
  std::vector<double> log_abs, sign;       ///< ln|psi| and sign psi [W]
  std::vector<double> gradient;            ///< d ln|psi| / dx [W, A, d]
  DisplacedEnergy displaced = {};          ///< where terms that are no function of the coordinates get theirs from

  /// The total less what is in `displaced` [W].
  std::vector<double> local() const;
};

/// Evaluates E_L for walkers x [W, A, d]. What is not finite stays so: the caller decides.
template <class T>
void local_energy(Executor<T>& psi, const System& system, std::span<const double> x, LocalEnergies& energies);

extern template void local_energy(Executor<float>&, const System&, std::span<const double>, LocalEnergies&);
extern template void local_energy(Executor<double>&, const System&, std::span<const double>, LocalEnergies&);

}  // namespace kato
