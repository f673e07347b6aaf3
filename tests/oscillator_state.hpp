// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "graph/build.hpp"

namespace kato {

/// A graph with the parameters that make it an eigenstate of particles in the trap that do not interact.
struct OscillatorState {
  Graph graph;
  std::vector<double> theta;
  double energy = 0;

  /// The numbers of a parameter.
  double* parameter(const std::string& name) {
    const auto found = std::ranges::find(graph.parameters(), name, &Parameter::name);
    return theta.data() + found->offset;
  }
};

/// The determinant of the levels h_n(x) exp(-x^2/2) for each n of `levels` (up to 6) in one dimension, h_n the Hermite
/// polynomials with leading coefficient 1: h_{n+1} = x h_n - n/2 h_{n-1}. Its energy is sum (n + 1/2).
inline OscillatorState oscillator_state(const std::vector<int>& levels) {
  const int count = static_cast<int>(levels.size());
  OscillatorState state{.graph = Graph(count, 1), .theta = {}};
  const Node x = state.graph.coordinates();
  const Node matrices = linear("low", {x, square(x), power(x, 3), power(x, 4)}, count) +
                        linear("high", {power(x, 5), power(x, 6)}, count, false);
  const Node log_envelope = gaussian_envelope("envelope", x, count, std::sqrt(0.5));
  const Node largest = peak(log_envelope);
  state.graph.output("orbitals", matrices * exp(log_envelope));
  state.graph.output("amplitude", slogdet(matrices * exp(log_envelope - largest), largest));

  state.theta = state.graph.initial_parameters(1);
  for (int j = 0; j < count; ++j) {
    std::vector<std::vector<double>> h{{1}, {0, 1}};
    for (int n = 1; n < 6; ++n) {
      h.push_back(std::vector<double>(static_cast<std::size_t>(n) + 2));
      for (int k = 0; k <= n; ++k) h.back()[k + 1] += h[n][k];
      for (int k = 0; k < n; ++k) h.back()[k] -= 0.5 * n * h[n - 1][k];
    }
    auto polynomial = h[static_cast<std::size_t>(levels[j])];
    polynomial.resize(7);
    state.parameter("low.bias")[j] = polynomial[0];
    for (int k = 0; k < 4; ++k) state.parameter("low.weight")[k * count + j] = polynomial[k + 1];
    for (int k = 0; k < 2; ++k) state.parameter("high.weight")[k * count + j] = polynomial[k + 5];
    state.energy += levels[j] + 0.5;
  }
  return state;
}

/// The lowest levels of `count` particles.
inline OscillatorState oscillator_ground_state(int count) {
  std::vector<int> levels;
  for (int n = 0; n < count; ++n) levels.push_back(n);
  return oscillator_state(levels);
}

/// The same of three, the last orbital a sum of the others: a determinant that is nothing but rounding.
inline OscillatorState state_without_rank() {
  auto state = oscillator_ground_state(3);
  for (const auto& [name, rows] : {std::pair{"low.bias", 1}, std::pair{"low.weight", 4}, std::pair{"high.weight", 2}})
    for (int row = 0; row < rows; ++row) {
      double* entry = state.parameter(name) + 3 * row;
      entry[2] = 0.3 * entry[0] + 0.7 * entry[1];
    }
  return state;
}

}  // namespace kato
