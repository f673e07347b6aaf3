// SPDX-License-Identifier: Apache-2.0
#include "exact/pair_transform.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "exact/boxed.hpp"
#include "exact/trapped.hpp"

namespace kato::exact {
namespace {

constexpr double pi = std::numbers::pi;

// The strength of a gaussian is its integral: strength exp(-q^2 s^2/2).
TEST(PairTransform, of_a_gaussian_is_that_of_its_images) {
  for (int d = 1; d <= 3; ++d) {
    const auto system = with(boxed(d, {{"up", 1}, {"down", 1}}, 3), "gaussian", Settings({{"strength", 2.0}}));
    const auto transform = pair_transform(system);
    ASSERT_TRUE(transform);
    const auto v = (*transform)(20);
    for (const double q : {0.0, 1.0, 5.0, 20.0})
      EXPECT_NEAR(v.v(q, 0, 1), 2 * std::exp(-0.125 * q * q), 1e-12) << d << " " << q;
    EXPECT_EQ(v.self, 0);
    EXPECT_LT(v.uncertainty, 1e-12);
  }
}

// sum over images of V(r) = (1/L^d) sum over k of v(k) exp(i k.r), at one place of a line.
TEST(PairTransform, gives_back_the_sum_over_images) {
  const double L = 2, x = 0.37;
  const auto system = with(boxed(1, {{"up", 1}, {"down", 1}}, L), "gaussian", Settings({{"strength", -1.5}}));
  auto walkers = Walkers::at_origin(1, 2, 1, 0);
  walkers.x = {0.1, 0.1 + x};
  std::vector<double> energy(1);
  system.potential_energy(walkers, energy);
  const auto v = (*pair_transform(system))(100);
  double sum = v.v(0, 0, 1) / L;
  for (int n = 1; n < 30; ++n) sum += 2 / L * v.v(2 * pi * n / L, 0, 1) * std::cos(2 * pi * n * x / L);
  EXPECT_NEAR(sum, energy[0], 1e-9);  // images beyond 1e-10 of the depth are left out of the energy
}

TEST(PairTransform, of_charges_has_their_products_and_their_own_images) {
  const auto system = with(boxed(3, {{"up", 2}, {"down", 1}}, 2), "coulomb",
                           Settings({{"strength", 0.5}, {"charges", std::vector<double>{1, -3}}}));
  const auto v = (*pair_transform(system))(10);
  EXPECT_EQ(v.v(0, 0, 1), 0);
  EXPECT_NEAR(v.v(2, 0, 0), 0.5 * pi, 1e-14);
  EXPECT_NEAR(v.v(2, 1, 0), -1.5 * pi, 1e-14);
  EXPECT_NEAR(v.self, 0.5 * 0.5 * (1 + 1 + 9) * -2.837297479481 / 2, 1e-9);
}

TEST(PairTransform, of_a_contact_acts_between_species_or_bosons) {
  const auto v =
      (*pair_transform(with(boxed(1, {{"up", 3}, {"down", 1}}, 2), "contact", Settings({{"strength", 1.3}}))))(9);
  EXPECT_EQ(v.v(4, 0, 1), 1.3);
  EXPECT_EQ(v.v(4, 0, 0), 0);
  const auto b = (*pair_transform(with(boxed_bosons(1, 3, 2), "contact", Settings({{"strength", 1.3}}))))(9);
  EXPECT_EQ(b.v(4, 0, 0), 1.3);
}

TEST(PairTransform, of_several_interactions_is_their_sum) {
  auto system = with(boxed(1, {{"up", 1}, {"down", 1}}, 3), "gaussian", Settings({{"strength", 2.0}}));
  system = with(with(system, "gaussian", Settings({{"strength", 1.0}, {"range", 0.1}})), "contact",
                Settings({{"strength", 0.4}}));
  const auto v = (*pair_transform(system))(10);
  EXPECT_NEAR(v.v(3, 0, 1), 2 * std::exp(-0.125 * 9) + std::exp(-0.005 * 9) + 0.4, 1e-12);
}

TEST(PairTransform, is_none_of_what_is_no_sum_over_pairs_nor_of_hard_cores_nor_in_a_trap) {
  auto system = boxed(1, {{"up", 2}}, 3);
  system.interactions.push_back({"any", std::make_shared<AnyInteraction>([](std::span<const double>) { return 1.0; })});
  EXPECT_FALSE(pair_transform(system));
  EXPECT_FALSE(pair_transform(trapped(2, gaussian(1))));
}

}  // namespace
}  // namespace kato::exact
