// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "graph/graph.hpp"
#include "record/checkpoint.hpp"

namespace kato {

/// theta [P] as a checkpoint keeps it, by name.
std::vector<Checkpoint::Parameter> named_parameters(const Graph& graph, std::span<const double> theta);

/// theta [P] of a graph from a checkpoint. Throws `Error` naming the parameter that the checkpoint does not have.
std::vector<double> parameters_from(const Checkpoint& checkpoint, const Graph& graph);

}  // namespace kato
