// SPDX-License-Identifier: Apache-2.0
#include "exact/busch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "base/error.hpp"
#include "exact/contact_table.hpp"

namespace kato::exact {
namespace {

using std::numbers::pi, std::numbers::sqrt2;

TEST(Busch, agrees_with_the_table) {
  const auto energies = contact_table("E_ground"), interactions = contact_table("E_int = g dE/dg");
  ASSERT_EQ(interactions.size(), 11u);
  int compared = 0;
  for (const auto& entry : energies) {
    if (entry.up != 1) continue;
    EXPECT_NEAR(Busch(entry.g).energy(), entry.value, 1e-12) << "g = " << entry.g;
    ++compared;
  }
  EXPECT_EQ(compared, 11);
  for (const auto& entry : interactions)
    EXPECT_NEAR(entry.g * Busch(entry.g).slope(), entry.value, entry.uncertainty) << "g = " << entry.g;
}

TEST(Busch, starts_with_perturbation_theory_and_is_continuous_at_no_interaction) {
  const double slope = 1 / std::sqrt(2 * pi);
  EXPECT_EQ(Busch(0).energy(), 1);
  EXPECT_NEAR(Busch(0).slope(), slope, 1e-14);
  // Second order: -v_0 sum over n > 0 of v_n/n = -(1/(2 pi)) ln 2.
  for (const double g : {-1e-4, 1e-4})
    EXPECT_NEAR(Busch(g).energy(), 1 + slope * g - std::log(2.0) / (2 * pi) * g * g, 1e-13);
}

TEST(Busch, ends_at_two_spinless_fermions_and_at_a_bound_pair) {
  // E = 2 - c/g with c = -dE/d(1/g) at the limit, 2 sqrt(2/pi).
  for (const double g : {1e4, 1e8}) EXPECT_NEAR((2 - Busch(g).energy()) * g, 2 * std::sqrt(2 / pi), 4 / g + 1e-7);
  // A pair of size 2/|g| sees little of the trap: E = -g^2/4 + 1/2 + <r^2>/2, <r^2> = 1/g^2.
  EXPECT_NEAR(Busch(-20).energy(), -100 + 0.5 + 0.5 / 400, 1e-5);
  EXPECT_NEAR(Busch(-2000).energy(), -1e6 + 0.5, 1e-6);
}

TEST(Busch, slope_is_the_derivative_of_the_energy) {
  for (const double g : {-30.0, -3.0, -0.3, 0.7, 4.0, 60.0}) {
    const double h = 1e-4 * std::abs(g);
    const double change = (Busch(g + h).energy() - Busch(g - h).energy()) / (2 * h);
    EXPECT_NEAR(Busch(g).slope() / change, 1, 2e-7) << "g = " << g;
  }
}

TEST(Busch, wave_function_solves_the_equation_with_its_norm_and_cusp) {
  for (const double g : {-8.0, -1.0, 0.0, 0.5, 10.0, 1e4}) {
    const Busch pair(g);
    const auto psi = [&](double r) { return pair.relative_wave_function(r); };
    const double h = 1e-3, relative_energy = pair.energy() - 0.5;
    double norm = 0;
    for (int i = 0; i < 8000; ++i) norm += 2 * h * std::pow(psi((i + 0.5) * h), 2);
    EXPECT_NEAR(norm, 1, 1e-5) << "g = " << g;
    for (const double r : {0.3, 1.0, 2.5}) {
      const double curvature = (psi(r + h) - 2 * psi(r) + psi(r - h)) / (h * h);
      EXPECT_NEAR(-0.5 * curvature + 0.5 * r * r * psi(r), relative_energy * psi(r), 2e-5) << "g = " << g;
      EXPECT_EQ(psi(-r), psi(r));
    }
    const double forward = (-3 * psi(0) + 4 * psi(h) - psi(2 * h)) / (2 * h);
    EXPECT_NEAR(forward, g / sqrt2 * psi(0), 2e-4) << "g = " << g;
  }
  for (const double r : {0.0, 0.5, 2.0})
    EXPECT_NEAR(Busch(0).relative_wave_function(r), std::pow(pi, -0.25) * std::exp(-0.5 * r * r), 1e-13);
}

TEST(Busch, names_the_limit_where_g_is_infinite) {
  for (const double g : {std::numeric_limits<double>::infinity(), std::nan("")}) {
    try {
      const Busch pair(g);
      FAIL();
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("Tonks-Girardeau"));
    }
  }
}

TEST(PairSum, of_all_states_is_the_inverse_coupling) {
  for (const double g : {-20.0, -1.0, 0.2, 2.0, 50.0})
    EXPECT_NEAR(pair_sum(0, Busch(g).energy() - 1).value * g, -1, 1e-9) << "g = " << g;
}

TEST(PairSum, drops_the_states_before_its_first) {
  const double v0 = 1 / std::sqrt(2 * pi), v2 = v0 / 2, nu = 0.7;
  EXPECT_NEAR(pair_sum(0, nu).value - pair_sum(4, nu).value, v0 / (0 - nu) + v2 / (2 - nu), 1e-13);
}

TEST(PairSum, has_the_derivative_it_states) {
  const double h = 1e-4;
  for (const double nu : {-30.0, 0.6, 12.5}) {
    const double change = (pair_sum(14, nu + h).value - pair_sum(14, nu - h).value) / (2 * h);
    EXPECT_NEAR(pair_sum(14, nu).derivative / change, 1, 1e-4) << "nu = " << nu;
  }
}

}  // namespace
}  // namespace kato::exact
