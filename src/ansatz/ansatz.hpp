// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

#include "base/registry.hpp"
#include "graph/graph.hpp"

namespace kato {

/// What an ansatz is told of the system.
struct Particles {
  int count = 0;
  int dimensions = 1;
};

/// The category of wave functions: a kind is a function that writes down a graph with the output "amplitude".
struct Ansatz {
  static constexpr std::string_view category = "ansatz";
  using Factory = std::function<Graph(const Particles&, const Settings&)>;
};

}  // namespace kato
