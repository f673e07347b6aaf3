// SPDX-License-Identifier: Apache-2.0
#include "exact/pair_in_a_box.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "box_table.hpp"
#include "exact/radial_transform.hpp"
#include "exact/ring_contact.hpp"

namespace kato::exact {
namespace {

constexpr double pi = std::numbers::pi;

Matter pair(int dimensions, double side) {
  return {.space = {.kind = Space::box, .side = side},
          .dimensions = dimensions,
          .particles = 2,
          .species = {{"up", 1}, {"down", 1}}};
}

TransformUpTo transform_of(const Matter& matter, RadialPotential potential) {
  return [=](double largest) {
    const RadialTransform v(potential, matter.dimensions, matter.space.side, largest);
    return PairTransform{.v = [v](double q, int, int) { return v(q); }, .uncertainty = v.uncertainty()};
  };
}

// -2 mu^2/cosh^2(mu r), at unitarity.
TEST(PairInABox, has_the_tabulated_energies_at_unitarity) {
  int rows = 0;
  for (const auto& row :
       box_table("pair-in-a-box", "two particles (1 up, 1 down), periodic cube, unitarity", "E m L^2")) {
    if (row.system.find("images summed exactly") == std::string::npos) continue;
    const auto from = row.parameters.find("mu L=");
    const double mu = std::stod(row.parameters.substr(from + 5));
    const auto matter = pair(3, 1);
    const auto found = pair_in_a_box(
        matter, transform_of(matter, [mu](double r) { return -2 * std::pow(mu / std::cosh(mu * r), 2); }));
    EXPECT_NEAR(found.energy, row.value, std::stod(row.uncertainty) + found.uncertainty) << row.parameters;
    EXPECT_LT(found.uncertainty, 2e-7) << row.parameters;
    ++rows;
  }
  EXPECT_EQ(rows, 3);
}

// Luscher's equation, whose rows neglect images: those are exponentially small in large boxes.
TEST(PairInABox, has_luschers_energy_in_a_large_box) {
  int rows = 0;
  for (const auto& row :
       box_table("pair-in-a-box", "two particles (1 up, 1 down), periodic cube, unitarity", "E m L^2"))
    for (const double mu : {40.0, 80.0}) {
      if (row.parameters.find("mu L=" + std::to_string(static_cast<int>(mu)) + ";") == std::string::npos) continue;
      const auto matter = pair(3, 1);
      const auto found = pair_in_a_box(
          matter, transform_of(matter, [mu](double r) { return -2 * std::pow(mu / std::cosh(mu * r), 2); }));
      EXPECT_NEAR(found.energy, row.value, 1e-7 + found.uncertainty) << mu;
      EXPECT_LT(found.uncertainty, mu < 50 ? 1e-6 : 1e-4) << mu;
      ++rows;
    }
  EXPECT_EQ(rows, 2);
}

// Mathieu's equation in every coordinate: A sum_c cos(2 pi x_c/L) has a_0(q), q = A L^2/(2 pi^2 hbar^2/m), and
// E = d a_0 pi^2/L^2 hbar^2/m; a_0(5) from Abramowitz and Stegun (20.1).
TEST(PairInABox, has_mathieus_energy_in_any_dimension) {
  for (int d = 1; d <= 3; ++d) {
    auto matter = pair(d, 1.7);
    matter.hbar2_m = 2.5;
    const double k = 2 * pi / 1.7, unit = 2.5 * pi * pi / (1.7 * 1.7), volume = std::pow(1.7, d);
    const auto found = pair_in_a_box(matter, [&](double) {
      return PairTransform{.v = [=](double q, int, int) { return std::abs(q - k) < 1e-9 ? 5 * unit * volume : 0; }};
    });
    EXPECT_NEAR(found.energy / (d * unit), -5.80004602, 1e-8) << d;
    EXPECT_LT(found.uncertainty, 1e-8 * unit);
  }
}

// A delta function on a ring, whose energy converges as 1/m alone.
TEST(PairInABox, finds_the_contact_on_a_ring_within_what_it_says) {
  const auto matter = pair(1, 5);
  for (const double g : {0.5, 3.0, -2.0}) {
    const auto found =
        pair_in_a_box(matter, [g](double) { return PairTransform{.v = [g](double, int, int) { return g; }}; });
    EXPECT_NEAR(found.energy, ring_pair(g, 5).energy, found.uncertainty) << g;
    EXPECT_LT(found.uncertainty, 5e-3);
  }
}

// A step V for |x| < a on a ring: q tanh(q a) = k tan(k (L/2 - a)) with q^2 = V - E and k^2 = E. Its edges slow the
// convergence down, and the nodes of the quadrature do not fit them.
TEST(PairInABox, finds_a_step_on_a_ring_within_what_it_says) {
  const double L = 5, a = 0.7, V = 3;
  double low = 0, high = std::min(V, std::pow(0.5 * pi / (0.5 * L - a), 2));
  while (high - low > 1e-15) {
    const double E = 0.5 * (low + high), q = std::sqrt(V - E), k = std::sqrt(E);
    if (E == low || E == high) break;
    (k * std::sin(k * (0.5 * L - a)) < q * std::tanh(q * a) * std::cos(k * (0.5 * L - a)) ? low : high) = E;
  }
  const auto matter = pair(1, L);
  const auto found = pair_in_a_box(matter, [=](double) {
    return PairTransform{.v = [=](double q, int, int) { return q > 0 ? 2 * V * std::sin(q * a) / q : 2 * V * a; }};
  });
  EXPECT_NEAR(found.energy, low, found.uncertainty);
  EXPECT_LT(found.uncertainty, 1e-6);
  const auto by_quadrature = pair_in_a_box(matter, transform_of(matter, [=](double r) { return r < a ? V : 0; }));
  EXPECT_NEAR(by_quadrature.energy, low, by_quadrature.uncertainty);
}

// E = v(0)/V - sum_k |v(k)|^2/(V^2 hbar^2 k^2/m) + ..: second order for a weak Gaussian, from a sum over the lattice.
TEST(PairInABox, has_the_energy_of_second_order_if_the_potential_is_weak) {
  const double L = 2, s = 0.35, strength = 1e-4;
  for (int d = 1; d <= 3; ++d) {
    const auto matter = pair(d, L);
    const double whole = strength * std::pow(std::sqrt(2 * pi) * s / L, d);
    double second = 0;
    for (int a = -8; a <= 8; ++a)
      for (int b = d > 1 ? -8 : 0; b <= (d > 1 ? 8 : 0); ++b)
        for (int c = d > 2 ? -8 : 0; c <= (d > 2 ? 8 : 0); ++c) {
          const double k2 = std::pow(2 * pi / L, 2) * (a * a + b * b + c * c);
          if (k2 > 0) second += std::pow(whole, 2) * std::exp(-k2 * s * s) / k2;
        }
    const auto found = pair_in_a_box(
        matter, transform_of(matter, [=](double r) { return strength * std::exp(-0.5 * r * r / (s * s)); }));
    EXPECT_NEAR((found.energy - whole) / second, -1, 2e-3) << d;
  }
}

// strength/r on a background, with xi of a unit charge.
TransformUpTo coulomb(double strength, double side) {
  const double xi = box_table("periodic-box", "one charge in a cubic box", "xi").front().value / side;
  return [=](double) {
    return PairTransform{.v = [=](double q, int, int) { return q > 0 ? 4 * pi * strength / (q * q) : 0; },
                         .self = strength * xi};
  };
}

// First order xi/L; second -sum (4 pi/k^2)^2/(V^2 k^2) = -sum n^-6/(4 pi^4), and the sum over a cubic lattice is
// 8.40192398 (Jones and Ingham, Proc. R. Soc. A 107, 636 (1925)).
TEST(PairInABox, of_two_weak_charges_has_the_energy_of_second_order) {
  const double side = 2, strength = 1e-4;
  const auto found = pair_in_a_box(pair(3, side), coulomb(strength, side));
  const double first = coulomb(strength, side)(0).self;
  EXPECT_NEAR((found.energy - first) / (strength * strength), -8.40192398 / (4 * std::pow(pi, 4)), 1e-5);
}

TEST(PairInABox, of_two_electrons_settles_in_spite_of_their_cusp) {
  const auto found = pair_in_a_box(pair(3, 4), coulomb(1, 4));
  EXPECT_LT(found.energy, coulomb(1, 4)(0).self);
  EXPECT_LT(found.uncertainty, 1e-5);
}

TEST(PairInABox, of_a_potential_too_narrow_for_the_waves_says_that_nothing_is_known) {
  const auto matter = pair(2, 1);
  const auto found = pair_in_a_box(
      matter, transform_of(matter, [](double r) { return -2 * std::pow(2000 / std::cosh(2000 * r), 2); }));
  EXPECT_FALSE(std::isfinite(found.uncertainty));
}

}  // namespace
}  // namespace kato::exact
