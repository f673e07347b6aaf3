// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/threads.hpp"
#include "exec/executor.hpp"
#include "exec/row_executor.hpp"
#include "exec/tile_runner.hpp"
#include "graph/one_particle.hpp"

namespace kato {

/// Sums over walkers are formed in chunks of this many, whatever the threads, and the chunks added in order.
inline constexpr std::size_t chunk_walkers = 128;

template <class T>
struct Executor<T>::State {
  Graph graph;
  ExecutorOptions options;
  Weights<T> weights;
  std::map<std::pair<int, Evaluation>, Plan> plans;
  std::vector<Workspace<T>> workspaces;
  std::unique_ptr<RowExecutor<T>> rows_of_orbitals;  // in the workspaces; null where there are none
  int amplitude = -1;
  int coordinates = -1;  // -1 where psi does not depend on them

  State(const Graph& g, const ExecutorOptions& o)
      : graph(g),
        options(o),
        weights(graph),
        workspaces(static_cast<std::size_t>(o.threads)),
        amplitude(graph.output("amplitude")) {
    if (amplitude < 0) return;
    const Shape& psi = graph.nodes()[static_cast<std::size_t>(amplitude)].shape;
    require(psi.rows == Rows::one && psi.features == 2,
            "executor: the output 'amplitude' needs one row of two numbers, ln|psi| and its sign; see log_sum_exp");
    for (std::size_t n = 0; n < graph.nodes().size(); ++n)
      if (graph.nodes()[n].op == &coordinates_op) coordinates = static_cast<int>(n);
    for (const auto evaluation : {Evaluation::value, Evaluation::gradient, Evaluation::laplacian,
                                  Evaluation::value_pullback, Evaluation::gradient_pullback})
      add_plan(amplitude, evaluation);
    if (auto one = one_particle(graph))
      rows_of_orbitals = std::make_unique<RowExecutor<T>>(std::move(*one), graph.particles(), options.isa, workspaces);
  }

  // Not while tiles are being evaluated.
  const Plan& add_plan(int node, Evaluation evaluation) {
    const auto at = plans.find({node, evaluation});
    if (at != plans.end()) return at->second;
    return plans
        .emplace(std::pair(node, evaluation),
                 make_plan(graph, node, evaluation, tile_cache_bytes(), sizeof(T), options.tile))
        .first->second;
  }

  const Plan& plan(Evaluation evaluation) const { return plans.at({amplitude, evaluation}); }

  // The number of walkers. Throws `Error` if they come with other labels than the graph has.
  std::size_t count(const Batch& batch) const {
    const auto walkers = batch.x.size() / static_cast<std::size_t>(graph.coordinates_count());
    const auto labels = static_cast<std::size_t>(graph.sampled_labels() * graph.particles());
    if (batch.labels.size() != walkers * labels)
      throw Error(
          fmt::format("wave function: samples {} labels of each particle, which makes {} for {} walkers, but got {}; "
                      "give walkers the labels that its graph asks for (Graph::labels)",
                      graph.sampled_labels(), walkers * labels, walkers, batch.labels.size()));
    return walkers;
  }

  // The walkers first .. first + number - 1.
  Batch rows(const Batch& batch, std::size_t first, std::size_t number) const {
    const auto d = static_cast<std::size_t>(graph.coordinates_count());
    const auto labels = static_cast<std::size_t>(graph.sampled_labels() * graph.particles());
    return {batch.x.subspan(first * d, number * d), batch.labels.subspan(first * labels, number * labels)};
  }

  TileRunner<T> runner(const Plan& plan, int thread) {
    return TileRunner<T>(graph, plan, weights, options.isa, workspaces[static_cast<std::size_t>(thread)]);
  }

  // Calls f(runner, first walker, walkers) for every tile of a batch.
  template <class F>
  void for_tiles(const Plan& plan, std::size_t count, F&& f) {
    const auto size = static_cast<std::size_t>(plan.walkers);
    parallel_for((count + size - 1) / size, options.threads, [&](std::size_t tile, int thread) {
      const std::size_t begin = tile * size;
      auto run = runner(plan, thread);
      f(run, begin, std::min(size, count - begin));
    });
  }

  // theta_bar = sum over walkers of what `seed(runner, first walker, walkers)` pulls back, in a fixed order.
  template <class F>
  void sum_pullbacks(const Plan& plan, std::size_t count, std::span<double> theta_bar, F&& seed) {
    const auto size = std::min(chunk_walkers, static_cast<std::size_t>(plan.walkers));
    const std::size_t chunks = (count + chunk_walkers - 1) / chunk_walkers, parameters = graph.trainable_count();
    std::vector<T> sums(chunks * parameters, T(0));
    parallel_for(chunks, options.threads, [&](std::size_t chunk, int thread) {
      auto run = runner(plan, thread);
      const std::size_t end = std::min(count, (chunk + 1) * chunk_walkers);
      for (std::size_t begin = chunk * chunk_walkers; begin < end; begin += size)
        seed(run, begin, std::min(size, end - begin), sums.data() + chunk * parameters);
    });
    std::ranges::fill(theta_bar, 0.0);
    for (std::size_t chunk = 0; chunk < chunks; ++chunk)
      for (std::size_t p = 0; p < parameters; ++p) theta_bar[p] += static_cast<double>(sums[chunk * parameters + p]);
  }
};

}  // namespace kato
