// SPDX-License-Identifier: Apache-2.0
#include "exact/mean_field.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace kato::exact {
namespace {

double coulomb(double r) { return 1 / r; }
double none(double) { return 0; }

// One particle of each kind in the lowest function.
std::vector<Matrix> lowest_function(const MeanField& field) {
  std::vector<Matrix> occupied(field.kinds().size(), Matrix(field.functions(), 1));
  for (auto& orbital : occupied) orbital(0, 0) = 1;
  return occupied;
}

TEST(MeanField, one_particle_energies_are_those_of_the_trap) {
  const MeanField field({.omega = {2, 2}, .potentials = {none, none}, .kinds = {{1, 1}}}, 4, 2, 1);
  ASSERT_EQ(field.functions(), 10);
  ASSERT_EQ(field.parities().size(), 4);
  for (int a = 0; a < 10; ++a)
    for (int b = 0; b < 10; ++b) {
      const int shell = a < 1 ? 0 : a < 3 ? 1 : a < 6 ? 2 : 3;
      EXPECT_NEAR(field.kinetic()(a, b) + field.trap()(a, b), a == b ? 2 * (shell + 1) : 0, 1e-13);
    }
}

// <p^2/2> = f/4 for each coordinate, <omega^2 x^2/2> = omega^2/(4 f).
TEST(MeanField, the_basis_may_have_another_frequency_than_the_trap) {
  const MeanField field({.omega = {1, 3}, .potentials = {none, none}, .kinds = {{1, 1}}}, 3, 0.5, 1);
  EXPECT_NEAR(field.kinetic()(0, 0), 0.25, 1e-14);
  EXPECT_NEAR(field.trap()(0, 0), 0.5 + 4.5, 1e-14);
}

TEST(MeanField, a_particle_does_not_feel_itself_but_one_of_another_species) {
  const MeanField alone({.omega = {1, 1}, .potentials = {coulomb, coulomb}, .kinds = {{1, 1}}}, 3, 1, 1);
  EXPECT_NEAR(alone.interaction(lowest_function(alone))[0](0, 0), 0, 1e-13);
  const MeanField pair({.omega = {1, 1}, .potentials = {coulomb, coulomb}, .kinds = {{2, 1}}}, 3, 1, 1);
  EXPECT_NEAR(pair.interaction(lowest_function(pair))[0](0, 0), std::sqrt(std::numbers::pi / 2), 1e-12);
  const MeanField apart({.omega = {1, 1}, .potentials = {coulomb, none}, .kinds = {{2, 1}}}, 3, 1, 1);
  EXPECT_NEAR(apart.interaction(lowest_function(apart))[0](0, 0), 0, 1e-13);
}

// -K(a, b) between other functions than the occupied one: springs have <0 1|r^2|1 0> = -2 <0|x|1>^2 = -1.
TEST(MeanField, exchange_acts_within_a_species_alone) {
  const auto spring = [](double r) { return r * r; };
  const MeanField field({.omega = {1}, .potentials = {spring, spring}, .kinds = {{2, 1}}}, 4, 1, 1);
  const auto f = field.interaction(lowest_function(field))[0];
  const double direct = 2 * (1.5 + 0.5);  // of two species, <1|x^2|1> + <0|x^2|0>
  EXPECT_NEAR(f(1, 1), direct - (-1), 1e-12);
}

TEST(MeanField, gives_the_same_bits_for_any_number_of_threads) {
  const TrappedParticles particles{.omega = {1, 1, 1}, .potentials = {coulomb, coulomb}, .kinds = {{1, 1}, {2, 1}}};
  const MeanField one(particles, 4, 0.7, 1), three(particles, 4, 0.7, 3);
  const auto a = one.interaction(lowest_function(one)), b = three.interaction(lowest_function(three));
  for (std::size_t s = 0; s < 2; ++s) EXPECT_EQ(a[s].data, b[s].data);
}

}  // namespace
}  // namespace kato::exact
