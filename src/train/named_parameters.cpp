// SPDX-License-Identifier: Apache-2.0
#include "train/named_parameters.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.hpp"

namespace kato {

std::vector<Checkpoint::Parameter> named_parameters(const Graph& graph, std::span<const double> theta) {
  std::vector<Checkpoint::Parameter> parameters;
  for (const auto& p : graph.parameters()) {
    const auto begin = theta.begin() + static_cast<std::ptrdiff_t>(p.offset);
    parameters.push_back({.name = p.name,
                          .shape = {p.shape.begin(), p.shape.end()},
                          .values = {begin, begin + static_cast<std::ptrdiff_t>(p.size)}});
  }
  return parameters;
}

std::vector<double> parameters_from(const Checkpoint& checkpoint, const Graph& graph) {
  std::vector<double> theta(graph.parameter_count());
  for (const auto& wanted : graph.parameters()) {
    const auto found = std::ranges::find(checkpoint.parameters, wanted.name, &Checkpoint::Parameter::name);
    require(found != checkpoint.parameters.end() && std::ranges::equal(found->shape, wanted.shape) &&
                found->values.size() == wanted.size,
            fmt::format("checkpoint: has no parameter '{}' of shape {}; the ansatz or the system was changed since it "
                        "was written, start a new run",
                        wanted.name, fmt::join(wanted.shape, "x")));
    std::ranges::copy(found->values, theta.begin() + static_cast<std::ptrdiff_t>(wanted.offset));
  }
  return theta;
}

}  // namespace kato
