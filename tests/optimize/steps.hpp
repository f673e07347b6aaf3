// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "base/registry.hpp"
#include "optimize/optimizer.hpp"

namespace kato {

/// A step made of a given O [N, P] and given energies [N].
class GivenStep : public TrainingStep {
 public:
  GivenStep(std::size_t walkers, std::vector<double> o, std::vector<double> energies, int threads = 1)
      : walkers_(walkers),
        parameters_(o.size() / walkers),
        threads_(threads),
        o_(std::move(o)),
        e_(std::move(energies)) {
    const double root = std::sqrt(static_cast<double>(walkers_));
    weights_.assign(walkers_, 1 / static_cast<double>(walkers_));
    centre(e_, 1, root);
    centre(o_, parameters_, root);
    gradient_.assign(parameters_, 0.0);
    for (std::size_t b = 0; b < walkers_; ++b)
      for (std::size_t p = 0; p < parameters_; ++p) gradient_[p] += 2 * o_[b * parameters_ + p] * e_[b];
  }

  std::span<const ParameterBlock> blocks() const override { return {}; }
  std::size_t walkers() const override { return walkers_; }
  std::size_t parameters() const override { return parameters_; }
  int threads() const override { return threads_; }
  std::span<const double> weights() override { return weights_; }
  std::span<const double> residuals() override { return e_; }
  std::span<const double> gradient() override { return gradient_; }
  std::span<const double> jacobian() override {
    ++jacobians;
    return o_;
  }
  std::span<const Layer> layers() override { return {}; }
  void multiply_mixed(std::span<const double>, std::span<double>) override {}
  void energy_derivatives(std::span<const double>, std::span<double>) override {}
  double energy() override { return 0; }
  double energy_after(std::span<const double>) override { return 0; }

  int jacobians = 0;  ///< how often the Jacobian was asked for

 private:
  // Takes the mean off every column and divides by sqrt(N).
  void centre(std::vector<double>& table, std::size_t columns, double root) const {
    for (std::size_t p = 0; p < columns; ++p) {
      double sum = 0;
      for (std::size_t b = 0; b < walkers_; ++b) sum += table[b * columns + p];
      for (std::size_t b = 0; b < walkers_; ++b) {
        double& entry = table[b * columns + p];
        entry = (entry - sum / static_cast<double>(walkers_)) / root;
      }
    }
  }

  std::size_t walkers_, parameters_;
  int threads_;
  std::vector<double> o_, e_, gradient_, weights_;
};

inline std::vector<double> normal_numbers(std::size_t count, std::uint64_t seed) {
  std::vector<double> numbers(count);
  fill_normal({.seed = seed, .purpose = Purpose::test}, 0, 0, numbers);
  return numbers;
}

/// N walkers, P parameters, every entry of O and of the energies a standard normal number.
inline GivenStep random_step(std::size_t walkers, std::size_t parameters, std::uint64_t seed, int threads = 1) {
  return {walkers, normal_numbers(walkers * parameters, seed), normal_numbers(walkers, seed + 1), threads};
}

/// A particle in the oscillator of `dimensions` dimensions with psi = exp(sum_k (b_k x_k - a_k x_k^2 / 2)), parameters
/// (a_1, b_1, a_2, ...): E_L = sum_k [a_k - (b_k - a_k x_k)^2 + x_k^2]/2, E = sum_k [a_k/4 + 1/(4 a_k) + b_k^2/(2
/// a_k^2)], least at a = 1, b = 0, where E_L is constant. Walkers x_k = b_k/a_k + z_k/sqrt(2 a_k) of |psi|^2 from the
/// same z always.
struct Oscillator {
  std::size_t dimensions = 2, walkers = 64;

  std::size_t parameters() const { return 2 * dimensions; }
  std::vector<double> start() const {
    std::vector<double> theta;
    for (std::size_t k = 0; k < dimensions; ++k)
      theta.insert(theta.end(), {k % 2 == 0 ? 1.6 : 0.7, k % 2 == 0 ? -0.5 : 0.8});
    return theta;
  }
  double energy(const std::vector<double>& theta) const {
    double sum = 0;
    for (std::size_t k = 0; k < dimensions; ++k) {
      const double a = theta[2 * k], b = theta[2 * k + 1];
      sum += a / 4 + 1 / (4 * a) + b * b / (2 * a * a);
    }
    return sum;
  }
  GivenStep step(const std::vector<double>& theta) const {
    const auto z = normal_numbers(walkers * dimensions, 91);
    std::vector<double> o, energies;
    for (std::size_t w = 0; w < walkers; ++w) {
      double local = 0;
      for (std::size_t k = 0; k < dimensions; ++k) {
        const double a = theta[2 * k], b = theta[2 * k + 1];
        const double x = b / a + z[w * dimensions + k] / std::sqrt(2 * a);
        o.insert(o.end(), {-x * x / 2, x});
        local += 0.5 * (a - (b - a * x) * (b - a * x) + x * x);
      }
      energies.push_back(local);
    }
    return {walkers, std::move(o), std::move(energies)};
  }
};

/// The optimiser `kind` with its default settings but for `changes`.
inline std::unique_ptr<Optimizer> make_optimizer(const std::string& kind,
                                                 const std::vector<std::pair<std::string, Value>>& changes = {}) {
  Settings settings;
  for (const auto& option : registry().find("optimizer", kind).metadata.options)
    settings.set(option.name, option.fallback);
  for (const auto& [name, value] : changes) settings.set(name, value);
  return registry().factory<Optimizer>(kind)(settings);
}

}  // namespace kato
