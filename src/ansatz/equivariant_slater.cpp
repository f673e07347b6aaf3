// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "ansatz/ansatz.hpp"
#include "graph/build.hpp"

namespace kato {
namespace {

// psi = sum_d det(M_d * e_d): every orbital sees its own particle and, through means, all the others, so that
// exchanging two particles exchanges two rows of every matrix and nothing else.
Graph equivariant_slater(const Particles& particles, const Settings& settings) {
  const int hidden = static_cast<int>(settings.integer("hidden")),
            layers = static_cast<int>(settings.integer("layers"));
  const int orbitals = particles.count * static_cast<int>(settings.integer("determinants"));

  Graph graph(particles.count, particles.dimensions);
  const Node x = graph.coordinates();
  Node h = tanh(linear("layer1", {x, mean(x)}, hidden));
  for (int layer = 2; layer <= layers; ++layer)
    h = tanh(linear("layer" + std::to_string(layer), {h, mean(h)}, hidden)) + h;

  const Node matrices = linear("orbitals", {h}, orbitals);
  const Node log_envelope = gaussian_envelope("envelope", x, orbitals, std::sqrt(0.5));
  const Node largest = peak(log_envelope);  // taken out of the rows: nothing underflows far from the trap
  graph.output("orbitals", matrices * exp(log_envelope));
  graph.output("amplitude", log_sum_exp(slogdet(matrices * exp(log_envelope - largest), largest)));
  return graph;
}

}  // namespace

void register_equivariant_slater(Registry& registry) {
  registry.add<Ansatz>(
      {.name = "equivariant-slater",
       .summary =
           "generalised Slater determinants of equivariant networks with Gaussian envelopes, for spinless fermions",
       .source = "Keeble et al., Phys. Rev. A 108, 063320 (2023), Eqs. (4)-(10)",
       .options =
           {{.name = "hidden", .fallback = std::int64_t{64}, .summary = "width of a layer", .lower = 1, .upper = 4096},
            {.name = "layers", .fallback = std::int64_t{2}, .summary = "equivariant layers", .lower = 1, .upper = 64},
            {.name = "determinants",
             .fallback = std::int64_t{1},
             .summary = "determinants that are summed",
             .lower = 1,
             .upper = 1024}}},
      equivariant_slater);
}

}  // namespace kato
