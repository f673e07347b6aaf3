// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "exact/matrix.hpp"

namespace kato::exact {

/// The antisymmetric internal states of k particles, in order of their quanta N.
struct InternalStates {
  std::vector<int> first;  ///< shell N holds the states first[N] .. first[N + 1] - 1
  /// expansion[N] [states of k - 1 particles with at most N quanta, states of shell N]: the state in terms of an
  /// antisymmetric state of the first k - 1 particles times the oscillator state, with the quanta that are left, of the
  /// last particle against their centre.
  std::vector<Matrix> expansion;

  int size(int shell) const { return first[shell + 1] - first[shell]; }
  int shells() const { return static_cast<int>(first.size()) - 1; }
};

/// Antisymmetric oscillator states of the internal motion of 1, 2 .. A particles in one dimension, free of the centre
/// of mass. In the Jacobi coordinates
///     xi_k = sqrt(k/(k+1)) ( (x_1 + .. + x_k)/k - x_{k+1} )
/// the states of k + 1 particles with N quanta span the range of the projector (1 - k P)/(k + 1) among the states
/// |antisymmetric state of k particles, n in xi_k>; P exchanges particles k and k + 1 and reflects (xi_{k-1}, xi_k).
/// The recursion over k follows Navratil, Kamuntavicius and Barrett, Phys. Rev. C 61, 044001 (2000).
class JacobiBasis {
 public:
  /// States of at most `quanta` quanta; for all A particles only the even (`parity` 0) or odd (1) N.
  JacobiBasis(int particles, int quanta, int parity, int threads);

  int particles() const { return static_cast<int>(levels_.size()) - 1; }
  int quanta() const { return quanta_; }
  const InternalStates& states(int particles) const { return levels_[particles]; }
  const InternalStates& states() const { return levels_.back(); }

 private:
  int quanta_;
  std::vector<InternalStates> levels_;  // by number of particles; 0 and 1 stand for "nothing inside"
};

/// The number of antisymmetric internal states of A particles in the shell of N quanta: the partitions of
/// N - A(A-1)/2 into parts 2 .. A.
int internal_states(int particles, int quanta);

/// The least quanta of A fermions, A(A-1)/2.
constexpr int least_quanta(int particles) { return particles * (particles - 1) / 2; }

}  // namespace kato::exact
