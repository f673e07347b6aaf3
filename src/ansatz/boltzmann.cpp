// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>
#include <vector>

#include "ansatz/cusp_factor.hpp"
#include "ansatz/periodic.hpp"
#include "ansatz/positive.hpp"
#include "base/error.hpp"

namespace kato {
namespace {

constexpr double spread = 0.1;  // of weights and biases: without weights psi is that of particles that do not interact

// b + x V of n units; `name` is also the output that a sampler finds them by.
Node fields(const std::string& name, Node x, int n) {
  Graph& graph = *x.graph;
  const int weight = graph.parameter(name + ".weight", {x.shape().features, n}, {.spread = spread});
  const Node field = linear({x}, n, weight, graph.parameter(name + ".bias", {n}, {.spread = spread}));
  graph.output(name, field);
  return field;
}

// All coordinates side by side, [A, d] -> [1, A d].
Node flattened(Node x) {
  std::vector<Node> rows;
  for (int i = 0; i < x.graph->particles(); ++i) rows.push_back(sum(x, {i, 1}));
  return concat(rows);
}

// The linear part of the machine's Gaussian, ln p = -sum_i |x_i|^2/(2 s^2) + sum a_i x_i/s^2 + ..
Node slope(Node x) {
  Graph& graph = *x.graph;
  return linear({x}, 1, graph.parameter("visible.slope", {x.shape().features, 1}, {}));
}

// psi = sqrt(p), p the density of the visible units of a Gaussian-binary machine, whose hidden units are summed over:
//     ln p = -sum_i |x_i|^2/(2 s^2) + sum_i a.x_i/s^2 + sum_j ln(1 + exp(b_j + sum_i x_i.V_ij)).
// Tied: the machine has as many copies of a hidden unit as particles, each coupled to one of them alone, of another
// unit as many as pairs (i, j), each coupled to x_i - x_j, and units coupled to the sum of all x_i; the weights of all
// copies are the same. Exchanging particles exchanges copies. Where pairs keep apart s becomes small, and units of the
// sum keep the centre of mass from shrinking with it.
Graph boltzmann(const Particles& particles, const Settings& settings) {
  const bool tied = settings.flag("tied");
  const int hidden = static_cast<int>(settings.integer("hidden"));
  refuse_box(particles, "boltzmann");
  const bool singular = particles.cusp && (particles.dimensions == 1 || particles.cusp->core > 0);
  require(!singular,
          "ansatz boltzmann: is smooth where particles meet, and the interaction wants a kink or a hole there; use "
          "ansatz.kind = \"boson-jastrow\"");
  const bool alike = particles.statistics == Statistics::boson && particles.count > 1 &&
                     particles.species.size() < static_cast<std::size_t>(particles.count);
  require(tied || !alike,
          "ansatz boltzmann: tied = false tells particles apart, and bosons are alike; set ansatz.tied = true");

  Graph graph(particles.count, particles.dimensions);
  const Node x = positions(graph, particles), one = tied ? x : flattened(x);
  const Node gaussian = scale(sum(gaussian_envelope("visible", x, 1, std::sqrt(0.5))), 2);
  const Node visible = gaussian + (tied ? sum(slope(x)) : slope(one));
  graph.output("visible", visible);
  Node log_density = visible;
  const auto add = [&](Node units) { log_density = log_density + sum_features(units); };
  const Node own = softplus(fields("hidden", one, hidden));
  add(tied ? sum(own) : own);
  if (tied && particles.count > 1) {
    add(sum(sum_of_others(softplus(fields("hidden.pairs", pair_difference(x), hidden)))));
    add(softplus(fields("hidden.centre", sum(x), hidden)));
  }
  graph.output("amplitude", positive(scale(log_density, 0.5)));
  return graph;
}

}  // namespace

void register_boltzmann(Registry& registry) {
  registry.add<Ansatz>(
      {.name = "boltzmann",
       .summary =
           "the root of the density of a restricted Boltzmann machine with Gaussian visible units, for bosons or "
           "particles that are all different; the sampler gibbs draws from it without rejection",
       .source = "Smolensky (1986); Carleo and Troyer, Science 355, 602 (2017) for machines as wave functions",
       .options = {{.name = "hidden",
                    .fallback = std::int64_t{4},
                    .summary =
                        "hidden units in all; if tied, so many for each particle, for each pair and for the sum of all",
                    .lower = 1,
                    .upper = 4096},
                   {.name = "tied",
                    .fallback = true,
                    .summary =
                        "units that an exchange of particles takes to one another have the same weights, so that "
                        "psi is symmetric, as bosons need"}}},
      boltzmann);
}

}  // namespace kato
