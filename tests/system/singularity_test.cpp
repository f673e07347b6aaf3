// SPDX-License-Identifier: Apache-2.0
#include "system/singularity.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "message.hpp"

namespace kato {
namespace {

TEST(Singularity, of_a_finite_potential_is_none) {
  for (const auto& finite : {std::function<double(double)>([](double r) { return std::exp(-r); }),
                             {[](double r) { return std::sin(r) / r; }},
                             {[](double r) { return std::log(r); }},
                             {[](double) { return 0.0; }}}) {
    const auto found = singularity_of(finite);
    EXPECT_EQ(found.exponent, 0);
    EXPECT_EQ(found.inverse, 0);
    EXPECT_EQ(found.square, 0);
  }
}

// The limit whatever the screening.
TEST(Singularity, of_a_screened_coulomb_is_its_strength) {
  for (const double length : {100.0, 1.0, 1e-2, 1e-5})
    for (const double strength : {3.0, -0.2}) {
      const auto found = singularity_of([=](double r) { return strength * std::exp(-r / length) / r; });
      EXPECT_EQ(found.exponent, 1);
      EXPECT_NEAR(found.inverse, strength, 1e-6 * std::abs(strength)) << length;
      EXPECT_EQ(found.square, 0);
      EXPECT_EQ(found.sign, strength > 0 ? 1 : -1);
    }
}

TEST(Singularity, of_an_inverse_square_has_both_its_terms) {
  const auto found = singularity_of([](double r) { return 2 / (r * r) - 3 / r + std::exp(r); });
  EXPECT_EQ(found.exponent, 2);
  EXPECT_NEAR(found.square, 2, 1e-9);
  EXPECT_NEAR(found.inverse, -3, 1e-4);
  EXPECT_EQ(singularity_of([](double r) { return 3.75 / (r * r); }).inverse, 0);
}

TEST(Singularity, has_the_exponent_of_other_powers) {
  for (const double n : {0.3, 0.5, 1.3, 1.7, 3.0, 12.0})
    EXPECT_NEAR(singularity_of([=](double r) { return std::pow(r, -n) + std::cos(r); }).exponent, n, 1e-3);
}

// s (s + D - 2) = a.
TEST(ContactPower, solves_the_indicial_equation) {
  for (int D = 1; D <= 5; ++D)
    for (const double a : {0.0, 0.4, 6.0, -0.2}) {
      const double s = contact_power(a, D);
      if (a < -std::pow(1 - 0.5 * D, 2)) {
        EXPECT_TRUE(std::isnan(s));
      } else {
        EXPECT_NEAR(s * (s + D - 2), a, 1e-12);
      }
    }
}

// -u'' - (D - 1)/r u' + V u of u = r^s (1 + c r) has neither 1/r^2 nor 1/r.
TEST(ContactShape, leaves_no_singularity_in_the_local_energy) {
  for (int D = 1; D <= 5; ++D)
    for (const auto& [a, b] : {std::pair{0.0, 0.8}, {2.0, 0.0}, {2.0, -1.5}, {-0.2, 0.7}}) {
      if (D == 2 && a < 0) continue;
      const auto shape = contact_shape({.square = a, .inverse = b}, std::nullopt, D, "unlike");
      const double s = shape.power, c = shape.slope.value_or(0);
      EXPECT_NEAR(s * (s + D - 2), a, 1e-12) << D;
      EXPECT_NEAR((s + 1) * (s + D - 1) * c - s * (s + D - 2) * c, b, 1e-12) << D;
      if (D == 1 && a == 0) {
        EXPECT_EQ(s, 1);
      }
    }
}

TEST(ContactShape, adds_the_slope_of_others) {
  const auto shape = contact_shape({.inverse = 0.6}, 0.5, 3, "unlike");
  EXPECT_NEAR(*shape.slope, 0.5 + 0.3, 1e-15);
  EXPECT_NEAR(*contact_shape({.square = 6, .inverse = 0.6}, 0.5, 3, "unlike").slope, (0.6 + 2 * 0.5) / 6, 1e-15);
}

TEST(ContactShape, refuses_what_the_potential_does_not_ask_for) {
  const auto declared = [](ContactTerms terms, int D) {
    return message_of([&] { contact_shape(terms, std::nullopt, D, "unlike"); });
  };
  EXPECT_TRUE(
      has(declared({.inverse = 1, .slope = -0.5}, 3), "unlike", "slope", "-0.5", "asks for 0.5", "leave it out"));
  EXPECT_TRUE(has(declared({.inverse = 1, .slope = 1}, 3), "asks for 0.5"));
  EXPECT_TRUE(has(declared({.slope = 0.3}, 3), "asks for 0"));
  EXPECT_TRUE(has(declared({.square = 2, .power = 2.5}, 1), "the power", "asks for 2"));
  EXPECT_TRUE(has(declared({.inverse = 1, .power = 2}, 1), "asks for 1"));
  const double typed = 0.333333, slope = *contact_shape({.inverse = 1, .slope = typed}, std::nullopt, 4, "like").slope;
  EXPECT_EQ(slope, 1.0 / 3);  // near enough, and then as it should be
  EXPECT_EQ(*contact_shape({.inverse = 1, .slope = 0.5}, std::nullopt, 3, "unlike").slope, 0.5);
}

TEST(ContactShape, refuses_a_fall_to_the_centre) {
  EXPECT_TRUE(has(message_of([] { contact_shape({.square = -0.26}, std::nullopt, 1, "unlike"); }), "no ground state"));
  EXPECT_TRUE(has(message_of([] { contact_shape({.square = -1e-9}, std::nullopt, 2, "like"); }), "like", "fall"));
  EXPECT_TRUE(has(message_of([] { contact_shape({.inverse = -0.1}, std::nullopt, 1, "unlike"); }), "no ground state"));
  EXPECT_NO_THROW(contact_shape({.inverse = -0.1}, std::nullopt, 3, "unlike"));
}

}  // namespace
}  // namespace kato
