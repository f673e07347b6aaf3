// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <vector>

#include "ansatz/cusp_factor.hpp"
#include "ansatz/message_passing.hpp"
#include "ansatz/oscillator_orbitals.hpp"

namespace kato {
namespace {

// psi = prod_species det phi_j(y_i) exp(J), y_i = x_i + W h_i: the lowest orbitals, plane waves or those of the trap,
// at places that messages have moved, and J = sum_i u(h_i) + sum_{i<j} v(x_ij) + the cusps. W, u and v start from zero:
// step 0 is the plain determinant with the cusps.
Graph message_passing_slater(const Particles& particles, const Settings& settings) {
  const auto how = MessagePassing::from(settings);
  Graph graph(particles.count, particles.dimensions);
  const Node x = positions(graph, particles);
  const auto messages = pass_messages(x, particles, how);
  const int moved = graph.parameter("backflow.weight", {how.nodes, particles.dimensions}, {});
  const Node y = shifted_places(x, particles) + linear({messages.nodes}, particles.dimensions, moved);
  std::optional<Node> envelope;
  if (!particles.periodic) envelope = oscillator_envelope("envelope", y, particles);
  auto factors = lowest_determinants(y, envelope, particles);
  if (envelope) factors.push_back(sum(*envelope));
  factors.push_back(sum(small_network("jastrow.particle", {messages.nodes}, how.hidden, 1, true)));
  if (particles.count > 1)
    factors.push_back(
        scale(sum(sum_of_others(small_network("jastrow.pair", {messages.places}, how.hidden, 1, true))), 0.5));
  if (const auto cusps = cusp_factor(x, particles)) factors.push_back(*cusps);
  graph.output("amplitude", signed_product(factors));
  return graph;
}

}  // namespace

void register_message_passing_slater(Registry& registry) {
  registry.add<Ansatz>(
      {.name = "message-passing-slater",
       .summary =
           "Slater determinants of plane waves in a box, of the lowest levels in a trap, at places moved by a graph "
           "network of particles and pairs, times a factor of both and the cusps; its parameters do not depend on "
           "the number of particles",
       .source = "Pescia, Nys, Kim, Lovato, Carleo, Phys. Rev. B 110, 035108 (2024); Kim et al., Commun. Phys. 7, 148 "
                 "(2024)",
       .options = MessagePassing::options()},
      message_passing_slater);
}

}  // namespace kato
