// SPDX-License-Identifier: Apache-2.0
#include "exact/contact_hamiltonian.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace kato::exact {
namespace {

using Dense = std::vector<std::vector<double>>;

Dense matrix(const ContactHamiltonian& h, const std::vector<double>& coupling) {
  std::vector<double> amplitudes(h.contacts());
  Dense columns;
  for (std::size_t j = 0; j < h.size(); ++j) {
    std::vector<double> unit(h.size(), 0), column(h.size());
    unit[j] = 1;
    h.apply(coupling, unit, amplitudes, column);
    columns.push_back(column);
  }
  return columns;
}

double oscillator(int n, double x) {
  double before = 0, phi = std::pow(std::numbers::pi, -0.25) * std::exp(-0.5 * x * x);
  for (int k = 0; k < n; ++k)
    before = std::exchange(phi, (std::sqrt(2.0) * x * phi - std::sqrt(k) * before) / std::sqrt(k + 1.0));
  return phi;
}

// The integral over x of up'(x) down'(x) up(x) down(x) in four levels; the trapezoidal rule is exact to rounding.
double contact_integral(int a, int b, int c, int d) {
  double sum = 0;
  for (double x = -10; x < 10; x += 0.05)
    sum += 0.05 * oscillator(a, x) * oscillator(b, x) * oscillator(c, x) * oscillator(d, x);
  return sum;
}

TEST(ContactHamiltonian, has_the_matrix_elements_of_a_delta) {
  const double g = 0.7;
  const ContactHamiltonian pair(1, 1, 4, 1);
  const auto h = matrix(pair, std::vector<double>(5, g));
  // States in order of the up level: 00 02 04, 11 13, 20 22, 31, 40.
  const int levels[][2] = {{0, 0}, {0, 2}, {0, 4}, {1, 1}, {1, 3}, {2, 0}, {2, 2}, {3, 1}, {4, 0}};
  ASSERT_EQ(pair.size(), 9u);
  for (int i = 0; i < 9; ++i) {
    for (int j = 0; j < 9; ++j) {
      const double ideal = i == j ? levels[i][0] + levels[i][1] : 0;
      EXPECT_NEAR(h[j][i], ideal + g * contact_integral(levels[i][0], levels[i][1], levels[j][0], levels[j][1]), 1e-13);
    }
  }
}

TEST(ContactHamiltonian, knows_that_fermions_change_sign) {
  // Two up and one down, at most 3 quanta, odd: (01)0, (01)2, (02)1, (03)0, (12)0.
  const double g = 1.3;
  const ContactHamiltonian three(2, 1, 3, 1);
  ASSERT_EQ(three.size(), 5u);
  const auto h = matrix(three, std::vector<double>(4, g));
  const auto delta = [](int a, int b, int c, int d) { return contact_integral(a, b, c, d); };
  EXPECT_NEAR(h[0][0], 1 + g * (delta(0, 0, 0, 0) + delta(1, 0, 1, 0)), 1e-13);
  EXPECT_NEAR(h[0][1], g * (delta(0, 2, 0, 0) + delta(1, 2, 1, 0)), 1e-13);
  EXPECT_NEAR(h[0][2], g * delta(2, 1, 1, 0), 1e-13);   // 0 stands by
  EXPECT_NEAR(h[0][4], -g * delta(2, 0, 0, 0), 1e-13);  // 1 stands by, in the first place there, the second here
}

TEST(ContactHamiltonian, is_symmetric_for_any_couplings) {
  const ContactHamiltonian h(2, 2, 10, 1);
  std::vector<double> coupling;
  for (int r = 0; r <= 10; ++r) coupling.push_back(1 + 0.1 * r * r);
  const auto m = matrix(h, coupling);
  double off = 0;
  for (std::size_t i = 0; i < h.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_NEAR(m[i][j], m[j][i], 1e-13);
      off += std::abs(m[i][j]);
    }
  }
  EXPECT_GT(off, 1);
}

TEST(ContactHamiltonian, leaves_the_centre_of_mass_alone) {
  // 1 + 1: the state of the centre with M quanta and the pair in its ground state meets with R = M only.
  const int quanta = 6;
  const ContactHamiltonian h(1, 1, quanta, 1);
  std::vector<double> coupling(quanta + 1, 0), amplitudes(h.contacts()), psi(h.size(), 0), result(h.size());
  coupling[2] = 1;
  psi[0] = 1;  // both in level 0: M = 0
  h.apply(coupling, psi, amplitudes, result);
  for (const double value : result) EXPECT_EQ(value, 0);
  coupling[0] = 1;
  h.apply(coupling, psi, amplitudes, result);
  EXPECT_NEAR(result[0], 1 / std::sqrt(2 * std::numbers::pi), 1e-14);
}

TEST(ContactHamiltonian, counts_the_weight_of_each_contact_once) {
  const ContactHamiltonian h(2, 1, 9, 1);
  std::vector<double> amplitudes(h.contacts()), psi(h.size()), result(h.size());
  for (std::size_t i = 0; i < h.size(); ++i) psi[i] = std::sin(1.0 + i);
  std::vector<double> ideal(10, 0), coupling{0.5, 1, 2, 3, 5, 8, 13, 21, 34, 55};
  const auto expectation = [&](const std::vector<double>& c) {
    h.apply(c, psi, amplitudes, result);
    double sum = 0;
    for (std::size_t i = 0; i < h.size(); ++i) sum += psi[i] * result[i];
    return sum;
  };
  const double interaction = expectation(coupling) - expectation(ideal);
  const auto weight = h.weights(amplitudes);
  double sum = 0;
  for (int r = 0; r <= 9; ++r) sum += coupling[r] * weight[r];
  EXPECT_NEAR(interaction, sum, 1e-12 * sum);
  EXPECT_GT(sum, 0.1);
}

}  // namespace
}  // namespace kato::exact
