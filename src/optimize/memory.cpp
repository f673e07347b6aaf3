// SPDX-License-Identifier: Apache-2.0
#include "optimize/memory.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/error.hpp"

namespace kato {

double saved_steps(const Optimizer::State& state, std::string_view kind, std::initializer_list<std::string_view> names,
                   std::size_t parameters, std::initializer_list<std::string_view> others) {
  const std::string who(kind);
  const auto steps = state.find("steps");
  require(steps != state.end() && steps->second.size() == 1 && state.size() == names.size() + others.size() + 1,
          who + ": the saved state is not one of this kind; resume with the optimizer that wrote it");
  const auto saved = [&](std::string_view name) -> const std::vector<double>& {
    const auto array = state.find(std::string(name));
    require(array != state.end(),
            who + ": the saved state has no " + std::string(name) + "; resume with the optimizer that wrote it");
    return array->second;
  };
  for (const auto name : others) saved(name);
  for (const auto name : names) {
    const auto& array = saved(name);
    const std::size_t expected = steps->second[0] == 0 ? 0 : parameters;
    require(array.size() == expected, who + ": the saved " + std::string(name) + " has " +
                                          std::to_string(array.size()) + " entries for " + std::to_string(expected) +
                                          " parameters; resume with the ansatz it was written for");
  }
  return steps->second[0];
}

Option kept_option(std::string name, double fallback, std::string summary) {
  return {.name = std::move(name),
          .fallback = fallback,
          .summary = std::move(summary),
          .lower = 0,
          .upper = 1,
          .upper_open = true};
}

Option epsilon_option() {
  return {.name = "epsilon",
          .fallback = 1e-8,
          .summary = "added to the root of the mean squared gradient",
          .lower = 0,
          .lower_open = true};
}

void prepare_memory(std::vector<double>& memory, std::size_t parameters, std::string_view kind) {
  if (memory.empty()) memory.assign(parameters, 0.0);
  require(memory.size() == parameters, std::string(kind) + ": the number of parameters changed from " +
                                           std::to_string(memory.size()) + " to " + std::to_string(parameters) +
                                           "; start the optimizer anew");
}

double norm(std::span<const double> x) noexcept { return std::sqrt(dot(x, x)); }

double dot(std::span<const double> x, std::span<const double> y) noexcept {
  double sum = 0;
  for (std::size_t p = 0; p < x.size(); ++p) sum += x[p] * y[p];
  return sum;
}

double finite_norm(std::span<const double> gradient, std::string_view kind) {
  const double length = norm(gradient);
  if (!std::isfinite(length))
    throw std::runtime_error(std::string(kind) +
                             ": the gradient is not finite; lower learning_rate or look at the "
                             "walkers and energies of this step");
  return length;
}

}  // namespace kato
