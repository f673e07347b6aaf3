// SPDX-License-Identifier: Apache-2.0
#include "ansatz/pair_features.hpp"

#include "ansatz/cusp_factor.hpp"

namespace kato {

Node pair_features(const std::string& name, Node x, const Particles& particles, int width) {
  const bool kinks = particles.cusp && (particles.cusp->unlike || particles.cusp->like);
  const Node seen = pair_geometry(x, particles.cusp ? particles.cusp->range : 1, kinks);
  const Node first = tanh(linear(name + "1", {seen}, width));
  return tanh(linear(name + "2", {first}, width)) + first;
}

Node pooled_pairs(Node u, const Particles& particles) {
  const auto species = species_ranges(particles);
  if (species.size() == 1) return mean_of_others(u);
  std::vector<int> counts;
  for (const auto& kind : species) counts.push_back(kind.count);
  return mean_of_others_by_species(u, counts);
}

}  // namespace kato
