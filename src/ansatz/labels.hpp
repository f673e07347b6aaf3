// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ansatz/ansatz.hpp"
#include "graph/build.hpp"

namespace kato {

/// The labels of the particles [A, L]: those that are sampled or, where none are, one constant of each particle, so
/// that one wave function serves both: 1 for the first species (or for all, where there is one kind), -1 for the
/// second, as spins up and down have. Throws `Error` where more species are fixed.
Node labels(Graph& graph, const Particles& particles);

}  // namespace kato
