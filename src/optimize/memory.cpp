// SPDX-License-Identifier: Apache-2.0
#include "optimize/memory.hpp"

#include <cmath>
#include <string>

#include "base/error.hpp"

namespace kato {

double saved_steps(const Optimizer::State& state, std::string_view kind, std::initializer_list<std::string_view> names,
                   std::size_t parameters) {
  const std::string who(kind);
  const auto steps = state.find("steps");
  require(steps != state.end() && steps->second.size() == 1 && state.size() == names.size() + 1,
          who + ": the saved state is not one of this kind; resume with the optimizer that wrote it");
  for (const auto name : names) {
    const auto array = state.find(std::string(name));
    require(array != state.end(),
            who + ": the saved state has no " + std::string(name) + "; resume with the optimizer that wrote it");
    const std::size_t expected = steps->second[0] == 0 ? 0 : parameters;
    require(array->second.size() == expected,
            who + ": the saved " + std::string(name) + " has " + std::to_string(array->second.size()) +
                " entries for " + std::to_string(expected) + " parameters; resume with the ansatz it was written for");
  }
  return steps->second[0];
}

void prepare_memory(std::vector<double>& memory, std::size_t parameters, std::string_view kind) {
  if (memory.empty()) memory.assign(parameters, 0.0);
  require(memory.size() == parameters, std::string(kind) + ": the number of parameters changed from " +
                                           std::to_string(memory.size()) + " to " + std::to_string(parameters) +
                                           "; start the optimizer anew");
}

double norm(std::span<const double> x) noexcept {
  double sum = 0;
  for (const double v : x) sum += v * v;
  return std::sqrt(sum);
}

}  // namespace kato
