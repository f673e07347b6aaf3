// SPDX-License-Identifier: Apache-2.0
// What every registered wave function must obey; a new one is covered by being registered.
#include "ansatz/ansatz.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/error.hpp"
#include "base/random.hpp"
#include "evaluated.hpp"
#include "graph/symmetry.hpp"
#include "settings.hpp"

namespace kato {
namespace {

std::vector<double> positions(std::size_t walkers, int coordinates, double spread = 1) {
  std::vector<double> x(walkers * static_cast<std::size_t>(coordinates));
  fill_normal({.seed = 11, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, x);
  for (double& value : x) value *= spread;
  return x;
}

class EveryAnsatz : public testing::TestWithParam<std::string> {
 protected:
  static Executor<double> make(int particles, Settings changes = {}) {
    const Graph graph = registry().factory<Ansatz>(GetParam())({.count = particles, .dimensions = 1},
                                                               default_settings("ansatz", GetParam(), changes));
    Executor<double> psi(graph);
    psi.set_parameters(graph.initial_parameters(3));
    return psi;
  }
};

TEST_P(EveryAnsatz, exchanging_two_fermions_flips_the_sign_and_nothing_else) {
  for (const int particles : {2, 3, 5}) {
    auto psi = make(particles, Settings({{"determinants", std::int64_t{2}}}));
    const auto x = positions(16, particles);
    const auto before = values_at(psi, x);
    for (int i = 0; i < particles; ++i)
      for (int j = 0; j < i; ++j) {
        auto swapped = x;
        for (std::size_t w = 0; w < 16; ++w)
          std::swap(swapped[w * static_cast<std::size_t>(particles) + static_cast<std::size_t>(i)],
                    swapped[w * static_cast<std::size_t>(particles) + static_cast<std::size_t>(j)]);
        const auto after = values_at(psi, swapped);
        for (std::size_t w = 0; w < 16; ++w) {
          EXPECT_EQ(after.sign[w], -before.sign[w]);
          EXPECT_NEAR(after.log_abs[w], before.log_abs[w],
                      1e-8);  // rounding times the condition of the matrix, 1e6 here
        }
      }
  }
}

TEST_P(EveryAnsatz, exchanging_two_fermions_flips_the_sign_within_a_species_and_not_across) {
  const Graph graph = registry().factory<Ansatz>(GetParam())(
      {.count = 5, .dimensions = 1, .species = {{"up", 3}, {"down", 2}}, .cusp = PairCusp{.unlike = 0.7, .like = {}}},
      default_settings("ansatz", GetParam(), Settings({{"determinants", std::int64_t{2}}})));
  Executor<double> psi(graph);
  psi.set_parameters(graph.initial_parameters(3));
  const auto x = positions(16, 5);
  const auto before = values_at(psi, x);
  for (std::size_t i = 0; i < 5; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      auto swapped = x;
      for (std::size_t w = 0; w < 16; ++w) std::swap(swapped[w * 5 + i], swapped[w * 5 + j]);
      const auto after = values_at(psi, swapped);
      const bool alike = (i < 3) == (j < 3);
      int same = 0;
      for (std::size_t w = 0; w < 16; ++w) {
        const bool equal = std::abs(after.log_abs[w] - before.log_abs[w]) < 1e-8;
        same += equal;
        if (alike) {
          EXPECT_TRUE(equal && after.sign[w] == -before.sign[w]) << i << " " << j;
        }
      }
      if (!alike) {
        EXPECT_LT(same, 4) << i << " " << j;
      }
    }
}

TEST_P(EveryAnsatz, has_the_slope_that_is_asked_for_where_two_species_meet) {
  for (const double slope : {0.0, 1.5, -0.8}) {
    const Graph graph = registry().factory<Ansatz>(GetParam())({.count = 3,
                                                                .dimensions = 1,
                                                                .species = {{"up", 2}, {"down", 1}},
                                                                .cusp = PairCusp{.unlike = slope, .like = {}}},
                                                               default_settings("ansatz", GetParam()));
    Executor<double> psi(graph);
    psi.set_parameters(graph.initial_parameters(3));
    const double h = 1e-8;  // on both sides of the meeting of the second and the third particle
    const std::vector<double> x{-0.9, 0.4 + h, 0.4 - h, -0.9, 0.4 - h, 0.4 + h};
    const auto gradient = derivatives_at(psi, x).gradient;
    const auto along = [&](std::size_t w) { return 0.5 * (gradient[3 * w + 1] - gradient[3 * w + 2]); };
    EXPECT_NEAR(0.5 * (along(0) - along(1)), slope, 1e-5);
  }
}

TEST_P(EveryAnsatz, vanishes_linearly_where_two_fermions_meet) {
  auto psi = make(3);
  std::vector<double> x;
  for (const double distance : {1e-3, 1e-4}) x.insert(x.end(), {0.3, 0.3 + distance, -0.8});
  const auto values = values_at(psi, x);
  ASSERT_TRUE(std::isfinite(values.log_abs[0]));
  EXPECT_NEAR(values.log_abs[0] - values.log_abs[1], std::log(10.0), 1e-2);  // the next order is 1e-3 of it
}

TEST_P(EveryAnsatz, local_derivatives_are_finite_far_from_the_trap_and_near_coalescence) {
  auto psi = make(3);
  const std::vector<double> x{0.3, 0.3 + 1e-6, -0.8, 30, -25, 28, 0, 1e-3, -1e-3};
  const auto found = derivatives_at(psi, x);
  for (const auto& numbers : {found.log_abs, found.gradient, found.laplacian})
    for (const double value : numbers) EXPECT_TRUE(std::isfinite(value));
}

TEST_P(EveryAnsatz, starts_from_the_same_parameters_for_the_same_seed_only) {
  const auto graph = make(3).graph();
  EXPECT_EQ(graph.initial_parameters(7), graph.initial_parameters(7));
  const bool random = std::ranges::any_of(graph.parameters(), [](const auto& p) { return p.initial.spread != 0; });
  EXPECT_EQ(graph.initial_parameters(7) != graph.initial_parameters(8), random);
}

class EveryBosonAnsatz : public testing::TestWithParam<std::string> {
 protected:
  static Executor<double> make(const Particles& particles) {
    const Graph graph = registry().factory<Ansatz>(GetParam())(particles, default_settings("ansatz", GetParam()));
    Executor<double> psi(graph);
    auto theta = graph.initial_parameters(3);
    fill_normal({.seed = 2, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, theta);
    psi.set_parameters(theta);  // none of them zero
    return psi;
  }
};

TEST_P(EveryBosonAnsatz, exchanging_two_bosons_of_one_kind_changes_nothing) {
  for (const auto& species : {std::vector<Species>{}, std::vector<Species>{{"up", 3}, {"down", 2}}}) {
    auto psi = make({.count = 5, .dimensions = 2, .species = species, .statistics = Statistics::boson});
    const auto x = positions(16, 10);
    const auto before = values_at(psi, x);
    for (std::size_t i = 0; i < 5; ++i)
      for (std::size_t j = 0; j < i; ++j) {
        if (!species.empty() && (i < 3) != (j < 3)) continue;
        auto swapped = x;
        for (std::size_t w = 0; w < 16; ++w)
          for (std::size_t c = 0; c < 2; ++c) std::swap(swapped[w * 10 + 2 * i + c], swapped[w * 10 + 2 * j + c]);
        const auto after = values_at(psi, swapped);
        for (std::size_t w = 0; w < 16; ++w) {
          EXPECT_EQ(after.sign[w], 1);
          EXPECT_NEAR(after.log_abs[w], before.log_abs[w], 1e-11 * std::abs(before.log_abs[w]));
        }
      }
    EXPECT_NE(before.log_abs[0], before.log_abs[1]);
  }
}

TEST_P(EveryBosonAnsatz, derivatives_are_finite_far_away_and_where_particles_meet) {
  auto psi = make({.count = 3, .dimensions = 1, .statistics = Statistics::boson});
  const std::vector<double> x{0.3, 0.3, -0.8, 30, -25, 28, 0, 0, 0};
  const auto found = derivatives_at(psi, x);
  for (const auto& numbers : {found.log_abs, found.gradient, found.laplacian})
    for (const double value : numbers) EXPECT_TRUE(std::isfinite(value));
}

// What a fermion's sign needs is in the graph: no kind has to say which particles it is for.
std::vector<std::string> kinds(bool of_fermions) {
  std::vector<std::string> names;
  for (const auto& name : registry().names("ansatz")) {
    const Graph graph =
        registry().factory<Ansatz>(name)({.count = 2, .dimensions = 1}, default_settings("ansatz", name));
    if (has_determinants(graph) == of_fermions) names.push_back(name);
  }
  return names;
}

std::string test_name(const testing::TestParamInfo<std::string>& kind) {
  std::string name = kind.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Ansatz, EveryAnsatz, testing::ValuesIn(kinds(true)), test_name);
INSTANTIATE_TEST_SUITE_P(Ansatz, EveryBosonAnsatz, testing::ValuesIn(kinds(false)), test_name);

}  // namespace
}  // namespace kato
