// SPDX-License-Identifier: Apache-2.0
#include "ansatz/pair_features.hpp"

#include "ansatz/cusp_factor.hpp"
#include "ansatz/periodic.hpp"

namespace kato {

Node pair_geometry_of(Node x, const Particles& particles) {
  const bool kinks = particles.cusp && (particles.cusp->unlike || particles.cusp->like);
  if (!particles.periodic) return pair_geometry(x, particles.cusp ? particles.cusp->range : 1, kinks);
  const Node angle = pair_difference(x), along = sin(angle), half = sin(scale(angle, 0.5));
  const Node square_of_s = half.shape().features == 1 ? square(half) : sum_features(square(half));
  if (!kinks) return concat({cos(angle), along, square_of_s});
  const Node s = distance(half);
  return concat({cos(angle), along, square_of_s, s * along, s * square_of_s});
}

Node pair_features(const std::string& name, Node x, const Particles& particles, int width) {
  const Node seen = pair_geometry_of(x, particles);
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
