// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "box_of.hpp"
#include "message.hpp"
#include "observe/sampled.hpp"
#include "system/box_walkers.hpp"

namespace kato {
namespace {

constexpr double side = 6;

System cube(int particles) {
  System system{box_of(3, {{"up", particles / 2}, {"down", particles / 2}}, side)};
  return system;
}

void measure(Observable& observable, const std::vector<double>& x, int particles) {
  observable.measure({.x = x, .particles = particles, .dimensions = 3}, {.threads = 2});
}

// Walkers on the sites, each of which has drifted its own way: peaks of 1, and nothing anywhere but at the sites.
TEST(CrystalDensity, of_particles_on_drifting_sites_is_at_the_sites) {
  const auto observable = make_observable("crystal-density", cube(16), 10, Settings({{"bins", std::int64_t{4}}}));
  const auto sites = crystal_sites(3, 16);
  std::vector<double> x, shift(4);
  for (std::uint32_t w = 0; w < 10; ++w) {
    fill_uniform({.seed = 2}, w, 0, shift);
    for (std::size_t k = 0; k < sites.size(); ++k) x.push_back(side * (sites[k] + shift[k % 3]));
  }
  measure(*observable, x, 16);
  const auto found = observable->results();
  for (const double peak : found.at("peaks").mean) EXPECT_NEAR(peak, 1, 1e-12);
  // a = 3: G = (2 pi/3) sqrt(2, 4, 6, 8, 10, 12), of 110, 200, 211, 220, 310 and 222.
  for (std::size_t n = 0; n < 6; ++n)
    EXPECT_NEAR(found.at("peaks").x[n], 2 * std::numbers::pi / 3 * std::sqrt(2.0 * static_cast<double>(n) + 2), 1e-12);
  EXPECT_NEAR(found.at("order").mean[0], 1, 1e-12);
  EXPECT_NEAR(found.at("lindemann").mean[0], 0, 1e-12);
  EXPECT_TRUE(has(found.at("order").what, "first G"));
  EXPECT_TRUE(has(found.at("lindemann").what, "nearest neighbours"));
  const auto is_at_sites = [](const std::vector<double>& density, std::initializer_list<std::size_t> at) {
    for (std::size_t n = 0; n < density.size(); ++n)
      EXPECT_NEAR(density[n], std::ranges::count(at, n) > 0 ? 32 : 0, 1e-12) << n;  // all of 64 voxels in two
  };
  is_at_sites(found.at("100").mean, {0, 7});
  is_at_sites(found.at("110").mean, {0, 7});
  is_at_sites(found.at("111").mean, {0, 3});
  // In the plane the middle and the corners.
  is_at_sites(found.at("").mean, {0, 7, 56, 63, 3 * 8 + 3, 3 * 8 + 4, 4 * 8 + 3, 4 * 8 + 4});
  EXPECT_NEAR(found.at("").x.back(), std::numbers::sqrt2 * 3.5 * 3.0 / 8, 1e-12);
  EXPECT_NEAR(found.at("100").x.back(), 7.5 * 3.0 / 8, 1e-12);
  EXPECT_NEAR(found.at("111").x.back(), std::numbers::sqrt3 * 3.5 * 3.0 / 8, 1e-12);
}

// Particles that know nothing of one another are no crystal: peaks of 1/N, the same density everywhere, and <u^2> that
// of a truncated octahedron, 19/96 of the square of the distance of neighbours.
TEST(CrystalDensity, of_independent_particles_is_flat) {
  const System system = cube(16);
  const auto observable = make_observable("crystal-density", system, 1000, Settings({{"bins", std::int64_t{4}}}));
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto walkers = uniform_walkers(system, 1000, seed);
    observable->measure(walkers, {.threads = 2});
  }
  const auto found = observable->results();
  for (std::size_t n = 0; n < 6; ++n)
    EXPECT_TRUE(is_near(found.at("peaks").mean[n], found.at("peaks").std_err[n], 1.0 / 16, 1e-3));
  EXPECT_TRUE(is_near(found.at("lindemann").mean[0], found.at("lindemann").std_err[0], std::sqrt(19.0 / 96), 1e-3));
  for (const auto* name : {"", "100", "110", "111"})
    for (std::size_t n = 0; n < found.at(name).mean.size(); ++n)
      EXPECT_TRUE(is_near(found.at(name).mean[n], found.at(name).std_err[n], 1, 0.03)) << name << n;
}

// Independent normal displacements of spread s about the sites weaken the peaks by exp(-G^2 s^2), but for a particle
// with itself.
TEST(CrystalDensity, of_particles_about_their_sites_has_the_peaks_of_their_spread) {
  const int particles = 54;
  const System system = cube(particles);
  const auto observable = make_observable("crystal-density", system, 200);
  const auto sites = crystal_sites(3, particles);
  const double spread = 0.25;
  for (std::uint32_t step = 0; step < 20; ++step) {
    std::vector<double> x(200 * sites.size());
    for (std::uint32_t w = 0; w < 200; ++w) {
      const auto place = std::span(x).subspan(w * sites.size(), sites.size());
      fill_normal({.seed = 3, .step = step}, w, 0, place);
      for (std::size_t k = 0; k < sites.size(); ++k) place[k] = spread * place[k] + side * sites[k] + 0.7;
    }
    measure(*observable, x, particles);
  }
  const auto found = observable->results();
  const auto& peaks = found.at("peaks");
  for (std::size_t n = 0; n < peaks.x.size(); ++n) {
    const double exact = (1 + (particles - 1) * std::exp(-std::pow(peaks.x[n] * spread, 2))) / particles;
    EXPECT_TRUE(is_near(peaks.mean[n], peaks.std_err[n], exact, 2e-3)) << n;
  }
  EXPECT_EQ(found.at("order").mean[0], peaks.mean[0]);
}

TEST(CrystalDensity, needs_particles_that_fill_a_lattice_of_a_cube) {
  EXPECT_TRUE(has(message_of([] { make_observable("crystal-density", cube(14), 2); }), "observable crystal-density",
                  "14 particles", "2 n^3", "54", "structure-factor"));
  System square = cube(2);
  square.dimensions = 2;
  EXPECT_TRUE(has(message_of([&] { make_observable("crystal-density", square, 2); }), "2 dimensions"));
  System trap;
  trap.particles = 2;
  EXPECT_TRUE(has(message_of([&] { make_observable("crystal-density", trap, 2); }), "periodic boxes", "density"));
}

}  // namespace
}  // namespace kato
