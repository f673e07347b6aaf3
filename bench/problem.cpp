// SPDX-License-Identifier: Apache-2.0
#include "problem.hpp"

#include <fmt/format.h>

namespace kato::bench {
namespace {

Work work_of(const Graph& graph, bool derivatives) {
  const int particles = graph.particles();
  const Tile tile{.walkers = 1,
                  .particles = particles,
                  .dimensions = graph.dimensions(),
                  .block_particles = derivatives ? particles : 0,
                  .laplacian = derivatives};
  Work work;
  for (const auto& node : graph.nodes()) {
    if (node.op == &pointwise_op && node.attributes.kind == static_cast<int>(Pointwise::tanh))
      work.tanh += tile.rows(node.shape.rows) * node.shape.features;
    if (node.op != &linear_op) continue;
    for (const int input : node.inputs) {
      const Shape& in = graph.nodes()[static_cast<std::size_t>(input)].shape;
      work.flops += 2.0 * in.features * node.shape.features * tile.rows(in.rows) * tile.lanes(in.pattern);
    }
  }
  return work;
}

}  // namespace

Input input_of(const Problem& problem) {
  const auto text = fmt::format(
      "[run]\nthreads = {}\nprecision = \"{}\"\n"
      "[system]\nspace = \"trap\"\ndimensions = 1\nparticles = {}\n"
      "[[system.interaction]]\nkind = \"gaussian\"\nstrength = 10.0\nrange = 0.5\n"
      "[ansatz]\nkind = \"equivariant-slater\"\nhidden = 64\nlayers = 2\n"
      "[pretrain]\nsteps = 0\n"
      "[sampler]\nkind = \"metropolis\"\nwalkers = {}\nsweeps = {}\nthermalise = 50\n"
      "[optimizer]\nkind = \"{}\"\n"
      "[train]\nsteps = 1000000\n",
      problem.threads, problem.precision, problem.particles, problem.walkers, problem.sweeps, problem.optimizer);
  return resolve_input(parse_toml(text, "benchmark"), {}, registry());
}

Work operator+(const Work& a, const Work& b) { return {a.flops + b.flops, a.tanh + b.tanh}; }
Work operator*(double factor, const Work& work) { return {factor * work.flops, factor * work.tanh}; }

Work value_work(const Graph& graph) { return work_of(graph, false); }
Work laplacian_work(const Graph& graph) { return work_of(graph, true); }
Work pullback_work(const Graph& graph) {
  const auto value = value_work(graph);
  return {3 * value.flops, value.tanh};
}

}  // namespace kato::bench
