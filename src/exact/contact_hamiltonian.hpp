// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "exact/filled_levels.hpp"

namespace kato::exact {

/// Trapped fermions of two species in one dimension with a contact interaction between the species, in the determinants
/// of oscillator levels with at most K quanta in all and the parity of the ground state without interaction:
///     H = N + sum over pairs (i up, j down) and R of |R> C_R <R|,    energies in hbar omega without the zero point
///     N/2.
/// A contact state |R> says what is left when an up and a down meet: the levels of the others and the quanta M of the
/// pair's centre, R quanta in all. Its amplitude in a state of the pair's relative motion with n quanta is
/// phi_n(0)/2^(1/4), n = 0, 2 .. K - R. With all C_R = g this is g sum delta(x_i - x_j) in the truncated space; as R is
/// conserved while the pair interacts, C_R may depend on it (contact_ci.hpp). The total quanta of the centre of mass
/// are conserved for any C_R.
class ContactHamiltonian {
 public:
  ContactHamiltonian(int up, int down, int quanta, int threads);

  int quanta() const { return quanta_; }
  std::size_t size() const { return first_.back(); }              ///< determinants; 0 is the ground state of C = 0
  std::size_t contacts() const { return contact_first_.back(); }  ///< contact states

  /// The amplitudes <R|psi> for every contact state.
  void meet(std::span<const double> psi, std::span<double> amplitudes) const;
  /// H psi with C_R = coupling[R], R = 0 .. K; `amplitudes` receives those of `meet`.
  void apply(std::span<const double> coupling, std::span<const double> psi, std::span<double> amplitudes,
             std::span<double> result) const;
  /// The sum of |amplitude|^2 over the contact states of R quanta, R = 0 .. K.
  std::vector<double> weights(std::span<const double> amplitudes) const;

 private:
  // phi_n(0) 2^(-1/4) <n, M|a, b>, n = a + b - M even, for M = M_0, M_0 + 2 .. a + b with M_0 = (a + b) mod 2.
  const double* bracket(int a, int b) const { return brackets_.data() + bracket_index(a, b); }
  std::size_t bracket_index(int a, int b) const {
    return (static_cast<std::size_t>(a) * (quanta_ + 1) + b) * (quanta_ / 2 + 1);
  }
  int rest_quanta(int up_rest, int down_rest) const { return up_.rest_quanta(up_rest) + down_.rest_quanta(down_rest); }
  // The first contact state of the given others; the next ones have M two quanta higher each.
  std::size_t contact(int up_rest, int down_rest) const {
    return contact_first_[static_cast<std::size_t>(up_rest) * down_.rests() + down_rest];
  }
  void fill_brackets();

  int quanta_, parity_, threads_;
  FilledLevels up_, down_;
  std::vector<std::size_t> first_;          // of the determinants with a given up part
  std::vector<std::size_t> contact_first_;  // [up_.rests(), down_.rests()] and the end
  std::vector<double> brackets_;
};

}  // namespace kato::exact
