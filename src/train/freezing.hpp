// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "graph/graph.hpp"

namespace kato {

/// The parameters that patterns name, for `Graph::freeze`: a pattern is the name of a parameter ("layer1.weight") or of
/// a group, which is a name up to a dot ("layer1"), with the wildcards *, ? and [...] ("layer*"). Throws `Error`
/// listing all names if a pattern names no parameter, or if no parameter is left to train.
std::function<bool(const Parameter&)> frozen_by(const std::vector<std::string>& patterns, const Graph& graph);

}  // namespace kato
