// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "graph/graph.hpp"

namespace kato {

/// A graph as JSON: its particles and dimensions, the parameters (names, shapes, initial values, which are trainable),
/// the nodes with their ops and attributes by name, and the outputs. Numbers are exact. Throws `Error` if one is not
/// finite.
std::string to_text(const Graph& graph);

/// The same graph, node for node. Throws `Error` that says what is wrong and where if the text is not one of a graph.
Graph graph_from_text(std::string_view text);

}  // namespace kato
