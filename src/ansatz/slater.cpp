// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "ansatz/determinants.hpp"
#include "ansatz/periodic.hpp"

namespace kato {
namespace {

// psi = sum_d prod_label det phi_dj(x_i): one network for all particles, in which every particle sees itself alone. One
// determinant can reach the energy of Hartree and Fock; more of them add correlation.
Graph slater(const Particles& particles, const Settings& settings) {
  const int hidden = static_cast<int>(settings.integer("hidden")),
            layers = static_cast<int>(settings.integer("layers"));

  Graph graph(particles.count, particles.dimensions);
  const Node x = positions(graph, particles);
  Node h = tanh(linear("layer1", {seen_places(x, particles)}, hidden));
  for (int layer = 2; layer <= layers; ++layer) h = tanh(linear("layer" + std::to_string(layer), {h}, hidden)) + h;

  determinants_of_species(x, x, h, particles, static_cast<int>(settings.integer("determinants")));
  return graph;
}

}  // namespace

void register_slater(Registry& registry) {
  registry.add<Ansatz>(
      {.name = "slater",
       .summary =
           "Slater determinants of one-particle networks with Gaussian envelopes, without backflow, one for each "
           "species, "
           "times the cusps of the interaction; the sampler single-particle moves it fastest where there is one "
           "species",
       .source = "Slater, Phys. Rev. 34, 1293 (1929), with learned orbitals",
       .options =
           {{.name = "hidden", .fallback = std::int64_t{64}, .summary = "width of a layer", .lower = 1, .upper = 4096},
            {.name = "layers", .fallback = std::int64_t{2}, .summary = "layers", .lower = 1, .upper = 64},
            {.name = "determinants",
             .fallback = std::int64_t{1},
             .summary = "determinants that are summed",
             .lower = 1,
             .upper = 1024}}},
      slater);
}

}  // namespace kato
