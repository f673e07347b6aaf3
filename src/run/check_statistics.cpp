// SPDX-License-Identifier: Apache-2.0
#include "run/check_statistics.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "graph/symmetry.hpp"

namespace kato {

void check_statistics(const Graph& graph, const System& system, const std::string& ansatz) {
  const auto ranges = system.ranges();
  if (std::ranges::none_of(ranges, [](const ParticleRange& range) { return range.count > 1; })) return;
  const bool determinants = has_determinants(graph);
  if (system.statistics == Statistics::boson) {
    require(!determinants, "ansatz " + ansatz +
                               ": changes its sign where two particles are exchanged, and system.statistics is "
                               "\"boson\"; use ansatz.kind = \"boson-jastrow\" or \"boltzmann\"");
  } else {
    require(determinants, "ansatz " + ansatz +
                              ": is for bosons or for particles that are all different, and there are fermions of one "
                              "kind; use ansatz.kind = \"equivariant-slater\", or set system.statistics = \"boson\"");
  }
}

}  // namespace kato
