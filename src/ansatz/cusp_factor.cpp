// SPDX-License-Identifier: Apache-2.0
#include "ansatz/cusp_factor.hpp"

#include <cmath>

namespace kato {
namespace {

// R tanh(r/R).
Node levelled(Node r, double range) { return scale(tanh(scale(r, 1 / range)), range); }

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

PairClasses classes_of_labels(const Particles& particles, bool like, bool unlike) {
  PairClasses classes{.of_pair = {}, .count = like + unlike};
  const auto labels = label_ranges(particles);
  for (std::size_t label = 0; label < labels.size(); ++label)
    for (int i = labels[label].first; i < labels[label].first + labels[label].count; ++i)
      for (int j = i + 1; j < particles.count; ++j) {
        const bool alike = j < labels[label].first + labels[label].count;
        classes.of_pair.push_back(alike ? (like ? 0 : -1) : (unlike ? like : -1));
      }
  return classes;
}

Node shifted_places(Node x, const Particles& particles) {
  const auto labels = label_ranges(particles);
  if (particles.dimensions > 1 || !particles.cusp || !particles.cusp->unlike || labels.size() < 2) return x;
  const double range = particles.cusp->range, slope = *particles.cusp->unlike;
  const Node apart = pair_difference(x);
  const Node s = levelled(distance(apart), range);
  const Node shift = levelled(apart, range) * s * reciprocal(scale(s, 2 * std::abs(slope), 1));
  return x + scale(sum_over_others(shift, labels), -0.5 * slope);
}

std::optional<Node> cusp_factor(Node x, const Particles& particles) {
  const auto labels = label_ranges(particles);
  if (!particles.cusp || particles.count < 2) return std::nullopt;
  const auto& cusp = *particles.cusp;
  const auto log_distance = [&] { return log(distance(pair_difference(x))); };
  std::optional<Node> factor;
  const auto multiply = [&](Node with) { factor = factor ? *factor + with : with; };
  if (labels.size() > 1) {
    if (cusp.unlike)
      multiply(levelled_pairs("cusp.unlike", x, classes_of_labels(particles, false, true), {*cusp.unlike}, cusp.range));
    if (cusp.unlike_power != 0) multiply(scale(sum_over_unlike(log_distance(), labels), cusp.unlike_power));
  }
  if (cusp.like)
    multiply(levelled_pairs("cusp.like", x, classes_of_labels(particles, true, false), {*cusp.like}, cusp.range));
  if (cusp.like_power != 0) multiply(scale(sum_over_like(log_distance(), labels), cusp.like_power));
  if (cusp.core > 0) multiply(scale(sum(sum_of_others(core_function(pair_difference(x), cusp.core, cusp.range))), 0.5));
  return factor;
}

}  // namespace kato
