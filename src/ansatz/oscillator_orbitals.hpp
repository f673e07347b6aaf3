// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "graph/build.hpp"

namespace kato {

/// omega_c [d] of the trap in 1/length^2; 1 for each axis where the trap is not harmonic.
std::vector<double> trap_frequencies(const Particles& particles);

/// sqrt(omega_c) x_c [A, d]: every axis in the length of its own oscillator.
Node trap_coordinates(Node x, const Particles& particles);

/// The n lowest levels of the trap at x [A, d], without their Gaussian and in the order of `oscillator_levels`: the
/// polynomials H_j = prod_c h_{l_jc}(sqrt(omega_c) x_c), [A, n]. Below each level are all those with fewer quanta on
/// any axis, so that with a common Gaussian of any width the polynomials span the same orbitals, and their determinant
/// is the same but for a constant: closed shell or open, their own width needs no parameter.
Node oscillator_polynomials(Node x, const Particles& particles, int n);

/// The logarithm of the Gaussian that belongs to them, -(alpha/2) sum_c omega_c x_ic^2 [A, 1], with alpha = 1 to begin
/// with; the parameter `name`.width [1] is sqrt(alpha/2). With a network N of the same shape,
///     M_ij = (H_j(x_i) + N_ij) exp(envelope_i)
/// are orbitals that start near those of the trap.
Node oscillator_envelope(const std::string& name, Node x, const Particles& particles);

/// These polynomials, or in a box its n lowest plane waves, [A, n].
Node lowest_orbitals(Node x, const Particles& particles, int n);

/// (ln|det|, sign) [1, 2] of the matrices of the lowest orbitals of each species, without a Gaussian. The output
/// "orbitals", which pretraining compares, gets these orbitals times exp(envelope) if there is one.
std::vector<Node> lowest_determinants(Node x, std::optional<Node> envelope, const Particles& particles);

}  // namespace kato
