// SPDX-License-Identifier: Apache-2.0
#include "ansatz/oscillator_orbitals.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ansatz/cusp_factor.hpp"
#include "ansatz/periodic.hpp"
#include "system/oscillator.hpp"

namespace kato {
namespace {

std::vector<double> scales_of(const Particles& particles) {
  auto scales = trap_frequencies(particles);
  for (double& scale : scales) scale = std::sqrt(scale);
  return scales;
}

}  // namespace

std::vector<double> trap_frequencies(const Particles& particles) {
  if (!particles.frequencies.empty()) return particles.frequencies;
  return std::vector<double>(static_cast<std::size_t>(particles.dimensions), 1.0);
}

Node trap_coordinates(Node x, const Particles& particles) {
  const auto scales = scales_of(particles);
  if (std::ranges::all_of(scales, [](double scale) { return std::abs(scale - 1) < 1e-12; })) return x;
  // But for a constant, the levels with one quantum.
  std::vector<std::vector<int>> levels(scales.size(), std::vector<int>(scales.size()));
  for (std::size_t c = 0; c < scales.size(); ++c) levels[c][c] = 1;
  const double constant = std::numbers::sqrt2 * std::pow(std::numbers::pi, -0.25 * static_cast<double>(scales.size()));
  return scale(hermite_products(x, levels, scales), 1 / constant);
}

Node oscillator_polynomials(Node x, const Particles& particles, int n) {
  return hermite_products(x, oscillator_levels(n, trap_frequencies(particles)), scales_of(particles));
}

Node lowest_orbitals(Node x, const Particles& particles, int n) {
  return particles.periodic ? plane_wave_orbitals(x, n) : oscillator_polynomials(x, particles, n);
}

Node oscillator_envelope(const std::string& name, Node x, const Particles& particles) {
  return gaussian_envelope(name, trap_coordinates(x, particles), 1, std::sqrt(0.5));
}

namespace {

// The determinant of the polynomials of one species. Far out those of high levels are larger than those of the middle
// by many orders of magnitude: an elimination would take its pivots there alone, and with some tens of levels no digit
// is left. Such rows are multiplied by the Gaussian of the trap, held fixed, which is taken out again.
Node determinant(Node x, Node polynomials, const Particles& particles, const ParticleRange& kind, bool alone) {
  constexpr int few = 8;
  int highest = 0;
  if (!particles.periodic)  // plane waves are all of one size
    for (const auto& level : oscillator_levels(kind.count, trap_frequencies(particles)))
      highest = std::max(highest, std::ranges::max(level));
  if (highest < few) return alone ? slogdet(polynomials) : slogdet(polynomials, kind);
  const Node gaussian = peak(scale(sum_features(square(trap_coordinates(x, particles))), -0.5));
  const Node bounded = polynomials * exp(gaussian), taken_out = scale(gaussian, -1);
  return alone ? slogdet(bounded, taken_out) : slogdet(bounded, taken_out, kind);
}

}  // namespace

std::vector<Node> lowest_determinants(Node x, std::optional<Node> envelope, const Particles& particles) {
  const auto species = species_ranges(particles);
  std::vector<Node> orbitals, factors;
  for (const auto& kind : species) {
    const bool known = !orbitals.empty() && orbitals.back().shape().features == kind.count;
    orbitals.push_back(known ? orbitals.back() : lowest_orbitals(x, particles, kind.count));
    factors.push_back(determinant(x, orbitals.back(), particles, kind, species.size() == 1));
  }
  const Node all = orbitals.size() == 1 ? orbitals.front() : concat(orbitals);
  x.graph->output("orbitals", envelope ? all * exp(*envelope) : all);
  return factors;
}

}  // namespace kato
