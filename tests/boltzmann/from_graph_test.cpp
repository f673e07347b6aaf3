// SPDX-License-Identifier: Apache-2.0
#include "boltzmann/from_graph.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "evaluated.hpp"
#include "message.hpp"
#include "settings.hpp"

namespace kato {
namespace {

std::vector<double> normal(std::size_t count, std::uint32_t which) {
  std::vector<double> numbers(count);
  fill_normal({.seed = 9, .stage = 0, .step = 0, .purpose = Purpose::test}, which, 0, numbers);
  return numbers;
}

// ln|psi|^2 + F(x) is one constant, whatever the parameters: the widths, the centre, weights and biases.
TEST(Machine, has_the_density_of_the_wave_function) {
  for (const bool tied : {true, false}) {
    const Graph graph = registry().factory<Ansatz>("boltzmann")(
        {.count = 3, .dimensions = 2, .length = 1.7},
        default_settings("ansatz", "boltzmann", Settings({{"tied", tied}, {"hidden", std::int64_t{5}}})));
    Executor<double> psi(graph);
    const auto theta = normal(graph.parameter_count(), 0);
    psi.set_parameters(theta);
    ASSERT_TRUE(is_machine(graph));
    const auto machine = machine_of(graph, theta);
    EXPECT_EQ(machine.hidden(), tied ? 5u * 3 + 5u * 6 + 5u : 5u);
    const auto x = normal(20 * 6, 1);
    const auto log_abs = values_at(psi, x).log_abs;
    const double constant = 2 * log_abs[0] + machine.free_energy(std::span(x).first(6));
    for (std::size_t w = 1; w < 20; ++w)
      EXPECT_NEAR(2 * log_abs[w] + machine.free_energy(std::span(x).subspan(6 * w, 6)), constant, 1e-11);
  }
}

TEST(Machine, is_none_where_the_graph_does_not_say_so) {
  EXPECT_FALSE(is_machine(registry().factory<Ansatz>("slater")({.count = 2}, default_settings("ansatz", "slater"))));
}

}  // namespace
}  // namespace kato
