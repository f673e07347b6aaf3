// SPDX-License-Identifier: Apache-2.0
#include "system/periodic_coulomb.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "box_of.hpp"
#include "box_table.hpp"
#include "exact/plane_wave_energies.hpp"
#include "message.hpp"

namespace kato {
namespace {

constexpr double pi = std::numbers::pi;

PeriodicCoulomb charges(const Matter& matter, std::vector<double> q, double strength = 1) {
  return {matter, strength, std::move(q), std::nullopt};
}

double energy_of(const Interaction& interaction, const std::vector<double>& x, int dimensions) {
  double energy = 0;
  const int particles = static_cast<int>(x.size()) / dimensions;
  interaction.diagonal({.x = x, .particles = particles, .dimensions = dimensions}, {&energy, 1});
  return energy;
}

std::vector<double> random_places(std::uint32_t number, std::size_t count, double side) {
  std::vector<double> x(count);
  fill_uniform({.seed = 43}, number, 0, x);
  for (double& along : x) along *= 3 * side;  // also beyond the box
  return x;
}

// Calls f(r) with the distances of all images of the second of two particles that are not far.
template <class F>
void for_images(const std::vector<double>& x, int dimensions, double side, F&& f) {
  const Space space{.kind = Space::box, .side = side};
  space.for_images(x.data(), x.data() + dimensions, dimensions, 2, [&](double square) { f(std::sqrt(square)); });
}

double table(const std::string& system) { return box_table("periodic-box", system, "").front().value; }

// Cubic cells of side a, `cells` of them along each edge, with an atom at each of these places in units of a.
std::vector<double> crystal(const std::vector<std::array<double, 3>>& atoms, int cells, double a) {
  std::vector<double> x;
  for (const auto& atom : atoms)
    for (int n = 0; n < cells * cells * cells; ++n)
      for (const auto& [along, cell] : {std::pair{atom[0], n % cells}, std::pair{atom[1], n / cells % cells},
                                        std::pair{atom[2], n / cells / cells}})
        x.push_back(a * (along + cell));
  return x;
}

TEST(PeriodicCoulomb, salts_have_their_madelung_constants) {
  const auto sites = std::vector<std::array<double, 3>>{{0, 0, 0},  {.5, .5, 0}, {.5, 0, .5}, {0, .5, .5},
                                                        {.5, 0, 0}, {0, .5, 0},  {0, 0, .5},  {.5, .5, .5}};
  for (const int cells : {1, 2}) {  // of side 1.4
    const int pairs = 4 * cells * cells * cells;
    const auto salt = charges(box_of(3, {{"plus", pairs}, {"minus", pairs}}, 1.4 * cells), {1, -1});
    EXPECT_NEAR(energy_of(salt, crystal(sites, cells, 1.4), 3) / pairs, -table("NaCl") / 0.7, 2e-9 * pairs);
  }
  const auto caesium = charges(box_of(3, {{"plus", 1}, {"minus", 1}}, 1.4), {2, -2}, 3);
  EXPECT_NEAR(energy_of(caesium, {0, 0, 0, 0.7, 0.7, 0.7}, 3), -12 * table("CsCl") / (0.7 * std::sqrt(3)), 1e-8);
}

TEST(PeriodicCoulomb, electrons_on_the_sites_of_a_bcc_crystal_have_its_energy) {
  for (const int cells : {1, 3}) {
    const int particles = 2 * cells * cells * cells;
    const double r_s = 5, a = r_s * std::cbrt(8 * pi / 3);
    const auto electrons = charges(box_of(3, {{"up", particles}}, a * cells), {1});
    const auto x = crystal({{0.1, 0.2, 0.3}, {0.6, 0.7, 0.8}}, cells, a);
    EXPECT_NEAR(energy_of(electrons, x, 3) / particles, table("bcc") / r_s, 1e-9);
  }
}

TEST(PeriodicCoulomb, one_electron_has_the_energy_of_its_images) {
  const double xi = table("one charge");
  EXPECT_NEAR(energy_of(charges(box_of(3, {{"up", 1}}, 5), {-3}, 0.5), {1, 2, 3}, 3), 0.5 * 9 * xi / 10, 1e-12);
  EXPECT_NEAR(charges(box_of(2, {{"up", 4}}, 1), {1}).self(), 2 * -3.9002649200, 1e-9);
}

// No configuration of equal charges in a uniform background has less than -0.9/r_s a particle (Lieb and Narnhofer, J.
// Stat. Phys. 12, 291 (1975)); the bcc crystal comes near, and other crystals nearly as near.
TEST(PeriodicCoulomb, electrons_anywhere_have_no_less_than_the_bound_of_lieb_and_narnhofer) {
  for (const int particles : {2, 14, 54}) {
    const double side = std::cbrt(4 * pi * particles / 3);  // r_s = 1
    const auto electrons = charges(box_of(3, {{"up", particles}}, side), {1});
    for (std::uint32_t n = 0; n < 200; ++n)
      EXPECT_GT(energy_of(electrons, random_places(n, 3 * static_cast<std::size_t>(particles), side), 3),
                -0.9 * particles);
  }
  const std::vector<std::array<double, 3>> fcc{{0, 0, 0}, {0.5, 0.5, 0}, {0.5, 0, 0.5}, {0, 0.5, 0.5}};
  const double side = std::cbrt(4 * pi * 32 / 3);
  const double energy = energy_of(charges(box_of(3, {{"up", 32}}, side), {1}), crystal(fcc, 2, side / 2), 3) / 32;
  EXPECT_GT(energy, table("bcc"));
  EXPECT_LT(energy, -0.89);
}

TEST(PeriodicCoulomb, images_and_shifts_of_all_particles_change_nothing) {
  for (const int d : {2, 3}) {
    const auto some = charges(box_of(d, {{"up", 3}, {"down", 2}}, 2.5), {1, -2}, 0.7);
    auto x = random_places(7, static_cast<std::size_t>(5 * d), 2.5);
    const double there = energy_of(some, x, d);
    x[1] += 5, x[4] -= 7.5;
    EXPECT_NEAR(energy_of(some, x, d), there, 1e-11);
    for (std::size_t k = 0; k < x.size(); ++k) x[k] += 0.3 + 0.4 * static_cast<double>(k % static_cast<std::size_t>(d));
    EXPECT_NEAR(energy_of(some, x, d), there, 2e-8);
  }
}

TEST(PeriodicCoulomb, adds_to_what_every_walker_has) {
  const auto some = charges(box_of(2, {{"up", 2}}, 2), {1});
  const std::vector<double> x{0, 0, 1, 1, 0, 0, 0.5, 0};
  std::vector<double> energy{1, 2};
  some.diagonal({.x = x, .particles = 2, .dimensions = 2}, energy);
  EXPECT_EQ(energy[0], 1 + energy_of(some, {0, 0, 1, 1}, 2));
  EXPECT_EQ(energy[1], 2 + energy_of(some, {0, 0, 0.5, 0}, 2));
}

// The box grows with the places.
TEST(PeriodicCoulomb, its_work_is_the_slope_of_the_energy_by_the_scale_of_everything) {
  const auto x = random_places(3, 15, 2);
  const auto at = [&](double scale) {
    auto scaled = x;
    for (double& along : scaled) along *= scale;
    return energy_of(charges(box_of(3, {{"up", 5}}, 2 * scale), {1}, 1.3), scaled, 3);
  };
  const double h = 1e-4;
  std::vector<double> work{0.5};
  charges(box_of(3, {{"up", 5}}, 2), {1}, 1.3).work({.x = x, .particles = 5, .dimensions = 3}, work);
  EXPECT_NEAR(work[0], 0.5 + (at(1 + h) - at(1 - h)) / (2 * h), 1e-6);
  EXPECT_NEAR(work[0], 0.5 - at(1), 1e-12);
}

// What is left of a pair's V without erfc(a r)/r around every image is smooth, and a sum over a grid has its Fourier
// coefficients: those of 1/r times exp(-q^2/4a^2), in two dimensions erfc(q/2a).
TEST(PeriodicCoulomb, its_transform_is_that_of_its_energy) {
  constexpr int points = 12;
  constexpr double L = 1.5, a = 3 / L, strength = 0.8;
  for (const int d : {2, 3}) {
    const auto pair = charges(box_of(d, {{"up", 1}, {"down", 1}}, L), {2, -3}, strength);
    for (const std::array<int, 3>& n : {std::array{0, 0, 0}, {1, 0, 0}, {1, -1, 0}, {2, 1, 0}}) {
      double mean = 0, square = 0;
      for (int at = 0; at < (d == 3 ? points * points * points : points * points); ++at) {
        const std::array numbers{at % points, at / points % points, at / points / points};
        std::vector<double> x(static_cast<std::size_t>(2 * d));
        double phase = 0;
        for (std::size_t c = 0; c < static_cast<std::size_t>(d); ++c) {
          x[c] = L * (numbers[c] + 0.5) / points;
          phase += 2 * pi * n[c] * x[c] / L;
        }
        double smooth = energy_of(pair, x, d) - pair.self();
        for_images(x, d, L, [&](double r) { smooth += 6 * strength * std::erfc(a * r) / r; });
        mean += smooth * std::cos(phase) / std::pow(points, d);
      }
      for (const int component : n) square += component * component;
      const double q = 2 * pi * std::sqrt(square) / L;
      const double damped = d == 3 ? std::exp(-q * q / (4 * a * a)) : std::erfc(q / (2 * a));
      const double at_zero = 6 * strength * (d == 3 ? pi / (a * a) : 2 * std::sqrt(pi) / a);  // of erfc(a r)/r
      EXPECT_NEAR(mean * std::pow(L, d), square == 0 ? at_zero : pair.transform(q, 0, 1) * damped, 1e-8) << d << square;
    }
    EXPECT_EQ(pair.transform(0, 0, 0), 0);
    EXPECT_DOUBLE_EQ(pair.transform(2, 1, 1), 9 * strength * pi);
  }
}

TEST(PeriodicCoulomb, plane_waves_have_the_tabulated_energies_of_hartree_and_fock) {
  for (const auto& row : box_table("periodic-box", "HEG 3D, unpolarised", "E_HF")) {
    const int N = static_cast<int>(row.parameter("N"));
    const auto matter = box_of(3, {{"up", N / 2}, {"down", N / 2}}, row.parameter("r_s") * std::cbrt(4 * pi * N / 3));
    const auto electrons = charges(matter, {1, 1});
    const auto found = exact::plane_wave_energies(
        matter, {.v = [&](double q, int a, int b) { return electrons.transform(q, a, b); }, .self = electrons.self()});
    EXPECT_NEAR(found.energy() / N, row.value, 1e-10) << row.parameters;
  }
}

TEST(PeriodicCoulomb, is_refused_outside_of_boxes) {
  EXPECT_TRUE(has(message_of([] { charges({.dimensions = 3, .particles = 2}, {1}); }), "need a periodic box"));
}

}  // namespace
}  // namespace kato
