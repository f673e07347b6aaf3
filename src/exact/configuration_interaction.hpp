// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/pair_potential.hpp"

namespace kato::exact {

/// How a configuration interaction is done.
struct CiSettings {
  int quanta = 0;        ///< most quanta of the internal motion; 0: `usual_quanta`
  int parity = -1;       ///< 0 even, 1 odd, -1 that of the ground state
  double frequency = 0;  ///< of the oscillator basis; 0: the best one
  int threads = 1;
};

/// What it finds. A variational energy: an upper bound for any frequency and quanta.
struct CiEnergy {
  double energy = 0;       ///< with the centre of mass in its ground state, hbar omega
  double uncertainty = 0;  ///< estimate of what more quanta would take off, and rounding
  double frequency = 0;
  int quanta = 0, parity = 0, states = 0;
};

/// The lowest energy of 2 .. 6 spinless fermions in a one-dimensional trap with a pair potential, by full
/// configuration interaction: every antisymmetric oscillator state of the internal motion up to a number of quanta
/// (jacobi_basis.hpp), times the ground state of the centre of mass; this is the space of Slater determinants of as
/// many quanta, without its excitations of the centre of mass.
/// In one dimension the ground state has one sign while x_1 < .. < x_A, so its parity is (-1)^{A(A-1)/2}.
/// The uncertainty continues the last two changes with quanta, six apart (remainder.hpp): safe for smooth potentials,
/// and right within a factor of a few where a kink or a singularity at contact makes the convergence slow. It is no
/// less than what a pair loses by the same quanta, which is known (radial_pair.hpp), for all pairs: that covers what
/// the basis is too coarse for, however short the range.
/// Throws `Error` for other numbers of particles and for fewer quanta than the Pauli principle asks for.
CiEnergy configuration_interaction(int particles, const RadialPotential& potential, const CiSettings& settings);

/// Quanta that converge smooth interactions in some ten seconds.
int usual_quanta(int particles);

}  // namespace kato::exact
