// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "ansatz/ansatz.hpp"
#include "exec/executor.hpp"
#include "settings.hpp"

namespace kato {
namespace {

constexpr int particles = 3;
constexpr std::size_t width = 2 * particles;

Graph slater() {
  return registry().factory<Ansatz>("slater")(
      {.count = particles, .dimensions = 2},
      default_settings("ansatz", "slater", Settings({{"determinants", std::int64_t{2}}})));
}

TEST(Slater, a_row_of_orbitals_depends_on_its_own_particle_alone) {
  const Graph graph = slater();
  Executor<double> psi(graph);
  psi.set_parameters(graph.initial_parameters(5));
  std::vector<double> before(particles * width), after(before);
  psi.output("orbitals", std::vector{0.1, 0.2, -0.7, 1.1, 1.2, -0.3}, before);
  psi.output("orbitals", std::vector{0.1, 0.2, -0.7, 1.1, 0.4, -0.3}, after);
  for (std::size_t n = 0; n < 2 * width; ++n) EXPECT_EQ(after[n], before[n]);
  for (std::size_t n = 2 * width; n < 3 * width; ++n) EXPECT_NE(after[n], before[n]);
}

TEST(Slater, particles_can_be_moved_one_at_a_time) {
  Executor<double> psi(slater());
  ASSERT_NE(psi.orbital_rows(), nullptr);
  EXPECT_EQ(psi.orbital_rows()->determinants(), 2);
}

TEST(Slater, has_as_many_parameters_as_its_layers_say) {
  constexpr std::size_t hidden = 64;
  EXPECT_EQ(slater().parameter_count(),
            (2 + 1) * hidden + (hidden + 1) * hidden + (hidden + 1) * width + width);  // two layers, heads, envelopes
}

}  // namespace
}  // namespace kato
