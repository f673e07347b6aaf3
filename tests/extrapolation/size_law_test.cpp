// SPDX-License-Identifier: Apache-2.0
#include "extrapolation/size_law.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "box_of.hpp"
#include "exact/ring_contact.hpp"
#include "message.hpp"
#include "system/filled_waves.hpp"

namespace kato {
namespace {

constexpr double pi = std::numbers::pi;

// T_N - T_inf of a particle of `up` and `up` at density 1.
double excess(int dimensions, int up) {
  const auto gas = box_of(dimensions, {{"up", up}, {"down", up}}, std::pow(2.0 * up, 1.0 / dimensions));
  return filled_waves_energy(gas) / (2 * up) - infinite_gas_energy(gas);
}

std::vector<FiniteSystem> on_the_law(double energy, double b1, double b2) {
  std::vector<FiniteSystem> systems;
  for (const int up : {7, 19, 27, 33, 57}) {
    const double shells = excess(3, up);
    systems.push_back({2 * up, energy + b1 * shells + b2 / (2 * up), 1e-4 * up, shells});
  }
  return systems;
}

TEST(SizeLaw, energies_on_the_law_give_its_coefficients_back) {
  const auto law = fit_size_law(on_the_law(-0.0758, 1.18, -0.067), {}, {});
  EXPECT_NEAR(law.energy.value, -0.0758, 1e-13);
  EXPECT_NEAR(law.shells.value, 1.18, 1e-11);
  EXPECT_NEAR(law.inverse_number.value, -0.067, 1e-11);
  EXPECT_NEAR(law.chi_square, 0, 1e-18);
  EXPECT_EQ(law.degrees_of_freedom, 2);
  EXPECT_TRUE(warnings_of(law).empty());
}

// E_inf is linear in the energies: its error is sqrt(sum (dE_inf/dE_N sigma_N)^2), found by moving each alone.
TEST(SizeLaw, errors_are_those_that_the_energies_bring) {
  const auto systems = on_the_law(0.4, 1.1, -0.5);
  const auto law = fit_size_law(systems, {}, {});
  double energy = 0, shells = 0, inverse = 0;
  for (std::size_t n = 0; n < systems.size(); ++n) {
    auto moved = systems;
    moved[n].energy += moved[n].std_err;
    const auto other = fit_size_law(moved, {}, {});
    energy += std::pow(other.energy.value - law.energy.value, 2);
    shells += std::pow(other.shells.value - law.shells.value, 2);
    inverse += std::pow(other.inverse_number.value - law.inverse_number.value, 2);
  }
  EXPECT_NEAR(law.energy.std_err / std::sqrt(energy), 1, 1e-8);
  EXPECT_NEAR(law.shells.std_err / std::sqrt(shells), 1, 1e-8);
  EXPECT_NEAR(law.inverse_number.std_err / std::sqrt(inverse), 1, 1e-8);
}

// With b1 = 1, E_N' = E_N - (T_N - T_inf) at N = 14 and 38: E_inf = (38 E_38' - 14 E_14')/24.
TEST(SizeLaw, two_sizes_take_the_shells_of_the_free_gas) {
  const std::vector<FiniteSystem> systems{{14, 0.5, 0.003, 0.1}, {38, 0.25, 0.004, -0.05}};
  const auto law = fit_size_law(systems, {}, {});
  EXPECT_EQ(law.shells.origin, SizeCoefficient::assumed);
  EXPECT_EQ(law.shells.value, 1);
  EXPECT_EQ(law.inverse_number.origin, SizeCoefficient::fitted);
  EXPECT_NEAR(law.energy.value, (38 * 0.30 - 14 * 0.4) / 24, 1e-13);
  EXPECT_NEAR(law.energy.std_err, std::hypot(38 * 0.004, 14 * 0.003) / 24, 1e-15);
  EXPECT_EQ(law.degrees_of_freedom, 0);
}

TEST(SizeLaw, two_sizes_tell_b1_if_b2_is_given) {
  auto systems = on_the_law(-0.0758, 1.18, -0.067);
  systems.resize(2);
  const auto law = fit_size_law(systems, {}, -0.067);
  EXPECT_EQ(law.shells.origin, SizeCoefficient::fitted);
  EXPECT_EQ(law.inverse_number.origin, SizeCoefficient::given);
  EXPECT_NEAR(law.shells.value, 1.18, 1e-11);
  EXPECT_NEAR(law.energy.value, -0.0758, 1e-13);
}

TEST(SizeLaw, runs_of_one_size_tell_nothing_of_it) {
  const std::vector<FiniteSystem> systems{{14, 0.5, 0.003, 0.1}, {14, 0.51, 0.003, 0.1}};
  EXPECT_TRUE(has(message_of([&] { fit_size_law(systems, {}, {}); }), "one number of particles", "--b2"));
  EXPECT_TRUE(has(message_of([&] { fit_size_law(systems, 1.2, {}); }), "one number of particles", "--b2"));
}

TEST(SizeLaw, the_shells_of_bosons_cost_nothing) {
  const auto law = fit_size_law({{4, 1.25, 0.01, 0}, {8, 1.125, 0.01, 0}, {16, 1.0625, 0.01, 0}}, {}, {});
  EXPECT_EQ(law.shells.value, 0);
  EXPECT_NEAR(law.energy.value, 1, 1e-13);
  EXPECT_NEAR(law.inverse_number.value, 1, 1e-12);
}

TEST(SizeLaw, energies_that_are_off_the_law_are_told) {
  auto systems = on_the_law(-0.0758, 1.18, -0.067);
  systems.front().energy += 20 * systems.front().std_err;
  systems.back().energy -= 20 * systems.back().std_err;
  const auto warnings = warnings_of(fit_size_law(systems, {}, {}));
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_TRUE(has(warnings.front(), "further from the law", "2 degrees of freedom"));
}

// Kwon, Ceperley and Martin, Phys. Rev. B 58, 6800 (1998), tables II and III, in rydberg: fixed-node energies of 27 +
// 27 with backflow and three-body nodes, b1, b2, and what the authors have for the infinite gas.
TEST(SizeLaw, published_coefficients_lead_to_the_published_energies) {
  struct Row {
    double r_s, energy, std_err, b1, b2, infinite, error;
  };
  for (const auto& row : {Row{1, 1.0601, 0.0002, 1.096, -1.16, 1.1726, 0.0002},
                          Row{5, -0.15798, 0.00004, 1.18, -0.134, -0.15158, 0.00005},
                          Row{10, -0.10882, 0.00002, 1.21, -0.051, -0.10687, 0.00002},
                          Row{20, -0.06403, 0.00001, 1.22, -0.0181, -0.06344, 0.00001}}) {
    const auto gas = box_of(3, {{"up", 27}, {"down", 27}}, row.r_s * std::cbrt(4 * pi * 54 / 3));
    const double shells = filled_waves_energy(gas) / 54 - infinite_gas_energy(gas);  // hartree, half a rydberg each
    const auto law = fit_size_law({{54, row.energy / 2, row.std_err / 2, shells}}, row.b1, row.b2 / 2);
    EXPECT_NEAR(law.energy.value, row.infinite / 2, row.error / 2) << row.r_s;
    EXPECT_NEAR(law.energy.std_err, row.std_err / 2, 1e-15);
  }
}

// On a ring the energy of N depends on 1/N^2, as T_N does (conformal invariance), and hardly on 1/N: two small rings
// know the energy of the infinite one, taken from 101 and 101, far better than the larger of them.
TEST(SizeLaw, small_rings_with_a_contact_know_the_infinite_one) {
  for (const double g : {0.5, 1.0, 5.0}) {
    const auto ring = [&](int up) {
      const double energy = exact::ring_fermions(up, up, g, 2 * up).energy / (2 * up);
      return FiniteSystem{2 * up, energy, 1e-9, excess(1, up)};
    };
    const auto large = ring(101), small = ring(7);
    const auto law = fit_size_law({ring(5), small}, {}, 0.0);
    const double infinite = large.energy - law.shells.value * large.kinetic_excess;
    EXPECT_GT(std::abs(small.energy - infinite), 1e-3) << g;
    EXPECT_NEAR(law.energy.value, infinite, 0.02 * std::abs(small.energy - infinite)) << g;
    EXPECT_GT(law.shells.value, 0.8) << g;
  }
}

// Infinite repulsion makes all fermions on a ring one kind: E_N/N = (pi^2/6) n^2 (1 - 1/N^2), so that b1 = 1, b2 = 0.
TEST(SizeLaw, of_hard_points_on_a_ring_is_that_of_the_free_gas) {
  std::vector<FiniteSystem> systems;
  for (const int up : {1, 3, 5}) {
    const double n = 2 * up;
    systems.push_back({2 * up, pi * pi / 6 * (1 - 1 / (n * n)), 1e-12, excess(1, up)});
  }
  const auto law = fit_size_law(systems, {}, {});
  EXPECT_NEAR(law.energy.value, pi * pi / 6, 1e-12);
  EXPECT_NEAR(law.shells.value, 1, 1e-12);
  EXPECT_NEAR(law.inverse_number.value, 0, 1e-12);
}

}  // namespace
}  // namespace kato
