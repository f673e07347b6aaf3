// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <numbers>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "evaluated.hpp"
#include "settings.hpp"

namespace kato {
namespace {

Executor<double> make(const std::string& kind, const Particles& particles, Settings settings = {}) {
  const Graph graph = registry().factory<Ansatz>(kind)(particles, default_settings("ansatz", kind, settings));
  Executor<double> psi(graph);
  psi.set_parameters(graph.initial_parameters(3));
  return psi;
}

const std::vector<double> places{0.2, 1.3, -0.4, 0.8, -1.9, 2.2, 1.1, -0.3, -1.2, 0.5};

// W and the last layers start from zero.
TEST(MessagePassingSlater, begins_as_the_plain_determinant_in_a_box_and_in_a_trap) {
  for (const bool periodic : {true, false}) {
    const Particles particles{.count = 5, .dimensions = 2, .species = {{"up", 3}, {"down", 2}}, .periodic = periodic};
    auto moved = make("message-passing-slater", particles);
    auto plain = make("slater-jastrow", particles, Settings({{"jastrow", std::string("none")}}));
    const auto a = derivatives_at(moved, places), b = derivatives_at(plain, places);
    EXPECT_NEAR(a.log_abs[0], b.log_abs[0], 1e-12);
    EXPECT_EQ(a.sign[0], b.sign[0]);
    EXPECT_NEAR(a.laplacian[0], b.laplacian[0], 1e-9);
    for (std::size_t n = 0; n < a.gradient.size(); ++n) EXPECT_NEAR(a.gradient[n], b.gradient[n], 1e-10);
  }
}

TEST(MessagePassingSlater, moves_the_places_of_the_orbitals_with_its_weights) {
  const Particles particles{.count = 5, .dimensions = 2, .species = {{"up", 3}, {"down", 2}}, .periodic = true};
  auto psi = make("message-passing-slater", particles);
  auto theta = psi.graph().initial_parameters(3);
  const auto before = values_at(psi, places);
  for (const auto& p : psi.graph().parameters())
    if (p.name == "backflow.weight") theta[p.offset] = 0.3;
  psi.set_parameters(theta);
  EXPECT_GT(std::abs(values_at(psi, places).log_abs[0] - before.log_abs[0]), 1e-3);
}

TEST(MessagePassingSlater, has_parameters_for_any_number_of_particles) {
  const auto count = [](int up) {
    return make("message-passing-slater",
                {.count = 2 * up, .dimensions = 3, .species = {{"up", up}, {"down", up}}, .periodic = true})
        .graph()
        .parameter_count();
  };
  EXPECT_EQ(count(1), count(7));
  EXPECT_LT(count(7), 25000u);
}

}  // namespace
}  // namespace kato
