// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "ansatz/cusp_factor.hpp"
namespace kato {
namespace {

// The mean over the particles of all labels but one, [A, F] -> [1, F].
Node mean_of_other_labels(Node x, const std::vector<ParticleRange>& labels, std::size_t label) {
  if (labels.size() == 2) return mean(x, labels[1 - label]);
  return scale(sum(x) - sum(x, labels[label]), 1.0 / (x.graph->particles() - labels[label].count));
}

// y_i = x_i W + (mean over the particles of i's label) U + (mean over all other particles) V + b_label: the same
// weights for every label, so that particles of different labels are told apart by the biases and the orbitals alone.
Node layer(const std::string& name, Node x, const Particles& particles, int width) {
  Graph& graph = *x.graph;
  const auto ranges = label_ranges(particles);
  const int features = 2 * x.shape().features;
  const double spread = 1 / std::sqrt(1.5 * features);
  const int means = graph.parameter(name + ".means", {features, width}, {.spread = spread});
  std::vector<Node> parts;
  std::vector<int> counts;
  for (std::size_t label = 0; label < ranges.size(); ++label) {
    const int bias = graph.parameter(name + "." + particles.labels[label].name + ".bias", {width}, {.spread = spread});
    parts.push_back(linear({mean(x, ranges[label]), mean_of_other_labels(x, ranges, label)}, width, means, bias));
    counts.push_back(ranges[label].count);
  }
  const int own = graph.parameter(name + ".weight", {x.shape().features, width}, {.spread = spread});
  return linear({x}, width, own) + by_label(parts, counts);
}

// psi = sum_d prod_label det(M_d,label * e_d,label) J, a determinant for each label of orbitals of its own.
Graph labelled_equivariant_slater(const Particles& particles, const Settings& settings) {
  const int hidden = static_cast<int>(settings.integer("hidden")),
            layers = static_cast<int>(settings.integer("layers")),
            determinants = static_cast<int>(settings.integer("determinants"));

  Graph graph(particles.count, particles.dimensions);
  const Node x = graph.coordinates();
  Node h = tanh(layer("layer1", x, particles, hidden));
  for (int n = 2; n <= layers; ++n) h = tanh(layer("layer" + std::to_string(n), h, particles, hidden)) + h;

  const auto ranges = label_ranges(particles);
  std::vector<Node> orbitals, factors;
  for (std::size_t label = 0; label < ranges.size(); ++label) {
    const auto& name = particles.labels[label].name;
    const int width = ranges[label].count * determinants;
    const Node matrices = linear("orbitals." + name, {h}, width);
    const Node log_envelope = gaussian_envelope("envelope." + name, x, width, std::sqrt(0.5));
    const Node largest = peak(log_envelope);
    orbitals.push_back(matrices * exp(log_envelope));
    factors.push_back(slogdet(matrices * exp(log_envelope - largest), largest, ranges[label]));
  }
  if (const auto cusp = cusp_factor(x, particles)) factors.push_back(*cusp);
  graph.output("orbitals", concat(orbitals));
  graph.output("amplitude", log_sum_exp(signed_product(factors)));
  return graph;
}

// psi = sum_d det(M_d * e_d): every orbital sees its own particle and, through means, all the others, so that
// exchanging two particles exchanges two rows of every matrix and nothing else.
Graph equivariant_slater(const Particles& particles, const Settings& settings) {
  if (particles.labels.size() > 1) return labelled_equivariant_slater(particles, settings);
  const int hidden = static_cast<int>(settings.integer("hidden")),
            layers = static_cast<int>(settings.integer("layers"));
  const int orbitals = particles.count * static_cast<int>(settings.integer("determinants"));

  Graph graph(particles.count, particles.dimensions);
  const Node x = graph.coordinates();
  Node h = tanh(linear("layer1", {x, mean(x)}, hidden));
  for (int layer = 2; layer <= layers; ++layer)
    h = tanh(linear("layer" + std::to_string(layer), {h, mean(h)}, hidden)) + h;

  const Node matrices = linear("orbitals", {h}, orbitals);
  const Node log_envelope = gaussian_envelope("envelope", x, orbitals, std::sqrt(0.5));
  const Node largest = peak(log_envelope);  // taken out of the rows: nothing underflows far from the trap
  graph.output("orbitals", matrices * exp(log_envelope));
  Node terms = slogdet(matrices * exp(log_envelope - largest), largest);
  if (const auto cusp = cusp_factor(x, particles)) terms = signed_product({terms, *cusp});
  graph.output("amplitude", log_sum_exp(terms));
  return graph;
}

}  // namespace

void register_equivariant_slater(Registry& registry) {
  registry.add<Ansatz>(
      {.name = "equivariant-slater",
       .summary =
           "generalised Slater determinants of equivariant networks with Gaussian envelopes, one for each label, times "
           "the cusps of the interaction",
       .source = "Keeble et al., Phys. Rev. A 108, 063320 (2023), Eqs. (4)-(10), for spinless fermions",
       .options =
           {{.name = "hidden", .fallback = std::int64_t{64}, .summary = "width of a layer", .lower = 1, .upper = 4096},
            {.name = "layers", .fallback = std::int64_t{2}, .summary = "equivariant layers", .lower = 1, .upper = 64},
            {.name = "determinants",
             .fallback = std::int64_t{1},
             .summary = "determinants that are summed",
             .lower = 1,
             .upper = 1024}}},
      equivariant_slater);
}

}  // namespace kato
