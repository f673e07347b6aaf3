// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "evaluated.hpp"
#include "settings.hpp"

namespace kato {
namespace {

Graph graph_of(int particles, int hidden, int layers, int determinants) {
  return registry().factory<Ansatz>("equivariant-slater")({.count = particles, .dimensions = 1},
                                                          Settings({{"hidden", std::int64_t{hidden}},
                                                                    {"layers", std::int64_t{layers}},
                                                                    {"pairs", std::int64_t{0}},
                                                                    {"determinants", std::int64_t{determinants}}}));
}

TEST(EquivariantSlater, has_the_published_number_of_parameters) {
  for (const int particles : {2, 4, 6})
    for (const int hidden : {16, 64})
      EXPECT_EQ(graph_of(particles, hidden, 2, 1).parameter_count(),
                static_cast<std::size_t>(4 * hidden + 2 * particles + 2 * hidden * hidden + hidden * particles));
  EXPECT_EQ(graph_of(4, 64, 2, 1).parameter_count(), 8712u);
}

// The formulas of the publication, written out for one walker.
double reference(const Graph& graph, const std::vector<double>& theta, const std::array<double, 3>& x, int hidden) {
  const auto number = [&](const std::string& name, int index) {
    for (const auto& p : graph.parameters())
      if (p.name == name) return theta[p.offset + static_cast<std::size_t>(index)];
    throw std::logic_error("no parameter " + name);
  };
  constexpr int particles = 3;
  std::vector<std::array<double, particles>> h(static_cast<std::size_t>(hidden)), next = h;
  const double mean = (x[0] + x[1] + x[2]) / particles;
  for (int f = 0; f < hidden; ++f)
    for (int i = 0; i < particles; ++i)
      h[f][i] = std::tanh(x[i] * number("layer1.weight", f) + mean * number("layer1.weight", hidden + f) +
                          number("layer1.bias", f));
  for (int f = 0; f < hidden; ++f)
    for (int i = 0; i < particles; ++i) {
      double z = number("layer2.bias", f);
      for (int g = 0; g < hidden; ++g)
        z += h[g][i] * number("layer2.weight", g * hidden + f) +
             (h[g][0] + h[g][1] + h[g][2]) / particles * number("layer2.weight", (hidden + g) * hidden + f);
      next[f][i] = std::tanh(z) + h[f][i];
    }
  double m[particles][particles];
  for (int i = 0; i < particles; ++i)
    for (int j = 0; j < particles; ++j) {
      m[i][j] = number("orbitals.bias", j);
      for (int f = 0; f < hidden; ++f) m[i][j] += next[f][i] * number("orbitals.weight", f * particles + j);
      m[i][j] *= std::exp(-std::pow(x[i] * number("envelope.width", j), 2));
    }
  return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
         m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
}

TEST(EquivariantSlater, is_the_published_formula) {
  constexpr int hidden = 8;
  const Graph graph = graph_of(3, hidden, 2, 1);
  auto theta = graph.initial_parameters(5);
  for (std::size_t p = 0; p < theta.size(); ++p) theta[p] += 0.1 * std::sin(static_cast<double>(p));  // no zero biases
  Executor<double> psi(graph);
  psi.set_parameters(theta);
  for (const std::array<double, 3> x : {std::array{0.3, -1.1, 0.9}, std::array{2.0, 0.1, -0.4}}) {
    const auto found = values_at(psi, Batch(x));
    EXPECT_NEAR(found.sign[0] * std::exp(found.log_abs[0]) / reference(graph, theta, x, hidden), 1, 1e-11);
  }
}

TEST(EquivariantSlater, starts_with_the_envelope_of_the_oscillator) {
  const Graph graph = graph_of(4, 64, 2, 1);
  const auto theta = graph.initial_parameters(1);
  const auto& width = graph.parameters().back();
  ASSERT_EQ(width.name, "envelope.width");
  for (std::size_t n = 0; n < width.size; ++n) EXPECT_NEAR(std::pow(theta[width.offset + n], 2), 0.5, 1e-15);
}

}  // namespace
}  // namespace kato
