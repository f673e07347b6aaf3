// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "energy/local_energy.hpp"
#include "graph/build.hpp"
#include "psi/wave_function.hpp"

namespace kato {

void register_heisenberg(Registry& registry);

namespace {

// Two spins in opposite directions in the trap. A determinant of 1 and the spin changes its sign where they are
// exchanged, a singlet; without it psi is a triplet: sigma . sigma is -3 and 1, for every walker.
Graph pair_of_spins(bool singlet) {
  Graph graph(2, 1);
  const Node x = graph.coordinates(), one = scale(x, 0, 1);
  const Node spins = singlet ? slogdet(concat({one, graph.labels(1)})) : slogdet(one, ParticleRange{0, 1});
  graph.output("amplitude", signed_product({spins, sum(scale(square(x), -0.5))}));
  return graph;
}

TEST(Heisenberg, singlet_and_triplet_have_their_energy_for_every_walker) {
  Registry kinds;
  register_heisenberg(kinds);
  System system{{.particles = 2, .labels = {{"spin", {1, -1}}}}};
  system.interactions = {{"exchange", kinds.factory<Interaction>("heisenberg")(system, Settings({{"strength", 0.7}}))}};
  const auto walkers = first_walkers(system, 50, 1, 0, 1);
  for (const bool singlet : {true, false}) {
    WaveFunction psi(pair_of_spins(singlet), Precision::double_, 1);
    psi.set_parameters({});
    LocalEnergies energies;
    local_energies(psi, system, walkers, energies);
    for (std::size_t w = 0; w < 50; ++w) {
      const auto x = walkers.view().place(w);
      const double coupling = 0.7 * std::exp(-std::pow(x[0] - x[1], 2));
      EXPECT_NEAR(energies.terms[0][w], (singlet ? -3 : 1) * coupling, 1e-12);
      EXPECT_NEAR(energies.total[w], 1 + (singlet ? -3 : 1) * coupling, 1e-11);
    }
  }
}

}  // namespace
}  // namespace kato
