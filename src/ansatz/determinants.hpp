// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ansatz/cusp_factor.hpp"

namespace kato {

/// The outputs "orbitals" and "amplitude" of
///     psi = sum_d prod_label det(M_d e_d) J,  e_dij = exp(-(place_i w_dj)^2),
/// where the matrices M [n, n] of a species with n particles are linear in the features h [A, F] of its rows, with
/// orbitals and widths of its own, and J are the cusps that the interactions ask for; `place` is x, or x shifted by
/// them (then an output, too: pretraining fits orbitals there). Exchanging two particles of one
/// species must exchange two rows of h and nothing else.
void determinants_of_species(Node x, Node place, Node h, const Particles& particles, int determinants);

}  // namespace kato
