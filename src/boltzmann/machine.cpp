// SPDX-License-Identifier: Apache-2.0
#include "boltzmann/machine.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "base/error.hpp"

namespace kato {
namespace {

double log_one_plus_exp(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }
double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

double dot(const double* a, std::span<const double> b) {
  double sum = 0;
#pragma omp simd reduction(+ : sum)
  for (std::size_t n = 0; n < b.size(); ++n) sum += a[n] * b[n];
  return sum;
}

}  // namespace

BoltzmannMachine::BoltzmannMachine(Visible kind, std::size_t visible, std::size_t hidden)
    : a(visible), b(hidden), v(visible * hidden), s(kind == Visible::gaussian ? visible : 0, 1.0), kind_(kind) {
  require(visible > 0, "Boltzmann machine: has no visible units; give it at least one");
}

double BoltzmannMachine::energy(std::span<const double> x, std::span<const double> h) const {
  double energy = visible_energy(x) - dot(b.data(), h);
  for (std::size_t i = 0; i < x.size(); ++i) energy -= x[i] * dot(v.data() + i * hidden(), h);
  return energy;
}

double BoltzmannMachine::visible_energy(std::span<const double> x) const {
  double energy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double z = kind_ == Visible::gaussian ? (x[i] - a[i]) / s[i] : 0;
    energy += kind_ == Visible::gaussian ? 0.5 * z * z : -a[i] * x[i];
  }
  return energy;
}

double BoltzmannMachine::free_energy(std::span<const double> x) const {
  std::vector<double> field(hidden());
  hidden_fields(x, field);
  double energy = visible_energy(x);
  for (const double f : field) energy -= log_one_plus_exp(f);
  return energy;
}

void BoltzmannMachine::hidden_fields(std::span<const double> x, std::span<double> field) const {
  std::ranges::copy(b, field.begin());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double* row = v.data() + i * hidden();
#pragma omp simd
    for (std::size_t j = 0; j < field.size(); ++j) field[j] += x[i] * row[j];
  }
}

void BoltzmannMachine::hidden_given(std::span<const double> x, std::span<double> probability) const {
  hidden_fields(x, probability);
  for (double& p : probability) p = sigmoid(p);
}

void BoltzmannMachine::visible_given(std::span<const double> h, std::span<double> mean) const {
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const double field = dot(v.data() + i * hidden(), h);
    mean[i] = kind_ == Visible::gaussian ? a[i] + s[i] * s[i] * field : sigmoid(a[i] + field);
  }
}

void BoltzmannMachine::draw_hidden(std::span<const double> x, std::span<const double> uniform,
                                   std::span<double> h) const {
  hidden_fields(x, h);
  for (std::size_t j = 0; j < h.size(); ++j) h[j] = uniform[j] < sigmoid(h[j]) ? 1 : 0;
}

void BoltzmannMachine::draw_visible(std::span<const double> h, std::span<const double> numbers,
                                    std::span<double> x) const {
  visible_given(h, x);
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = kind_ == Visible::gaussian ? x[i] + s[i] * numbers[i] : (numbers[i] < x[i] ? 1.0 : 0.0);
}

void BoltzmannMachine::require_few_hidden() const {
  constexpr std::size_t most = 20;
  require(hidden() <= most, "Boltzmann machine: a sum over all layers of " + std::to_string(hidden()) +
                                " hidden units takes too long; use at most " + std::to_string(most));
}

// With f = sum_j V_ij h_j: sum over x of exp((a + f) x) = 1 + exp(a + f), and the integral of
// exp(-(x - a)^2/(2 s^2) + f x) is sqrt(2 pi) s exp(a f + s^2 f^2/2).
double BoltzmannMachine::log_weight(std::span<const double> h) const {
  double log = dot(b.data(), h);
  for (std::size_t i = 0; i < visible(); ++i) {
    const double f = dot(v.data() + i * hidden(), h);
    log += kind_ == Visible::binary
               ? log_one_plus_exp(a[i] + f)
               : std::log(std::sqrt(2 * std::numbers::pi) * s[i]) + f * (a[i] + 0.5 * s[i] * s[i] * f);
  }
  return log;
}

double BoltzmannMachine::log_partition() const {
  double largest = -std::numeric_limits<double>::infinity(), sum = 0;
  for_hidden([&](std::span<const double>, double log) { largest = std::max(largest, log); });
  for_hidden([&](std::span<const double>, double log) { sum += std::exp(log - largest); });
  return largest + std::log(sum);
}

}  // namespace kato
