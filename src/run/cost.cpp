// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "graph/print.hpp"
#include "run/job.hpp"
#include "run/momentum_report.hpp"
#include "run/session.hpp"

namespace kato {
namespace {

// Jacobian [N, P] and the smaller or only Gram matrix of the optimisers that use them, and a few vectors [P].
double optimizer_bytes(const Input& input, double walkers, double parameters) {
  const auto& kind = input.optimizer.kind;
  const double vectors = 8 * 8 * parameters;
  if (kind == "sgd" || kind == "adam") return vectors;
  const double side = kind == "sr" ? parameters : walkers;
  return 8 * (walkers * parameters + side * side) + vectors;
}

// The energy, its parts and the terms of the interaction, 256 sums a walker each.
double statistics_bytes(const System& system, double walkers) {
  const double averages = 3 + static_cast<double>(system.interactions.size());
  return averages * 256 * walkers * 8;
}

}  // namespace

std::string graph_text(const Input& input) {
  if (!in_momentum_space(input)) return graph_table(graph_from_input(input));
  return graph_table(momentum_graph(input, MomentumSystem(input).hamiltonian().channels));
}

std::string cost_text(const Input& input) {
  return in_momentum_space(input) ? cost_text(MomentumSession(input)) : cost_text(Session(input));
}  // finds out whether the parts fit together

std::string cost_text(const Session& session) {
  constexpr double program = 40e6;  // the program and its libraries
  const Input& input = session.input();
  const Graph& graph = session.wave_function().graph();
  const auto cost = cost_of(graph);
  const double walkers = static_cast<double>(input.sampler.settings.integer("walkers"));
  const double sweeps = static_cast<double>(input.sampler.settings.integer("sweeps"));
  const double trainable = static_cast<double>(graph.trainable_count());
  const double flops = walkers * ((sweeps + 1) * cost.value + cost.laplacian + cost.pullback);
  const double bytes = program + static_cast<double>(session.wave_function().memory()) +
                       optimizer_bytes(input, walkers, trainable) + statistics_bytes(session.system(), walkers) +
                       200 * walkers * graph.coordinates_count();
  const auto some =
      graph.trainable_count() == graph.parameter_count() ? "" : fmt::format(" ({} trained)", graph.trainable_count());
  return fmt::format(
      "parameters  {}{}\nmemory      about {:.0f} MB\na step      {:.3g} GFLOP for {} walkers ({:.0f} % sampling), "
      "without the optimiser's own\n",
      graph.parameter_count(), some, bytes / 1e6, flops * 1e-9, walkers,
      100 * walkers * (sweeps + 1) * cost.value / flops);
}

}  // namespace kato
