// SPDX-License-Identifier: Apache-2.0
#include "ansatz/cusp_factor.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "ansatz/positive.hpp"
#include "evaluated.hpp"

namespace kato {
namespace {

// ln of the factor alone, of two up and one down, with the free terms set to `free`.
std::vector<double> factor_at(PairCusp cusp, const std::vector<double>& x, double free = 0) {
  Graph graph(3, 1);
  const Node node = *cusp_factor(graph.coordinates(),
                                 {.count = 3, .dimensions = 1, .species = {{"up", 2}, {"down", 1}}, .cusp = cusp});
  graph.output("factor", node);
  Executor<double> executor(graph);
  executor.set_parameters(std::vector<double>(graph.parameter_count(), free));
  std::vector<double> value(x.size() / 3);
  executor.output("factor", x, value);
  return value;
}

double s(double r, double range) { return range * std::tanh(r / range); }

TEST(CuspFactor, is_a_product_over_pairs_of_different_species) {
  const double near = 0.3, far = 1.7;
  const auto found = factor_at({.unlike = 2, .like = {}, .range = 1.5}, {1, 1 + near + far, 1 + near});
  EXPECT_NEAR(found[0], std::log(1 + 2 * s(near, 1.5)) + std::log(1 + 2 * s(far, 1.5)), 1e-13);
}

TEST(CuspFactor, of_an_attraction_decays_and_levels_off) {
  const auto found = factor_at({.unlike = -2, .like = {}, .range = 1}, {0, 30, 0.1, 0, 30, -40});
  EXPECT_NEAR(found[0], -2 * (s(0.1, 1) + 1), 1e-13);
  EXPECT_NEAR(found[1], -4, 1e-13);
}

TEST(CuspFactor, pairs_within_a_species_have_a_slope_of_their_own) {
  const auto found = factor_at({.unlike = {}, .like = 0.25, .range = 1}, {0.2, 0.9, 5});
  EXPECT_NEAR(found[0], std::log(1 + 0.25 * s(0.7, 1)), 1e-13);
}

TEST(CuspFactor, powers_are_of_the_distances_themselves) {
  const auto found = factor_at({.unlike_power = 2.5, .like_power = 0.5}, {0.2, 0.9, 5});
  EXPECT_NEAR(found[0], 0.5 * std::log(0.7) + 2.5 * std::log(4.8 * 4.1), 1e-13);
}

TEST(CuspFactor, free_terms_leave_the_slope_as_it_is) {
  const double h = 1e-5;
  const auto near = factor_at({.unlike = 1, .like = {}, .range = 1}, {0, 50, h}, 0.5),
             touching = factor_at({.unlike = 1, .like = {}, .range = 1}, {0, 50, 0}, 0.5),
             apart = factor_at({.unlike = 1, .like = {}, .range = 1}, {0, 50, 1}, 0.5),
             without = factor_at({.unlike = 1, .like = {}, .range = 1}, {0, 50, 1});
  EXPECT_NEAR((near[0] - touching[0]) / h, 1, 1e-4);
  EXPECT_GT(apart[0] - without[0], 0.1);
}

TEST(CuspFactor, rounded_is_flat_where_species_meet_and_has_its_slope_beyond) {
  const double e = 0.05, h = 1e-4;
  const PairCusp sharp{.unlike = 1, .like = {}, .range = 1},
      rounded{.unlike = 1, .like = {}, .range = 1, .rounding = e};
  const std::vector<double> touching{0, 50, h, 0, 50, 0, 0, 50, -h};
  const auto near = factor_at(rounded, touching);
  EXPECT_NEAR(near[1] - factor_at(sharp, touching)[1], 0, 1e-13);
  EXPECT_NEAR((near[0] - near[2]) / (2 * h), 0, 1e-9);
  EXPECT_NEAR((near[0] - 2 * near[1] + near[2]) / (h * h), 1 / e, 1e-2 / e);  // a/e: twice the slope over a few e
  const double r = 0.6, shift = e * std::log(2.0);
  EXPECT_NEAR(factor_at(rounded, {0, 50, r})[0], factor_at(sharp, {0, 50, r - shift})[0], 1e-9);
  EXPECT_NEAR(factor_at(rounded, {0, 50, -r})[0], factor_at(rounded, {0, 50, r})[0], 1e-9);
}

// psi = D(place) f for a D without any symmetry: psi'' in the relative coordinate is the same on both sides of the
// meeting, as H psi = E psi asks. D of x itself has a jump.
TEST(CuspFactor, orbitals_at_shifted_places_have_no_jump_in_the_curvature_where_species_meet) {
  for (const double slope : {1.25, -0.75}) {
    const Particles particles{.count = 2,
                              .dimensions = 1,
                              .species = {{"up", 1}, {"down", 1}},
                              .cusp = PairCusp{.unlike = slope, .like = {}, .range = 1}};
    Graph graph(2, 1);
    graph.output("places", shifted_places(graph.coordinates(), particles));
    Executor<double> executor(graph);
    executor.set_parameters({});
    const auto psi = [&](double apart, bool shifted) {
      std::vector<double> x{0.3 + 0.5 * apart, 0.3 - 0.5 * apart}, place(2);
      executor.output("places", x, place);
      if (!shifted) place = x;
      const double s = std::tanh(std::abs(apart));
      return std::exp(-0.5 * place[0] * place[0] + 0.8 * place[0] - 0.3 * place[1]) *
             (slope > 0 ? 1 + slope * s : std::exp(slope * s));
    };
    const auto jump = [&](bool shifted) {
      const double h = 1e-3;
      const auto curvature = [&](double side) {
        return (psi(2 * side * h, shifted) - 2 * psi(side * h, shifted) + psi(0, shifted)) / (h * h);
      };
      return curvature(1) - curvature(-1);
    };
    EXPECT_LT(std::abs(jump(true)), 0.02);
    EXPECT_GT(std::abs(jump(false)), 0.5);
  }
}

TEST(CuspFactor, is_left_out_where_nobody_asks_for_it) {
  Graph graph(3, 1);
  EXPECT_FALSE(cusp_factor(graph.coordinates(), {.count = 3, .dimensions = 1}).has_value());
}

// f'' + (d - 1)/r f' = 0 at r = a, for two particles: (lap f)/f has no 1/(r - a).
TEST(CuspFactor, of_hard_cores_has_a_bounded_kinetic_energy_beside_them) {
  for (const int d : {1, 2, 3}) {
    const auto n = static_cast<std::size_t>(d);
    Graph graph(2, d);
    const Node factor = *cusp_factor(graph.coordinates(), {.count = 2, .dimensions = d, .cusp = PairCusp{.core = 0.5}});
    graph.output("amplitude", positive(factor));
    Executor<double> psi(graph);
    psi.set_parameters({});
    std::vector<double> x(4 * n);
    x[0] = 0.5 + 1e-3;
    x[2 * n] = 0.5 + 1e-5;
    const auto [log_abs, sign, gradient, laplacian] = derivatives_at(psi, x);
    EXPECT_NEAR(log_abs[0] - log_abs[1], std::log(100), 1e-2) << d;
    for (std::size_t w = 0; w < 2; ++w) {
      double sum = laplacian[w];
      for (std::size_t k = 0; k < 2 * n; ++k) sum += gradient[2 * n * w + k] * gradient[2 * n * w + k];
      EXPECT_LT(std::abs(sum), 20) << d;  // 2/(r - a) would be 2e5
    }
  }
}

// The relative motion of two bosons with zero energy: (r - a)/r.
TEST(CuspFactor, of_hard_cores_in_space_is_the_scattering_state) {
  Graph graph(3, 3);
  graph.output("factor",
               *cusp_factor(graph.coordinates(), {.count = 3, .dimensions = 3, .cusp = PairCusp{.core = 0.2}}));
  Executor<double> executor(graph);
  executor.set_parameters({});
  std::vector<double> value(1);
  executor.output("factor", std::vector<double>{0, 0, 0, 1, 0, 0, 0, 2, 0}, value);
  EXPECT_NEAR(value[0], std::log(0.8) + std::log(0.9) + std::log(1 - 0.2 / std::sqrt(5)), 1e-13);
}

}  // namespace
}  // namespace kato
