// SPDX-License-Identifier: Apache-2.0
#include "ansatz/cusp_factor.hpp"

#include <cmath>
#include <numbers>

#include "ansatz/periodic.hpp"

namespace kato {
namespace {

// |v|, or e ln cosh(v/e) with the rounding e, which is |v| - e ln 2 from some e on.
Node near_distance(Node v, double rounding) {
  if (rounding == 0) return distance(v);
  const Node r = v.shape().features == 1 ? v : distance(v);  // what follows is even
  return scale(softplus(scale(r, 2 / rounding)) - scale(r, 1 / rounding), rounding, -rounding * std::numbers::ln2);
}

// R tanh(r/R).
Node levelled(Node r, double range) { return scale(tanh(scale(r, 1 / range)), range); }

// The sum over the particles of other species, [A^2, F] -> [A, F].
Node sum_over_others(Node u, const std::vector<ParticleRange>& species) {
  std::vector<Node> sums;
  std::vector<int> counts;
  for (std::size_t kind = 0; kind < species.size(); ++kind) {
    sums.push_back(species.size() == 2 ? sum(u, species[1 - kind]) : sum(u) - sum(u, species[kind]));
    counts.push_back(species[kind].count);
  }
  return by_species(sums, counts);
}

// The sum over pairs of particles of different species, [A^2, 1] -> [1, 1].
Node sum_over_unlike(Node u, const std::vector<ParticleRange>& species) {
  std::optional<Node> all;
  for (std::size_t second = 1; second < species.size(); ++second) {
    const Node partners = sum(u, species[second]);  // of every particle
    const Node pairs = sum(partners, {0, species[second].first});
    all = all ? *all + pairs : pairs;
  }
  return *all;
}

// ln f(r) of every pair outside of the cores. The softening only keeps derivatives of a particle's "pair" with itself,
// which is left out of all sums, from being infinite.
Node core_function(Node apart, double core, double range) {
  const Node r = distance(apart, 1e-10 * core);
  const int dimensions = apart.graph->dimensions();
  if (dimensions == 1) return log(tanh(scale(r, 1 / range, -core / range)));
  if (dimensions == 3) return log(scale(reciprocal(r), -core, 1));
  return log(scale(square(r), 1, -core * core)) - log(scale(square(r), 1, core * core));
}

Node sum_over_like(Node u, const std::vector<ParticleRange>& species) {
  std::optional<Node> all;
  for (const auto& kind : species) {
    const Node pairs = scale(sum(sum_of_others(u, kind), kind), 0.5);
    all = all ? *all + pairs : pairs;
  }
  return *all;
}

enum class Pairs { like, unlike };

// The sum of ln f(s) + sum_k c_k s^k over the pairs: one op, or with a rounded distance, which that does not know, the
// same in words.
Node slope_factor(const std::string& name, Node x, const Particles& particles, double slope, Pairs pairs) {
  const auto& cusp = *particles.cusp;
  const bool like = pairs == Pairs::like;
  if (cusp.rounding == 0)
    return levelled_pairs(name, x, classes_of_species(particles, like, !like), {slope}, cusp.range);
  constexpr int terms = 5;
  const Node s = levelled(near_distance(pair_difference(x), cusp.rounding), cusp.range);
  const Node first = slope < 0 ? scale(s, slope) : log(scale(s, slope, 1));
  const Node u = first + linear({powers(s, terms, 1, 2)}, 1, x.graph->parameter(name, {terms, 1}, {}));
  const auto species = species_ranges(particles);
  return like ? sum_over_like(u, species) : sum_over_unlike(u, species);
}

}  // namespace

Node positions(Graph& graph, const Particles& particles) {
  const Node x = graph.coordinates();
  return particles.length == 1 ? x : scale(x, 1 / particles.length);
}

std::vector<ParticleRange> species_ranges(const Particles& particles) {
  return species_ranges_or_all(particles.species, particles.count);
}

PairClasses classes_of_species(const Particles& particles, bool like, bool unlike) {
  PairClasses classes{.of_pair = {}, .count = like + unlike};
  const auto species = species_ranges(particles);
  for (std::size_t kind = 0; kind < species.size(); ++kind)
    for (int i = species[kind].first; i < species[kind].first + species[kind].count; ++i)
      for (int j = i + 1; j < particles.count; ++j) {
        const bool alike = j < species[kind].first + species[kind].count;
        classes.of_pair.push_back(alike ? (like ? 0 : -1) : (unlike ? like : -1));
      }
  return classes;
}

Node shifted_places(Node x, const Particles& particles) {
  const auto species = species_ranges(particles);
  if (particles.dimensions > 1 || !particles.cusp || !particles.cusp->unlike || species.size() < 2) return x;
  const double range = particles.cusp->range, slope = *particles.cusp->unlike;
  const Node apart = pair_difference(x), near = particles.periodic ? pair_difference(seen_places(x, particles)) : apart;
  const Node s = levelled(near_distance(near, particles.cusp->rounding), range);
  const Node t = particles.periodic ? sin(apart) : levelled(apart, range);
  const Node shift = t * s * reciprocal(scale(s, 2 * std::abs(slope), 1));
  return x + scale(sum_over_others(shift, species), -0.5 * slope);
}

std::optional<Node> cusp_factor(Node place, const Particles& particles) {
  const auto species = species_ranges(particles);
  if (!particles.cusp || particles.count < 2) return std::nullopt;
  const auto& cusp = *particles.cusp;
  const Node x = seen_places(place, particles);
  const auto log_distance = [&] { return log(distance(pair_difference(x))); };
  std::optional<Node> factor;
  const auto multiply = [&](Node with) { factor = factor ? *factor + with : with; };
  if (species.size() > 1) {
    if (cusp.unlike) multiply(slope_factor("cusp.unlike", x, particles, *cusp.unlike, Pairs::unlike));
    if (cusp.unlike_power != 0) multiply(scale(sum_over_unlike(log_distance(), species), cusp.unlike_power));
  }
  if (cusp.like) multiply(slope_factor("cusp.like", x, particles, *cusp.like, Pairs::like));
  if (cusp.like_power != 0) multiply(scale(sum_over_like(log_distance(), species), cusp.like_power));
  if (cusp.core > 0) multiply(scale(sum(sum_of_others(core_function(pair_difference(x), cusp.core, cusp.range))), 0.5));
  return factor;
}

}  // namespace kato
