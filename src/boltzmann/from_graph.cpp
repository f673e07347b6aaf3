// SPDX-License-Identifier: Apache-2.0
#include "boltzmann/from_graph.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "exec/executor.hpp"

namespace kato {
namespace {

// x = 0, the unit vectors, and their opposites.
std::vector<double> probes(std::size_t N) {
  std::vector<double> x((2 * N + 1) * N);
  for (std::size_t i = 0; i < N; ++i) {
    x[(1 + i) * N + i] = 1;
    x[(1 + N + i) * N + i] = -1;
  }
  return x;
}

// Adds the units whose fields [2 N + 1, n] at the probes do depend on x.
void add_units(BoltzmannMachine& machine, const std::vector<double>& fields,
               std::vector<std::vector<double>>& columns) {
  const std::size_t N = machine.visible(), n = fields.size() / (2 * N + 1);
  for (std::size_t unit = 0; unit < n; ++unit) {
    std::vector<double> column(N);
    bool coupled = false;
    for (std::size_t i = 0; i < N; ++i) {
      column[i] = 0.5 * (fields[(1 + i) * n + unit] - fields[(1 + N + i) * n + unit]);
      coupled = coupled || column[i] != 0;
    }
    if (!coupled) continue;
    machine.b.push_back(fields[unit]);
    columns.push_back(std::move(column));
  }
}

}  // namespace

bool is_machine(const Graph& graph) { return graph.output("visible") >= 0; }

// All is linear or a parabola, so that a few points tell what it is.
BoltzmannMachine machine_of(const Graph& graph, std::span<const double> theta) {
  const auto N = static_cast<std::size_t>(graph.coordinates_count());
  BoltzmannMachine machine(BoltzmannMachine::Visible::gaussian, N, 0);
  Executor<double> executor(graph);
  executor.set_parameters(theta);
  const auto x = probes(N);
  const auto numbers_of = [&](const std::string& name) {
    const auto& shape = graph.nodes()[static_cast<std::size_t>(graph.output(name))].shape;
    const auto rows = static_cast<std::size_t>(Tile{.particles = graph.particles()}.rows(shape.rows));
    std::vector<double> numbers((2 * N + 1) * rows * static_cast<std::size_t>(shape.features));
    executor.output(name, x, numbers);
    return numbers;
  };
  const auto log = numbers_of("visible");
  for (std::size_t i = 0; i < N; ++i) {
    const double forth = log[1 + i], back = log[1 + N + i], curvature = 2 * log[0] - forth - back;
    if (!(curvature > 0))  // no mistake of the input: a training goes back
      throw std::runtime_error("the Boltzmann machine's Gaussian has no width any more; lower optimizer.learning_rate");
    machine.s[i] = 1 / std::sqrt(curvature);
    machine.a[i] = 0.5 * (forth - back) / curvature;
  }
  std::vector<std::vector<double>> columns;
  for (const auto& [name, node] : graph.outputs())
    if (name.starts_with("hidden")) add_units(machine, numbers_of(name), columns);
  machine.v.resize(N * columns.size());
  for (std::size_t j = 0; j < columns.size(); ++j)
    for (std::size_t i = 0; i < N; ++i) machine.v[i * columns.size() + j] = columns[j][i];
  return machine;
}

}  // namespace kato
