// SPDX-License-Identifier: Apache-2.0
#include "exact/ring_contact.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "box_table.hpp"
#include "message.hpp"

namespace kato::exact {
namespace {

constexpr double pi = std::numbers::pi;

// The energy of the free determinant of `up` and `down`, k = 2 pi n/L.
double free_energy(int up, int down, double side) {
  double energy = 0;
  for (const int count : {up, down})
    for (int n = -(count / 2); n <= count / 2; ++n) energy += 0.5 * std::pow(2 * pi * n / side, 2);
  return energy;
}

TEST(RingContact, of_bosons_has_the_tabulated_energies) {
  for (const int N : {2, 3, 5})
    for (const auto& row :
         box_table("ring-contact", "contact gas on a ring, " + std::to_string(N) + " bosons", "E_ground")) {
      const auto found = ring_bosons(N, row.parameter("g"), row.parameter("L"));
      EXPECT_NEAR(found.energy, row.value, 1e-9) << row.system << row.parameters;
      EXPECT_LT(found.uncertainty, 1e-12);
    }
}

TEST(RingContact, of_fermions_has_the_tabulated_energies) {
  for (const int n : {1, 3, 5}) {
    const auto name = "contact gas on a ring, " + std::to_string(n) + "+" + std::to_string(n) + " fermions";
    for (const auto& row : box_table("ring-contact", name, "E_ground")) {
      const auto found = ring_fermions(n, n, row.parameter("g"), row.parameter("L"));
      EXPECT_NEAR(found.energy, row.value, 1e-9) << row.system << row.parameters;
      EXPECT_LT(found.uncertainty, 1e-11);
    }
  }
}

TEST(RingContact, of_two_particles_is_the_pair_of_the_closed_form) {
  for (const double g : {1e-6, 0.01, 1.0, 30.0, 1e6}) {
    const auto pair = ring_pair(g, 5);
    EXPECT_NEAR(ring_bosons(2, g, 5).energy, pair.energy, 1e-12);
    EXPECT_NEAR(ring_fermions(1, 1, g, 5).energy, pair.energy, 1e-12);
    EXPECT_NEAR(ring_bosons(2, g, 5).interaction, pair.interaction, 1e-11);
    const double k = std::sqrt(pair.energy);
    EXPECT_NEAR(k * std::sin(2.5 * k), 0.5 * g * std::cos(2.5 * k), 1e-11 * (1 + g));
  }
}

// A deep pair is that of the infinite line, E = -g^2/4; a weak one has g/L in first order.
TEST(RingContact, of_an_attractive_pair_binds_it) {
  EXPECT_NEAR(ring_pair(-20, 6).energy, -100, 1e-10);
  EXPECT_NEAR(ring_pair(-1e-7, 6).energy, -1e-7 / 6, 1e-15);
  EXPECT_NEAR(ring_pair(-20, 6).interaction, -200, 1e-10);
  EXPECT_NEAR(ring_pair(1e-7, 6).energy, 1e-7 / 6, 1e-15);
}

// k = 2 pi I/L of N free fermions of one kind where N is odd, with a twist of a half where it is even.
TEST(RingContact, of_infinite_strength_is_a_gas_of_one_kind) {
  for (const int N : {2, 3, 6, 7}) {
    double energy = 0;
    for (int j = 0; j < N; ++j) energy += 0.5 * std::pow(2 * pi * (j - 0.5 * (N - 1)) / 4, 2);
    EXPECT_NEAR(ring_bosons(N, 1e10, 4).energy, energy, 1e-7 * energy);
    if (N % 2 == 0) {
      EXPECT_NEAR(ring_fermions(N - 1, 1, 1e10, 4).energy, energy, 1e-7 * energy);
      EXPECT_NEAR(ring_fermions(N / 2 + (N / 2 + 1) % 2, N / 2 - (N / 2 + 1) % 2, 1e10, 4).energy, energy,
                  1e-7 * energy);
    }
  }
}

// First order: g N_up N_down/L above the free determinant, g N (N - 1)/(2 L) of bosons; the second lowers both.
TEST(RingContact, begins_with_the_energy_of_first_order) {
  const double L = 7;
  for (const auto& [up, down] : {std::pair{1, 1}, {3, 1}, {3, 5}, {7, 7}}) {
    double last = 1;
    for (const double g : {1e-2, 1e-3, 1e-4}) {
      const double rise = (ring_fermions(up, down, g, L).energy - free_energy(up, down, L)) / (g * up * down / L);
      EXPECT_LT(rise, 1);
      EXPECT_NEAR(rise, 1, 20 * g);
      EXPECT_LT(1 - rise, 0.2 * last);
      last = 1 - rise;
    }
  }
  EXPECT_NEAR(ring_bosons(6, 1e-5, L).energy, 1e-5 * 15 / L, 1e-8);
}

TEST(RingContact, without_interaction_is_free) {
  EXPECT_EQ(ring_bosons(5, 0, 3).energy, 0);
  EXPECT_DOUBLE_EQ(ring_fermions(5, 3, 0, 3).energy, free_energy(5, 3, 3));
  EXPECT_EQ(ring_pair(0, 3).energy, 0);
}

// dE/dg by differences.
TEST(RingContact, has_the_interaction_energy_of_hellmann_and_feynman) {
  const double h = 1e-4;
  for (const double g : {0.3, 4.0}) {
    const auto slope = [&](auto energy) { return g * (energy(g + h) - energy(g - h)) / (2 * h); };
    EXPECT_NEAR(ring_bosons(5, g, 6).interaction, slope([](double s) { return ring_bosons(5, s, 6).energy; }), 1e-7);
    EXPECT_NEAR(ring_fermions(3, 5, g, 6).interaction, slope([](double s) { return ring_fermions(3, 5, s, 6).energy; }),
                1e-7);
    EXPECT_NEAR(ring_pair(-g, 6).interaction, slope([](double s) { return ring_pair(-s, 6).energy; }), 1e-7);
  }
}

TEST(RingContact, scales_with_the_side) {
  EXPECT_NEAR(ring_fermions(5, 3, 1.2, 6).energy, 4 * ring_fermions(5, 3, 0.6, 12).energy, 1e-11);
}

TEST(RingContact, does_not_care_which_species_is_the_smaller) {
  EXPECT_NEAR(ring_fermions(7, 3, 1.2, 6).energy, ring_fermions(3, 7, 1.2, 6).energy, 1e-12);
}

// E/N = n^2 e/2 with e = gamma - 4 gamma^(3/2)/(3 pi) + (1/6 - 1/pi^2) gamma^2 + .. for weak coupling gamma = g/n:
// Bogoliubov's energy (Lieb and Liniger, Phys. Rev. 130, 1605 (1963)) and the next term (Takahashi, Prog. Theor. Phys.
// 53, 386 (1975)).
TEST(RingContact, of_many_bosons_approaches_the_infinite_gas) {
  const int N = 60;
  const double gamma = 0.1;
  const double e = gamma - 4 * std::pow(gamma, 1.5) / (3 * pi) + (1.0 / 6 - 1 / (pi * pi)) * gamma * gamma;
  EXPECT_NEAR(2 * ring_bosons(N, gamma, N).energy / N, e, 4.0 / (N * N) + 1e-4);
}

TEST(RingContact, of_open_shells_is_refused_with_what_closes) {
  for (const auto& [up, down] : {std::pair{2, 2}, {3, 2}, {2, 1}}) {
    const auto message = message_of([&, up = up, down = down] { ring_fermions(up, down, 1, 6); });
    EXPECT_NE(message.find("odd"), std::string::npos) << message;
  }
  EXPECT_THROW(ring_bosons(3, -1, 6), Error);
}

// Large systems and couplings over many orders of magnitude: energies rise with g and stay below the limit.
TEST(RingContact, is_found_for_any_strength) {
  for (const auto& [up, down] : {std::pair{1, 1}, {13, 1}, {9, 9}, {31, 33}}) {
    double last = free_energy(up, down, 6);
    const double limit = ring_fermions(up, down, 1e12, 6).energy;
    for (double g = 1e-5; g < 1e6; g *= 10) {
      const auto found = ring_fermions(up, down, g, 6);
      EXPECT_GT(found.energy, last - found.uncertainty) << up << " " << down << " " << g;
      EXPECT_LT(found.energy, limit);
      EXPECT_LT(found.uncertainty, 1e-9 * limit);
      last = found.energy;
    }
  }
}

}  // namespace
}  // namespace kato::exact
