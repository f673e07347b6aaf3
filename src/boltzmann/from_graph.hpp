// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "boltzmann/machine.hpp"
#include "graph/graph.hpp"

namespace kato {

/// Whether |psi|^2 is the density of the visible units of a Boltzmann machine: the graph has an output "visible", see
/// `Graph::output`.
bool is_machine(const Graph& graph);

/// That machine with the parameters theta [P]: p(x) is proportional to |psi(x)|^2. Throws `Error` if its Gaussian has
/// no width.
BoltzmannMachine machine_of(const Graph& graph, std::span<const double> theta);

}  // namespace kato
