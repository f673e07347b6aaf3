// SPDX-License-Identifier: Apache-2.0
#include "run/cost.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "base/error.hpp"
#include "graph/print.hpp"
#include "momentum/report.hpp"
#include "optimize/natural.hpp"
#include "run/job.hpp"
#include "run/session.hpp"
#include "run/system_from_input.hpp"

namespace kato {
namespace {

// Numbers a walker in the activations and sensitivities of the linear layers, `lanes` of each.
double factor_numbers(const Graph& graph, double lanes) {
  const Tile tile{.particles = graph.particles(), .dimensions = graph.dimensions()};
  double sum = 0;
  for (const auto& node : graph.nodes()) {
    if (node.op != &linear_op) continue;
    for (const int input : node.inputs) {
      const auto& in = graph.nodes()[static_cast<std::size_t>(input)].shape;
      sum += lanes * tile.rows(in.rows) * (in.features + node.shape.features);
    }
  }
  return sum;
}

// Derivatives by the parameters, kept as factors, and the matrices of the optimisers that use them; vectors [P].
double optimizer_bytes(const Input& input, const Graph& graph, double walkers, double parameters) {
  const auto& kind = input.optimizer.kind;
  const auto& settings = input.optimizer.settings;
  const double vectors = 8 * 8 * parameters;
  if (kind == "sgd" || kind == "adam" || kind == "rmsprop") return vectors;
  double numbers = walkers * factor_numbers(graph, 1), side = 0;
  if (kind == "kfac" || kind == "qn-kfac") numbers *= 2;  // and row by row
  if (kind == "dgd" || (kind == "qn-kfac" && settings.text("model") == "vmc"))
    numbers += walkers * graph.coordinates_count() * factor_numbers(graph, 2);
  if (kind == "minsr" || kind == "spring") side = walkers;
  if (kind == "sr") {
    const auto& solver = settings.text("solver");
    if (solver == "cholesky" || (solver == "auto" && parameters <= most_for_automatic_cholesky)) {
      side = parameters;
      numbers += walkers * parameters;
    }
  }
  return 8 * (numbers + side * side) + vectors;
}

// The energy, its parts and the terms of the interaction, 256 sums a walker each.
double statistics_bytes(const System& system, double walkers) {
  const double averages = 3 + static_cast<double>(system.interactions.size());
  return averages * 256 * walkers * 8;
}

// All but the program and the workspaces of the threads.
double walkers_bytes(const Input& input, const Graph& graph, const System& system, double trainable) {
  const double walkers = static_cast<double>(input.sampler.settings.integer("walkers"));
  return optimizer_bytes(input, graph, walkers, trainable) + statistics_bytes(system, walkers) +
         200 * walkers * graph.coordinates_count();
}

}  // namespace

void check_memory(const Input& input) {
  const auto graph = graph_from_input(input);
  const double there = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
  for (const auto& stage : input.stages) {
    const auto wanted = walkers_bytes(stage, graph, system_from_input(stage), 0);
    require(wanted < there,
            fmt::format("sampler.walkers = {}: with optimizer.kind = \"{}\" this run takes about {:.3g} GB of memory, "
                        "and the machine has {:.3g} GB; lower sampler.walkers, or take an optimizer.kind that needs "
                        "less (adam)",
                        stage.sampler.settings.integer("walkers"), stage.optimizer.kind, wanted * 1e-9, there * 1e-9));
  }
}

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
                       walkers_bytes(input, graph, session.system(), trainable);
  const auto some =
      graph.trainable_count() == graph.parameter_count() ? "" : fmt::format(" ({} trained)", graph.trainable_count());
  return fmt::format(
      "parameters  {}{}\nmemory      about {:.0f} MB\na step      {:.3g} GFLOP for {} walkers ({:.0f} % sampling), "
      "without the optimiser's own\n",
      graph.parameter_count(), some, bytes / 1e6, flops * 1e-9, walkers,
      100 * walkers * (sweeps + 1) * cost.value / flops);
}

}  // namespace kato
