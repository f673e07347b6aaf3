// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace kato::exact {

/// What the configuration interaction for a contact interaction finds. Not a bound from above.
struct ContactCi {
  double energy = 0, uncertainty = 0;       ///< centre of mass included, hbar omega
  double slope = 0, slope_uncertainty = 0;  ///< dE/dg = the sum over pairs of <delta(x_i - x_j)>
  double last = 0;                          ///< the energy of the largest basis, before the extrapolation
  int quanta = 0;                           ///< of the largest basis
  std::size_t states = 0;                   ///< in it
};

/// The ground state of `up` and `down` >= 1 trapped fermions in one dimension with g sum delta(x_i - x_j) between the
/// species, in determinants of up to K quanta (contact_hamiltonian.hpp).
///
/// A bare delta would converge as K^(-1/2): the cusp needs pair states of any number of quanta n. Those beyond the
/// basis are summed for each pair, while the others (and the pair's centre), R quanta in all, stand by:
///     1/C_R = 1/g + sum over n > K - R of v_n/(n + R - e),   v_n = <n|delta(x_1 - x_2)|n>,   E = e + (up + down)/2.
/// C_R depends on the energy; e = lowest eigenvalue of H(e) by Newton's method. Two particles have the energy of Busch
/// et al. in any basis. What is left out (other pairs meeting meanwhile) falls with K as
///     E_K = E + sum over p of c_p (K - e)^(-p),   p = 2, 5/2, 3 .. for an impurity,   p = 3/2, 2, 5/2 .. else,
/// three powers through the last of five bases. The uncertainty is the largest of the changes when a
/// power is added, when one is left out, and when the fit ends at the basis before the last.
/// The slope by Hellmann and Feynman, <dH/dg>/(1 - <dH/de>), extrapolated in the same way.
/// `quanta` 0: `usual_contact_quanta`. The same bits for any number of threads.
/// Throws `Error` if up or down < 1, g is not finite or 0, or quanta too few.
ContactCi contact_configuration_interaction(int up, int down, double g, int quanta, int threads);

/// Quanta for about as many determinants as take a few seconds; 0 if those leave too little above the ground state.
int usual_contact_quanta(int up, int down);

}  // namespace kato::exact
