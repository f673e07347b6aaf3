// SPDX-License-Identifier: Apache-2.0
#include "exact/plane_wave_energies.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "box_of.hpp"
#include "box_table.hpp"
#include "message.hpp"
#include "system/plane_waves.hpp"

namespace kato::exact {
namespace {

constexpr double pi = std::numbers::pi;

// 1/r with a background; xi L of a unit charge is the first row of the table.
PairTransform coulomb(const Matter& matter) {
  const double xi = box_table("periodic-box", "one charge in a cubic box", "xi").front().value / matter.space.side;
  return {.v = [](double q, int, int) { return q > 0 ? 4 * pi / (q * q) : 0; }, .self = 0.5 * matter.particles * xi};
}

// exp(-r^2/(2 s^2)) between all, or with other strengths between species.
PairTransform gaussian(int d, double s, double like, double unlike) {
  return {.v = [=](double q, int a, int b) {
    return (a == b ? like : unlike) * std::pow(std::sqrt(2 * pi) * s, d) * std::exp(-0.5 * q * q * s * s);
  }};
}

TEST(PlaneWaveEnergies, of_electrons_are_those_of_the_table_term_by_term) {
  const std::pair<const char*, double (*)(const PlaneWaveEnergies&)> terms[] = {
      {"kinetic", [](const PlaneWaveEnergies& e) { return e.kinetic; }},
      {"exchange", [](const PlaneWaveEnergies& e) { return e.exchange + e.direct; }},
      {"xi/(2L)", [](const PlaneWaveEnergies& e) { return e.self; }},
      {"E_HF", [](const PlaneWaveEnergies& e) { return e.energy(); }}};
  for (const auto& [name, term] : terms) {
    int rows = 0;
    for (const auto& row : box_table("periodic-box", "HEG 3D", name)) {
      if (row.system.find("plane-wave determinant") == std::string::npos) continue;
      const int N = static_cast<int>(row.parameter("N"));
      const double side = row.parameter("r_s") * std::cbrt(4 * pi * N / 3);
      const bool polarised = row.system.find("unpolarised") == std::string::npos;
      const auto matter = polarised ? box_of(3, {{"up", N}}, side) : box_of(3, {{"up", N / 2}, {"down", N / 2}}, side);
      const auto found = plane_wave_energies(matter, coulomb(matter));
      EXPECT_NEAR(term(found) / N, row.value, 1e-10) << row.system << row.parameters << name;
      EXPECT_LT(found.uncertainty, 1e-11);
      ++rows;
    }
    EXPECT_GT(rows, 30) << name;
  }
}

// <V> on a grid of the places of two particles of one kind, three waves on a line: |det|^2/6 integrated over the third
// is n(x) n(y) - |rho(x - y)|^2 over 2 pairs. Exact, as all of it are trigonometric polynomials and a smooth V.
TEST(PlaneWaveEnergies, are_the_mean_of_the_interaction_over_the_determinant) {
  constexpr int points = 64;
  const double L = 4, s = 0.5;
  const auto matter = box_of(1, {{"up", 3}, {"down", 1}}, L);
  double like = 0, unlike = 0;
  for (int j = 0; j < points; ++j) {
    const double x = L * j / points;
    double v = 0;
    for (int m = -6; m <= 6; ++m) v += std::exp(-0.5 * std::pow((x - m * L) / s, 2));
    const double rho = (1 + 2 * std::cos(2 * pi * x / L)) / L, step = L / points;
    like += 0.5 * L * step * v * (9 / (L * L) - rho * rho);
    unlike += 3 * step * v / L;
  }
  const auto found = plane_wave_energies(matter, gaussian(1, s, 2.0, 0.7));
  EXPECT_NEAR(found.interaction(), 2.0 * like + 0.7 * unlike, 1e-12);
  EXPECT_NEAR(found.kinetic, 4 * pi * pi / (L * L), 1e-12);
}

TEST(PlaneWaveEnergies, of_bosons_are_those_of_a_uniform_density) {
  auto matter = box_of(3, {{"up", 4}}, 2.0);
  matter.statistics = Statistics::boson;
  const auto found = plane_wave_energies(matter, gaussian(3, 0.3, 1.5, 0));
  EXPECT_EQ(found.kinetic, 0);
  EXPECT_NEAR(found.energy(), 6 * 1.5 * std::pow(std::sqrt(2 * pi) * 0.3, 3) / 8, 1e-12);
}

// A constant between fermions of one kind and nothing else at short range: like particles never feel a delta function.
TEST(PlaneWaveEnergies, of_a_contact_between_like_fermions_vanish) {
  const auto found = plane_wave_energies(box_of(2, {{"up", 9}}, 3.0), {.v = [](double, int, int) { return 1.3; }});
  EXPECT_NEAR(found.interaction(), 0, 1e-13);
  EXPECT_GT(found.direct, 1);
}

TEST(PlaneWaveEnergies, of_open_shells_are_refused_with_the_numbers_that_close) {
  const auto matter = box_of(3, {{"up", 7}, {"down", 10}}, 3.0);
  const auto message = message_of([&] { plane_wave_energies(matter, gaussian(3, 0.3, 1, 1)); });
  EXPECT_NE(message.find("10 particles"), std::string::npos) << message;
  EXPECT_NE(message.find("7 or 19"), std::string::npos) << message;
}

}  // namespace
}  // namespace kato::exact
