// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "evaluated.hpp"
#include "message.hpp"
#include "settings.hpp"

namespace kato {
namespace {

Graph graph_of(const Particles& particles, const Settings& changes = {}) {
  return registry().factory<Ansatz>("symmetric-polynomial-slater")(
      particles, default_settings("ansatz", "symmetric-polynomial-slater", changes));
}

// N networks of N inputs, two hidden layers of alpha and one output.
TEST(SymmetricPolynomialSlater, has_the_published_number_of_parameters) {
  for (const auto& [up, down] : {std::pair{1, 1}, {5, 5}, {3, 1}})
    for (const int alpha : {15, 100}) {
      const int n = up + down;
      const Graph graph = graph_of({.count = n, .dimensions = 1, .species = {{"up", up}, {"down", down}}},
                                   Settings({{"hidden", std::int64_t{alpha}}}));
      EXPECT_EQ(graph.parameter_count(),
                static_cast<std::size_t>(n * ((n + 1) * alpha + (alpha + 1) * alpha + alpha + 1)));
    }
}

// The formulas of the publication written out, for two up and one down.
double reference(const Graph& graph, const std::vector<double>& theta, const std::vector<double>& x) {
  const auto number = [&](const std::string& name, std::size_t index) {
    for (const auto& p : graph.parameters())
      if (p.name == name) return theta[p.offset + index];
    throw std::logic_error("no parameter " + name);
  };
  constexpr std::size_t alpha = 4;
  const auto celu = [](double z) { return z > 0 ? z : std::exp(z) - 1; };
  const auto phi = [&](const std::string& name, const std::vector<double>& inputs) {
    std::vector<double> h = inputs;
    for (const char* layer : {".layer1", ".layer2"}) {
      std::vector<double> next;
      for (std::size_t n = 0; n < alpha; ++n) {
        double z = number(name + layer + ".bias", n);
        for (std::size_t k = 0; k < h.size(); ++k) z += h[k] * number(name + layer + ".weight", k * alpha + n);
        next.push_back(celu(z));
      }
      h = next;
    }
    double sum = number(name + ".output.bias", 0);
    for (std::size_t k = 0; k < alpha; ++k) sum += h[k] * number(name + ".output.weight", k);
    return sum;
  };
  const double a = 1.5, s = 2.5;  // the scales of Eq. (10)
  const auto up = [&](const std::string& name, double own, double other) {
    return phi(name, {own, other / a, x[2] / s});
  };
  const double det = up("up0", x[0], x[1]) * up("up1", x[1], x[0]) - up("up1", x[0], x[1]) * up("up0", x[1], x[0]);
  const double down = phi("down0", {x[2], (x[0] + x[1]) / s, (x[0] * x[0] + x[1] * x[1]) / (s * s)});
  return det * down * std::exp(-0.7 * (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]));
}

TEST(SymmetricPolynomialSlater, is_the_published_formula) {
  const Graph graph =
      graph_of({.count = 3, .dimensions = 1, .species = {{"up", 2}, {"down", 1}}},
               Settings({{"hidden", std::int64_t{4}}, {"exponent", 0.7}, {"same_scale", 1.5}, {"other_scale", 2.5}}));
  const auto theta = graph.initial_parameters(5);
  Executor<double> psi(graph);
  psi.set_parameters(theta);
  for (const std::vector<double>& x : std::vector<std::vector<double>>{{0.3, -1.1, 0.9}, {2.0, 0.1, -0.4}}) {
    const auto found = values_at(psi, x);
    EXPECT_NEAR(found.sign[0] * std::exp(found.log_abs[0]) / reference(graph, theta, x), 1, 1e-11);
  }
}

TEST(SymmetricPolynomialSlater, is_for_one_dimension) {
  EXPECT_TRUE(has(message_of([] { graph_of({.count = 2, .dimensions = 2}); }), "one dimension", "equivariant-slater"));
}

}  // namespace
}  // namespace kato
