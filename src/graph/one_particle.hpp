// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "graph/graph.hpp"

namespace kato {

/// The orbitals of psi = sum_d det M_d, d = 1..D, as a graph of one particle with the same parameters at the same
/// places. Its output "row" [1, D A] is the particle's row of all M_d side by side or, with one feature more, that row
/// and the logarithm of the factor that was taken out of it.
struct OneParticle {
  Graph graph;
  int determinants = 1;
};

/// Nothing if psi has other factors than determinants, or if a row depends on other particles than its own (backflow)
/// or on labels.
std::optional<OneParticle> one_particle(const Graph& graph);

}  // namespace kato
