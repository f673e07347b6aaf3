// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "graph/print.hpp"
#include "run/job.hpp"
#include "run/session.hpp"

namespace kato {
namespace {

// Jacobian [N, P] and Gram matrix [N, N] of the optimisers that use them.
double optimizer_bytes(const Input& input, double walkers, double parameters) {
  const auto& kind = input.optimizer.kind;
  if (kind == "sgd" || kind == "adam") return 0;
  const double smaller = kind == "sr" ? parameters : walkers;
  return 8 * (walkers * parameters + smaller * smaller);
}

}  // namespace

std::string graph_text(const Input& input) { return graph_table(graph_from_input(input)); }

std::string cost_text(const Input& input) {
  const Session session(input);  // finds out whether the parts fit together
  const Graph& graph = session.wave_function().graph();
  const auto cost = cost_of(graph);
  const double walkers = static_cast<double>(input.sampler.settings.integer("walkers"));
  const double sweeps = static_cast<double>(input.sampler.settings.integer("sweeps"));
  const double parameters = static_cast<double>(graph.parameter_count());
  const double flops = walkers * ((sweeps + 1) * cost.value + cost.laplacian + cost.pullback);
  return fmt::format("parameters  {}\nmemory      about {:.0f} MB\na step      {:.3g} GFLOP for {} walkers ({:.0f} % sampling), "
                     "without the optimiser's own\n",
                     graph.parameter_count(), 40 + (optimizer_bytes(input, walkers, parameters) + 200 * walkers * graph.coordinates_count()) / 1e6,
                     flops * 1e-9, walkers, 100 * walkers * (sweeps + 1) * cost.value / flops);
}

}  // namespace kato
