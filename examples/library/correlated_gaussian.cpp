// SPDX-License-Identifier: Apache-2.0
#include "ansatz/ansatz.hpp"
#include "base/error.hpp"
#include "graph/build.hpp"

using namespace kato;

namespace {

// psi = prod_{i<j} (x_j - x_i) exp(-a sum_i x_i^2 - b (sum_i x_i)^2 / A), with a and b to be trained.
Graph correlated_gaussian(const Particles& particles, const Settings& settings) {
  const int A = particles.count;
  require(particles.dimensions == 1 && particles.species.size() < 2 && A > 1,
          "ansatz correlated-gaussian: is for two or more spinless fermions in one dimension; use equivariant-slater");
  Graph graph(A, 1);
  const Node x = graph.coordinates();                                                        // [A, 1]
  const Node monomials = concat({scale(x, 0, 1), powers(x, A - 1)});                         // [A, A]: 1, x, x^2, ..
  const Node squares = concat({sum(square(x)), scale(square(sum(x)), 1.0 / A)});             // [1, 2]
  const int widths = graph.parameter("widths", {2, 1}, {.shift = -settings.real("start")});  // -a and -b
  graph.output("amplitude", signed_product({slogdet(monomials), linear({squares}, 1, widths)}));
  return graph;
}

}  // namespace

void register_correlated_gaussian(Registry& registry) {
  registry.add<Ansatz>(
      {.name = "correlated-gaussian",
       .summary = "the polynomial of free fermions, with one Gaussian for all and one for their centre",
       .options = {{.name = "start",
                    .fallback = 0.4,
                    .summary = "a and b before the training",
                    .unit = "a_ho^-2",
                    .lower = 0,
                    .lower_open = true}}},
      correlated_gaussian);
}
