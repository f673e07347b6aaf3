// SPDX-License-Identifier: Apache-2.0
#include "ansatz/determinants.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "ansatz/periodic.hpp"

namespace kato {

namespace {

// Plane waves and what a network adds, which is nothing at the start (but for what tells determinants apart).
Node periodic_orbitals(const std::string& name, Node place, Node h, int count, int determinants) {
  const Node waves = plane_wave_orbitals(place, count);
  const int weights = h.graph->parameter(name + ".weight", {h.shape().features, count * determinants},
                                         {.spread = determinants > 1 ? 0.01 : 0.0});
  const std::vector<Node> all(static_cast<std::size_t>(determinants), waves);
  return (determinants == 1 ? waves : concat(all)) + linear({h}, count * determinants, weights);
}

}  // namespace

void determinants_of_species(Node x, Node place, Node h, const Particles& particles, int determinants) {
  Graph& graph = *x.graph;
  const auto species = species_ranges(particles);
  std::vector<Node> orbitals, factors;
  for (std::size_t kind = 0; kind < species.size(); ++kind) {
    const auto name = species.size() == 1 ? "" : "." + particles.species[kind].name;
    if (particles.periodic) {
      orbitals.push_back(periodic_orbitals("orbitals" + name, place, h, species[kind].count, determinants));
      factors.push_back(species.size() == 1 ? slogdet(orbitals.back()) : slogdet(orbitals.back(), species[kind]));
      continue;
    }
    const int width = species[kind].count * determinants;
    const Node matrices = linear("orbitals" + name, {h}, width);
    const Node log_envelope = gaussian_envelope("envelope" + name, place, width, std::sqrt(0.5));
    const Node largest = peak(log_envelope);  // taken out of the rows: nothing underflows far from the trap
    orbitals.push_back(matrices * exp(log_envelope));
    const Node bounded = matrices * exp(log_envelope - largest);
    factors.push_back(species.size() == 1 ? slogdet(bounded, largest) : slogdet(bounded, largest, species[kind]));
  }
  if (const auto cusp = cusp_factor(x, particles)) factors.push_back(*cusp);
  if (place.id != x.id) graph.output("places", scale(place, particles.length));
  graph.output("orbitals", orbitals.size() == 1 ? orbitals.front() : concat(orbitals));
  graph.output("amplitude", log_sum_exp(factors.size() == 1 ? factors.front() : signed_product(factors)));
}

}  // namespace kato
