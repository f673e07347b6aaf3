// SPDX-License-Identifier: Apache-2.0
#include "ansatz/cusp_factor.hpp"

#include <cmath>
#include <numbers>

namespace kato {
namespace {

constexpr int terms = 5;

// |v|, or e ln cosh(v/e) with the rounding e, which is |v| - e ln 2 from some e on.
Node near_distance(Node v, double rounding) {
  if (rounding == 0) return distance(v);
  return scale(softplus(scale(v, 2 / rounding)) - scale(v, 1 / rounding), rounding, -rounding * std::numbers::ln2);
}

// R tanh(r/R).
Node levelled(Node r, double range) { return scale(tanh(scale(r, 1 / range)), range); }

// u(r) of every pair [A^2, 1] from s [A^2, 1].
Node pair_function(const std::string& name, Node s, double slope) {
  Graph& graph = *s.graph;
  const int free = graph.parameter(name, {terms, 1}, {});
  const Node first = slope < 0 ? scale(s, slope) : log(scale(s, slope, 1));
  return first + linear({powers(s, terms, 1, 2)}, 1, free);
}

// The sum over the particles of other labels, [A^2, F] -> [A, F].
Node sum_over_others(Node u, const std::vector<ParticleRange>& labels) {
  std::vector<Node> sums;
  std::vector<int> counts;
  for (std::size_t label = 0; label < labels.size(); ++label) {
    sums.push_back(labels.size() == 2 ? sum(u, labels[1 - label]) : sum(u) - sum(u, labels[label]));
    counts.push_back(labels[label].count);
  }
  return by_label(sums, counts);
}

// The sum over pairs of particles of different labels, [A^2, 1] -> [1, 1].
Node sum_over_unlike(Node u, const std::vector<ParticleRange>& labels) {
  std::optional<Node> all;
  for (std::size_t second = 1; second < labels.size(); ++second) {
    const Node partners = sum(u, labels[second]);  // of every particle
    const Node pairs = sum(partners, {0, labels[second].first});
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

Node sum_over_like(Node u, const std::vector<ParticleRange>& labels) {
  std::optional<Node> all;
  for (const auto& label : labels) {
    const Node pairs = scale(sum(sum_of_others(u, label), label), 0.5);
    all = all ? *all + pairs : pairs;
  }
  return *all;
}

}  // namespace

Node positions(Graph& graph, const Particles& particles) {
  const Node x = graph.coordinates();
  return particles.length == 1 ? x : scale(x, 1 / particles.length);
}

std::vector<ParticleRange> label_ranges(const Particles& particles) {
  if (particles.labels.empty()) return {{0, particles.count}};
  std::vector<ParticleRange> ranges;
  for (const auto& range : label_ranges(particles.labels)) ranges.push_back({range.first, range.count});
  return ranges;
}

Node shifted_places(Node x, const Particles& particles) {
  const auto labels = label_ranges(particles);
  if (particles.dimensions > 1 || !particles.cusp || !particles.cusp->unlike || labels.size() < 2) return x;
  const double range = particles.cusp->range, slope = *particles.cusp->unlike;
  const Node apart = pair_difference(x);
  const Node s = levelled(near_distance(apart, particles.cusp->rounding), range);
  const Node shift = levelled(apart, range) * s * reciprocal(scale(s, 2 * std::abs(slope), 1));
  return x + scale(sum_over_others(shift, labels), -0.5 * slope);
}

std::optional<Node> cusp_factor(Node x, const Particles& particles) {
  const auto labels = label_ranges(particles);
  if (!particles.cusp || particles.count < 2) return std::nullopt;
  const auto& cusp = *particles.cusp;
  const Node apart = pair_difference(x);
  const auto near = [&] { return levelled(near_distance(apart, cusp.rounding), cusp.range); };
  std::optional<Node> factor;
  const auto multiply = [&](Node with) { factor = factor ? *factor + with : with; };
  if (labels.size() > 1) {
    if (cusp.unlike) multiply(sum_over_unlike(pair_function("cusp.unlike", near(), *cusp.unlike), labels));
    if (cusp.unlike_power != 0) multiply(scale(sum_over_unlike(log(distance(apart)), labels), cusp.unlike_power));
  }
  if (cusp.like) multiply(sum_over_like(pair_function("cusp.like", near(), *cusp.like), labels));
  if (cusp.like_power != 0) multiply(scale(sum_over_like(log(distance(apart)), labels), cusp.like_power));
  if (cusp.core > 0) multiply(scale(sum(sum_of_others(core_function(apart, cusp.core, cusp.range))), 0.5));
  return factor;
}

}  // namespace kato
