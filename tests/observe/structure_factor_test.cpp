// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>

#include "message.hpp"
#include "observe/sampled.hpp"
#include "plane_wave_state.hpp"

namespace kato {
namespace {

constexpr double unit = 2 * std::numbers::pi / 2.5;  // of k in the box

std::vector<double> uniform_places(std::size_t count, std::uint32_t step) {
  std::vector<double> x(count);
  fill_uniform({.seed = 5, .step = step, .purpose = Purpose::test}, 0, 0, x);
  for (double& v : x) v *= 2.5;
  return x;
}

// sum_ij w_i v_j cos(k.(r_i - r_j)) over all pairs, also of a particle with itself, averaged over the waves of a shell.
double sum_over_pairs(const std::vector<std::vector<int>>& waves, const double* x, const std::vector<double>& w,
                      const std::vector<double>& v) {
  double sum = 0;
  for (const auto& wave : waves)
    for (std::size_t i = 0; i < w.size(); ++i)
      for (std::size_t j = 0; j < v.size(); ++j) {
        double phase = 0;
        for (std::size_t c = 0; c < wave.size(); ++c)
          phase += unit * wave[c] * (x[i * wave.size() + c] - x[j * wave.size() + c]);
        sum += w[i] * v[j] * std::cos(phase) / static_cast<double>(waves.size());
      }
  return sum;
}

TEST(StructureFactor, is_a_sum_over_all_pairs_of_particles) {
  for (int d = 1; d <= 3; ++d) {
    const System system = plane_wave_system(d, 3, 1);
    const auto observable = make_observable("structure-factor", system, 2, Settings({{"extent", 3.5 * unit}}));
    const auto size = static_cast<std::size_t>(4 * d);
    const auto x = uniform_places(2 * size, static_cast<std::uint32_t>(d));
    observable->measure({.x = x, .particles = 4, .dimensions = d}, {});
    const auto found = observable->results();
    const std::map<std::string, std::pair<std::vector<double>, std::vector<double>>> weights{
        {"", {{1, 1, 1, 1}, {1, 1, 1, 1}}},
        {"spin", {{1, 1, 1, -1}, {1, 1, 1, -1}}},
        {"up-up", {{1, 1, 1, 0}, {1, 1, 1, 0}}},
        {"up-down", {{1, 1, 1, 0}, {0, 0, 0, 1}}},
        {"down-down", {{0, 0, 0, 1}, {0, 0, 0, 1}}}};
    ASSERT_EQ(found.size(), weights.size());
    const auto shells = waves_by_length(d, 12);
    for (const auto& [name, of] : weights) {
      const auto& curve = found.at(name);
      const double norm = name == "up-up" ? 3 : name == "up-down" ? std::sqrt(3.0) : name == "down-down" ? 1 : 4;
      ASSERT_EQ(curve.x.size(), shells.size());
      for (std::size_t s = 0; s < shells.size(); ++s) {
        const double one = sum_over_pairs(shells[s], x.data(), of.first, of.second) / norm,
                     other = sum_over_pairs(shells[s], x.data() + size, of.first, of.second) / norm;
        EXPECT_NEAR(curve.mean[s], 0.5 * (one + other), 1e-12) << d << name << s;
        EXPECT_NEAR(curve.std_err[s], 0.5 * std::abs(one - other), 1e-12);
      }
    }
    EXPECT_EQ(found.at("").axis, "k [1/a]");
  }
}

TEST(StructureFactor, of_one_particle_is_one) {
  const System system{box_of(3, {}, 2.5)};
  System one = system;
  one.particles = 1;
  const auto observable = make_observable("structure-factor", one, 4, Settings({{"extent", 4 * unit}}));
  const auto x = uniform_places(12, 9);
  observable->measure({.x = x, .particles = 1, .dimensions = 3}, {});
  const auto found = observable->results();
  EXPECT_EQ(found.size(), 1u);
  for (std::size_t s = 0; s < found.at("").x.size(); ++s) {
    EXPECT_NEAR(found.at("").mean[s], 1, 1e-14);
    EXPECT_NEAR(found.at("").std_err[s], 0, 1e-14);
  }
}

// Of a determinant of plane waves, <|rho_k|^2> of a species is its number less the pairs of occupied waves p - q = k.
double of_plane_waves(int dimensions, int count, const std::vector<int>& k) {
  const auto filled = plane_waves(dimensions, count);
  const std::set<std::vector<int>> occupied(filled.begin(), filled.end());
  int pairs = 0;
  for (auto wave : filled) {
    for (std::size_t c = 0; c < wave.size(); ++c) wave[c] += k[c];
    pairs += occupied.contains(wave);
  }
  return 1 - static_cast<double>(pairs) / count;
}

TEST(StructureFactor, of_plane_waves_counts_the_pairs_that_are_filled) {
  struct Case {
    int dimensions, up, down;
  };
  for (const auto& [d, up, down] : {Case{1, 5, 3}, Case{2, 5, 1}, Case{3, 7, 1}}) {
    const System system = plane_wave_system(d, up, down);
    const auto observable = make_observable("structure-factor", system, 500, Settings({{"extent", 3.5 * unit}}));
    const auto found = sampled(system, plane_wave_state(system), {}, *observable, 500, 40);
    const auto shells = waves_by_length(d, 12);
    ASSERT_EQ(found.at("").x.size(), shells.size());
    const double total = up + down;
    for (std::size_t s = 0; s < shells.size(); ++s) {
      double of_up = 0, of_down = 0;
      for (const auto& wave : shells[s]) {
        of_up += of_plane_waves(d, up, wave) / static_cast<double>(shells[s].size());
        of_down += of_plane_waves(d, down, wave) / static_cast<double>(shells[s].size());
      }
      const double both = (up * of_up + down * of_down) / total;
      const auto is = [&](const std::string& name, double exact) {
        const auto& curve = found.at(name);
        EXPECT_TRUE(is_near(curve.mean[s], curve.std_err[s], exact, 0.03, 1e-12)) << d << name << " " << curve.x[s];
      };
      is("", both);
      is("spin", both);  // the species know nothing of one another
      is("up-up", of_up);
      is("down-down", of_down);
      is("up-down", 0);
    }
  }
}

TEST(StructureFactor, needs_a_box) {
  System trap;
  trap.particles = 2;
  EXPECT_TRUE(has(message_of([&] { make_observable("structure-factor", trap, 2); }), "observable structure-factor",
                  "periodic boxes", "pair-correlation"));
}

}  // namespace
}  // namespace kato
