// SPDX-License-Identifier: Apache-2.0
#include "run/cost.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/control_group.hpp"
#include "base/error.hpp"
#include "graph/print.hpp"
#include "optimize/optimizer.hpp"

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

// Derivatives by the parameters, kept as factors, once more row by row for layers; matrices; and vectors [P].
double optimizer_bytes(const Stage& stage, double walkers, double parameters) {
  const auto& [kind, settings] = stage.input.optimizer;
  const auto needs = registry().factory<Optimizer>(kind)(settings)->needs(static_cast<std::size_t>(parameters));
  double numbers = 8 * parameters;
  if (needs.products || needs.layers || needs.mixed) numbers += walkers * factor_numbers(stage.graph, 1);
  if (needs.layers) numbers += walkers * factor_numbers(stage.graph, 1);
  if (needs.mixed) numbers += walkers * stage.graph.coordinates_count() * factor_numbers(stage.graph, 2);
  if (needs.walker_matrix) numbers += walkers * walkers;
  if (needs.parameter_matrix) numbers += parameters * parameters + walkers * parameters;
  return 8 * numbers;
}

// The energy, its parts and the terms of the interaction, 256 sums a walker each.
double statistics_bytes(const System& system, double walkers) {
  const double averages = 3 + static_cast<double>(system.interactions.size());
  return averages * 256 * walkers * 8;
}

// All but the program and the workspaces of the threads.
double walkers_bytes(const Stage& stage, double trainable) {
  const double walkers = static_cast<double>(stage.input.sampler.settings.integer("walkers"));
  return optimizer_bytes(stage, walkers, trainable) + statistics_bytes(stage.system, walkers) +
         200 * walkers * stage.graph.coordinates_count();
}

// Operations of a training step.
struct StepWork {
  double sampling = 0, all = 0;
};

StepWork work_of_step(const Stage& stage) {
  const auto& sampler = stage.input.sampler.settings;
  const auto cost = cost_of(stage.graph);
  const double walkers = static_cast<double>(sampler.integer("walkers"));
  const double sampling = walkers * (static_cast<double>(sampler.integer("sweeps")) + 1) * cost.value;
  return {.sampling = sampling, .all = sampling + walkers * (cost.laplacian + cost.pullback)};
}

}  // namespace

std::int64_t samples_for(std::span<const Stage> stages) {
  constexpr double fewest = 20'000, most = 1'000'000;
  if (stages.back().input.evaluate.real("target_error") > 0) return static_cast<std::int64_t>(most);
  double training = 0;
  for (const auto& stage : stages)
    training += static_cast<double>(stage.input.train.integer("steps")) * work_of_step(stage).all;
  const auto cost = cost_of(stages.back().graph);
  const double sweeps = static_cast<double>(stages.back().input.evaluate.integer("sweeps"));
  const double paid = 0.5 * training / ((sweeps + 1) * cost.value + cost.laplacian);
  return 1000 * static_cast<std::int64_t>(std::clamp(paid, fewest, most) / 1000);
}

void check_memory(const Stage& stage) {
  const auto left = allowance();
  const double there = allowed_memory(left);
  const auto wanted = walkers_bytes(stage, 0);
  require(wanted < there,
          fmt::format("sampler.walkers = {}: with optimizer.kind = \"{}\" this run takes about {:.3g} GB of memory, "
                      "and {} {:.3g} GB; lower sampler.walkers, or take an optimizer.kind that needs "
                      "less (adam)",
                      stage.input.sampler.settings.integer("walkers"), stage.input.optimizer.kind, wanted * 1e-9,
                      there < left.bytes ? "the machine has" : "its container or batch job may have", there * 1e-9));
}

std::string cost_text(const Stage& stage, const WaveFunction& psi) {
  constexpr double program = 40e6;  // the program and its libraries
  const Graph& graph = psi.graph();
  const double walkers = static_cast<double>(stage.input.sampler.settings.integer("walkers"));
  const auto work = work_of_step(stage);
  const double bytes =
      program + static_cast<double>(psi.memory()) + walkers_bytes(stage, static_cast<double>(graph.trainable_count()));
  const auto some =
      graph.trainable_count() == graph.parameter_count() ? "" : fmt::format(" ({} trained)", graph.trainable_count());
  return fmt::format(
      "parameters  {}{}\nmemory      about {:.0f} MB\na step      {:.3g} GFLOP for {} walkers ({:.0f} % sampling), "
      "without the optimiser's own\n",
      graph.parameter_count(), some, bytes / 1e6, work.all * 1e-9, walkers, 100 * work.sampling / work.all);
}

}  // namespace kato
