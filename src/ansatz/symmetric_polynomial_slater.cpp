// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>

#include "ansatz/cusp_factor.hpp"
#include "ansatz/periodic.hpp"
#include "base/error.hpp"

namespace kato {
namespace {

struct Design {
  int hidden;
  double exponent, same_scale, other_scale;
};

// A parameter of one network: normal with variance 2/(inputs + outputs), weights and biases alike (below Eq. (16)).
int glorot(Graph& graph, const std::string& name, std::vector<int> shape, int inputs, int outputs) {
  return graph.parameter(name, std::move(shape), {.spread = std::sqrt(2.0 / (inputs + outputs))});
}

Node dense(const std::string& name, const std::vector<Node>& inputs, int width) {
  Graph& graph = *inputs.front().graph;
  int features = 0;
  for (const auto& input : inputs) features += input.shape().features;
  const int weight = glorot(graph, name + ".weight", {features, width}, features, width);
  return linear(inputs, width, weight, glorot(graph, name + ".bias", {width}, features, width));
}

// phi_i(x_j, xi^same/j, xi^other) of one row i, at every particle j: [A, 1].
Node orbital(const std::string& name, const std::vector<Node>& inputs, int hidden) {
  const Node first = celu(dense(name + ".layer1", inputs, hidden));
  return dense(name + ".output", {celu(dense(name + ".layer2", {first}, hidden))}, 1);
}

// The matrix of a species, [A, n]: a network an orbital. The power sums are those of Eq. (10).
Node matrix_of(const std::string& name, Node x, const std::vector<ParticleRange>& species, std::size_t kind,
               const Design& design) {
  const auto& own = species[kind];
  std::vector<Node> inputs{x};
  if (own.count > 1) inputs.push_back(power_sums_of_others(x, own.count - 1, design.same_scale, own));
  std::vector<Node> sums;
  for (std::size_t other = 0; other < species.size(); ++other)
    if (other != kind) sums.push_back(power_sums(x, species[other].count, design.other_scale, species[other]));
  if (!sums.empty()) inputs.push_back(concat(sums));
  std::vector<Node> columns;
  for (int i = 0; i < own.count; ++i) columns.push_back(orbital(name + std::to_string(i), inputs, design.hidden));
  return concat(columns);
}

// psi = prod_label det(phi) exp(-c sum x_i^2) J, Eq. (8).
Graph symmetric_polynomial_slater(const Particles& particles, const Settings& settings) {
  const Design design{.hidden = static_cast<int>(settings.integer("hidden")),
                      .exponent = settings.real("exponent"),
                      .same_scale = settings.real("same_scale"),
                      .other_scale = settings.real("other_scale")};
  refuse_box(particles, "symmetric-polynomial-slater");
  require(particles.dimensions == 1,
          "ansatz symmetric-polynomial-slater: works in one dimension; use equivariant-slater");
  Graph graph(particles.count, 1);
  const Node x = positions(graph, particles);
  const auto species = species_ranges(particles);
  const Node exponent = scale(square(x), -design.exponent);
  std::vector<Node> orbitals, factors;
  for (std::size_t kind = 0; kind < species.size(); ++kind) {
    const auto name = particles.species.empty() ? std::string("orbital") : particles.species[kind].name;
    const Node matrix = matrix_of(name, x, species, kind, design);
    orbitals.push_back(matrix * exp(exponent));
    factors.push_back(slogdet(matrix, species[kind]));
  }
  factors.push_back(sum(exponent));
  if (const auto cusp = cusp_factor(x, particles)) factors.push_back(*cusp);
  graph.output("orbitals", concat(orbitals));
  graph.output("amplitude", signed_product(factors));
  return graph;
}

}  // namespace

void register_symmetric_polynomial_slater(Registry& registry) {
  registry.add<Ansatz>(
      {.name = "symmetric-polynomial-slater",
       .summary = "a Slater determinant for each species, every orbital a network of its own that sees the other "
                  "particles through power sums, times a Gaussian and the cusps of the interaction; in one dimension",
       .source = "Bedaque, Kumar, Sheng, Eqs. (8)-(16)",
       .options = {{.name = "hidden",
                    .fallback = std::int64_t{25},
                    .summary = "alpha, the width of both hidden layers of every network",
                    .lower = 1,
                    .upper = 4096},
                   {.name = "exponent",
                    .fallback = 0.5,
                    .summary = "c of the factor exp(-c sum x_i^2): 1/2 as for free particles trains better than the "
                               "published 1",
                    .unit = "a_ho^-2",
                    .lower = 0,
                    .lower_open = true},
                   {.name = "same_scale",
                    .fallback = 4.0,
                    .summary = "w_a, what coordinates are divided by in the power sums over the same species",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true},
                   {.name = "other_scale",
                    .fallback = 4.0,
                    .summary = "w_s, the same over the other species",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true}}},
      symmetric_polynomial_slater);
}

}  // namespace kato
