// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "ansatz/cusp_factor.hpp"
#include "ansatz/periodic.hpp"
#include "ansatz/positive.hpp"

namespace kato {
namespace {

// A layer whose parameters are those of each particle's species, [A, F] -> [A, width].
Node layer(const std::string& name, Node x, const Particles& particles, int width, bool from_zero = false) {
  Graph& graph = *x.graph;
  const auto part = [&](const std::string& own) {
    return from_zero ? linear({x}, width, graph.parameter(own + ".weight", {x.shape().features, width}, {}))
                     : linear(own, {x}, width);
  };
  if (particles.species.size() < 2) return part(name);
  std::vector<Node> parts;
  std::vector<int> counts;
  for (const auto& kind : particles.species) {
    parts.push_back(part(name + "." + kind.name));
    counts.push_back(kind.count);
  }
  return by_species(parts, counts);
}

// What particle i hears of the others, h_ij, from their distances alone: the mean for each species, [A^2, F] -> [A, L
// F].
Node heard(Node h, const Particles& particles) {
  std::vector<Node> sums;
  for (const auto& kind : species_ranges(particles)) sums.push_back(sum_of_others(h, kind));
  return scale(sums.size() == 1 ? sums.front() : concat(sums), 1.0 / (particles.count - 1));
}

// Smooth functions of the distance, on the scale of the trap and below it.
Node distances(Node x) {
  const Node v = pair_difference(x), near = distance(v, 0.25), far = distance(v, 1);
  return concat({far, tanh(far), tanh(scale(near, 2))});
}

// In a trap, and in a box without the Gaussian and with distances alone, so that psi is translation-invariant:
// psi = exp(-w^2 sum |x_i|^2 + sum_{i<j} u(r_ij) + sum_i v(x_i, sum_j h(r_ij))) prod_{i<j} f(r_ij): Gaussian, pairs,
// a symmetric network over particles, and the cusps or cores that interactions ask for. u and v start from zero, where
// psi is exact for particles that do not interact.
Graph boson_jastrow(const Particles& particles, const Settings& settings) {
  const int hidden = static_cast<int>(settings.integer("hidden"));
  Graph graph(particles.count, particles.dimensions);
  const Node x = positions(graph, particles);
  std::optional<Node> log_psi;
  const auto multiply = [&](Node log_factor) { log_psi = log_psi ? *log_psi + log_factor : log_factor; };
  std::vector<Node> seen;
  if (!particles.periodic) {
    multiply(sum(gaussian_envelope("envelope", x, 1, std::sqrt(0.5))));
    seen.push_back(concat({x, sum_features(square(x))}));
  }
  if (particles.count > 1) {
    const Node h = tanh(linear("pair1", {distances(seen_places(x, particles))}, hidden));
    const Node u = linear({tanh(linear("pair2", {h}, hidden))}, 1, graph.parameter("pairs.weight", {hidden, 1}, {}));
    multiply(sum(sum_of_others(u)));
    seen.push_back(heard(h, particles));
  }
  if (seen.empty()) seen.push_back(seen_places(x, particles));  // one particle in a box
  Node state = tanh(layer("layer1", seen.size() == 1 ? seen.front() : concat(seen), particles, hidden));
  state = state + tanh(layer("layer2", state, particles, hidden));
  multiply(sum(layer("particles", state, particles, 1, true)));
  if (const auto factor = cusp_factor(x, particles)) multiply(*factor);
  graph.output("amplitude", positive(*log_psi));
  return graph;
}

}  // namespace

void register_boson_jastrow(Registry& registry) {
  registry.add<Ansatz>(
      {.name = "boson-jastrow",
       .summary = "for bosons or particles that are all different: a Gaussian times factors of pairs and a symmetric "
                  "network, with the cusps and the cores of the interaction",
       .source = "Jastrow, Phys. Rev. 98, 1479 (1955); the network: Zaheer et al., Deep Sets, NeurIPS 2017",
       .options = {{.name = "hidden",
                    .fallback = std::int64_t{16},
                    .summary = "width of a layer",
                    .lower = 1,
                    .upper = 4096}}},
      boson_jastrow);
}

}  // namespace kato
