// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "ansatz/ansatz.hpp"
#include "graph/build.hpp"

namespace kato {
namespace {

// psi = sum_d det phi_dj(x_i): one network for all particles, in which every particle sees itself alone. One
// determinant can reach the energy of Hartree and Fock; more of them add correlation.
Graph slater(const Particles& particles, const Settings& settings) {
  const int hidden = static_cast<int>(settings.integer("hidden")),
            layers = static_cast<int>(settings.integer("layers"));
  const int orbitals = particles.count * static_cast<int>(settings.integer("determinants"));

  Graph graph(particles.count, particles.dimensions);
  const Node x = graph.coordinates();
  Node h = tanh(linear("layer1", {x}, hidden));
  for (int layer = 2; layer <= layers; ++layer) h = tanh(linear("layer" + std::to_string(layer), {h}, hidden)) + h;

  const Node matrices = linear("orbitals", {h}, orbitals);
  const Node log_envelope = gaussian_envelope("envelope", x, orbitals, std::sqrt(0.5));
  const Node largest = peak(log_envelope);  // taken out of the rows: nothing underflows far from the trap
  graph.output("orbitals", matrices * exp(log_envelope));
  graph.output("amplitude", log_sum_exp(slogdet(matrices * exp(log_envelope - largest), largest)));
  return graph;
}

}  // namespace

void register_slater(Registry& registry) {
  registry.add<Ansatz>(
      {.name = "slater",
       .summary =
           "Slater determinants of one-particle networks with Gaussian envelopes, without backflow, for spinless "
           "fermions; the sampler single-particle moves it fastest",
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
