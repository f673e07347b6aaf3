// SPDX-License-Identifier: Apache-2.0
#include <optional>

#include "ansatz/cusp_factor.hpp"
#include "ansatz/oscillator_orbitals.hpp"
#include "ansatz/pair_factors.hpp"

namespace kato {
namespace {

// psi = prod_label det H_j(x_i) exp(-(alpha/2) sum_i sum_c omega_c x_ic^2) J: the lowest levels of the trap, which fix
// the nodes, and two or three parameters. In a box, plane waves without a Gaussian.
Graph slater_jastrow(const Particles& particles, const Settings& settings) {
  Graph graph(particles.count, particles.dimensions);
  const Node x = positions(graph, particles);
  std::optional<Node> envelope;
  if (!particles.periodic) envelope = oscillator_envelope("envelope", x, particles);
  auto factors = lowest_determinants(x, envelope, particles);
  if (envelope) factors.push_back(sum(*envelope));
  if (const auto jastrow = pair_factor(settings.text("jastrow"), x, particles)) factors.push_back(*jastrow);
  graph.output("amplitude", signed_product(factors));
  return graph;
}

}  // namespace

void register_slater_jastrow(Registry& registry) {
  registry.add<Ansatz>(
      {.name = "slater-jastrow",
       .summary = "Slater determinants of the trap's lowest levels, one for each species, of a common width that is "
                  "learned, or of a box's plane waves, times a factor of pairs: the plain wave function of a quantum "
                  "dot or the electron gas, with two or three parameters",
       .source = "Nordhagen et al., Front. Phys. 11, 1061580 (2023), Sec. 2.3",
       .options = {{.name = "jastrow",
                    .fallback = std::string("pade"),
                    .summary = "the logarithm of the factor: sum a r/(1 + b r) with the slopes a that the interactions "
                               "ask for and b >= 0 learned, polynomials of a distance that levels off with the same "
                               "slopes, or none",
                    .choices = {"pade", "polynomial", "none"}}}},
      slater_jastrow);
}

}  // namespace kato
