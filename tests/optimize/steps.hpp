// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "base/registry.hpp"
#include "optimize/optimizer.hpp"
#include "settings.hpp"

namespace kato {

/// What a step may know besides O and the energies; what is left out cannot be asked for.
struct StepExtras {
  std::vector<Layer> layers = {};
  std::vector<double> mixed = {};               ///< d O_bi / d x_k [N k, P]
  std::vector<double> energy_derivatives = {};  ///< d E_L(x_b) / d theta_i [N, P]
  std::function<double(std::span<const double>)> energy_after = {};
};

/// A step made of a given O [N, P] and given energies [N].
class GivenStep : public TrainingStep {
 public:
  GivenStep(std::size_t walkers, std::vector<double> o, std::vector<double> energies, int threads = 1,
            StepExtras known = {})
      : extras(std::move(known)),
        walkers_(walkers),
        parameters_(o.size() / walkers),
        threads_(threads),
        o_(std::move(o)),
        e_(std::move(energies)) {
    const double root = std::sqrt(static_cast<double>(walkers_));
    weights_.assign(walkers_, 1 / static_cast<double>(walkers_));
    for (const double e : e_) energy_ += e / static_cast<double>(walkers_);
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
  double trust() const override { return shortened; }
  std::span<const double> weights() override { return weights_; }
  std::span<const double> residuals() override { return e_; }
  std::span<const double> gradient() override { return gradient_; }
  std::span<const double> jacobian() override {
    ++jacobians;
    return o_;
  }
  std::span<const Layer> layers() override { return extras.layers; }
  void multiply_mixed(std::span<const double> v, std::span<double> dtdv) override {
    const std::size_t rows = extras.mixed.size() / parameters_;
    std::ranges::fill(dtdv, 0.0);
    for (std::size_t r = 0; r < rows; ++r) {
      const double* row = extras.mixed.data() + r * parameters_;
      double along = 0;
      for (std::size_t p = 0; p < parameters_; ++p) along += row[p] * v[p];
      for (std::size_t p = 0; p < parameters_; ++p) dtdv[p] += row[p] * along / static_cast<double>(walkers_);
    }
  }
  void energy_derivatives(std::span<const double> v, std::span<double> derivatives) override {
    for (std::size_t b = 0; b < walkers_; ++b) {
      derivatives[b] = 0;
      for (std::size_t p = 0; p < parameters_; ++p)
        derivatives[b] += extras.energy_derivatives.at(b * parameters_ + p) * v[p] / std::sqrt(walkers_);
    }
  }
  double energy() override { return energy_; }
  double energy_after(std::span<const double> update) override {
    ++energies_after;
    return extras.energy_after(update);
  }

  StepExtras extras;
  double shortened = 1;    ///< by what the update is shortened after a roll back
  int energies_after = 0;  ///< how often an energy after an update was asked for
  int jacobians = 0;       ///< how often the Jacobian was asked for

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
  double energy_ = 0;
};

inline std::vector<double> normal_numbers(std::size_t count, std::uint64_t seed) {
  std::vector<double> numbers(count);
  fill_normal({.seed = seed, .purpose = Purpose::test}, 0, 0, numbers);
  return numbers;
}

/// N walkers, P parameters, every entry of O, of the energies and of the mixed derivatives (one coordinate) a standard
/// normal number; no layers.
inline GivenStep random_step(std::size_t walkers, std::size_t parameters, std::uint64_t seed, int threads = 1) {
  return {walkers,
          normal_numbers(walkers * parameters, seed),
          normal_numbers(walkers, seed + 1),
          threads,
          {.mixed = normal_numbers(walkers * parameters, seed + 2),
           .energy_derivatives = normal_numbers(walkers * parameters, seed + 3),
           .energy_after = [](std::span<const double>) { return 0.0; }}};
}

/// The step of one linear layer y_r = a_r W + b: its O is sum_r a_r (x) s_r, W first, then b if `bias`.
inline GivenStep layer_step(Layer layer, bool bias, std::vector<double> energies) {
  const auto rows = static_cast<std::size_t>(layer.rows), inputs = static_cast<std::size_t>(layer.inputs),
             outputs = static_cast<std::size_t>(layer.outputs), walkers = energies.size();
  if (bias) layer.bias = inputs * outputs;
  const std::size_t parameters = (inputs + (bias ? 1 : 0)) * outputs;
  std::vector<double> o(walkers * parameters, 0.0);
  for (std::size_t n = 0; n < walkers * rows; ++n)
    for (std::size_t j = 0; j < outputs; ++j) {
      double* row = o.data() + n / rows * parameters;
      const double s = layer.sensitivities[n * outputs + j];
      for (std::size_t i = 0; i < inputs; ++i) row[i * outputs + j] += layer.activations[n * inputs + i] * s;
      if (bias) row[inputs * outputs + j] += s;
    }
  return {walkers, std::move(o), std::move(energies), 1, {.layers = {std::move(layer)}}};
}

/// A particle in the oscillator of `dimensions` dimensions with psi = exp(sum_k (b_k x_k - a_k x_k^2 / 2)), parameters
/// (a_1, b_1, a_2, ...): E_L = sum_k [a_k - (b_k - a_k x_k)^2 + x_k^2]/2, E = sum_k [a_k/4 + 1/(4 a_k) + b_k^2/(2
/// a_k^2)], least at a = 1, b = 0, where E_L is constant. Walkers x_k = b_k/a_k + z_k/sqrt(2 a_k) of |psi|^2 from the
/// same z always. ln|psi| is linear in the parameters: one linear layer of the activations (-x_k^2/2, x_k, ...) and of
/// sensitivity 1.
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
  /// E_L at the walker x and, if asked for, its derivatives by the parameters.
  double local_energy(const std::vector<double>& theta, const double* x, double* derivatives = nullptr) const {
    double sum = 0;
    for (std::size_t k = 0; k < dimensions; ++k) {
      const double a = theta[2 * k], slope = theta[2 * k + 1] - a * x[k];
      sum += 0.5 * (a - slope * slope + x[k] * x[k]);
      if (derivatives == nullptr) continue;
      derivatives[2 * k] = 0.5 + slope * x[k];
      derivatives[2 * k + 1] = -slope;
    }
    return sum;
  }
  GivenStep step(const std::vector<double>& theta) const {
    auto x = normal_numbers(walkers * dimensions, 91);
    const std::size_t count = parameters();
    std::vector<double> o, energies, derivatives(walkers * count), mixed(walkers * dimensions * count);
    for (std::size_t w = 0; w < walkers; ++w) {
      for (std::size_t k = 0; k < dimensions; ++k) {
        const double a = theta[2 * k], b = theta[2 * k + 1];
        double& at = x[w * dimensions + k];
        at = b / a + at / std::sqrt(2 * a);
        o.insert(o.end(), {-at * at / 2, at});
        mixed[(w * dimensions + k) * count + 2 * k] = -at;
        mixed[(w * dimensions + k) * count + 2 * k + 1] = 1;
      }
      energies.push_back(local_energy(theta, x.data() + w * dimensions, derivatives.data() + w * count));
    }
    const auto after = [*this, theta, x, o](std::span<const double> update) { return reweighted(theta, x, o, update); };
    Layer layer{.name = "quadratic",
                .inputs = static_cast<int>(count),
                .outputs = 1,
                .activations = o,
                .sensitivities = std::vector<double>(walkers, 1.0)};
    return {walkers,
            std::move(o),
            std::move(energies),
            1,
            {.layers = {std::move(layer)}, .mixed = mixed, .energy_derivatives = derivatives, .energy_after = after}};
  }

 private:
  double reweighted(std::vector<double> theta, const std::vector<double>& x, const std::vector<double>& o,
                    std::span<const double> update) const {
    double sum = 0, weights = 0;
    for (std::size_t p = 0; p < theta.size(); ++p) theta[p] += update[p];
    for (std::size_t w = 0; w < walkers; ++w) {
      double log_ratio = 0;
      for (std::size_t p = 0; p < theta.size(); ++p) log_ratio += o[w * theta.size() + p] * update[p];
      const double weight = std::exp(2 * log_ratio);
      sum += weight * local_energy(theta, x.data() + w * dimensions);
      weights += weight;
    }
    return sum / weights;
  }
};

/// The optimiser `kind` with its default settings but for `changes`.
inline std::unique_ptr<Optimizer> make_optimizer(const std::string& kind,
                                                 const std::vector<std::pair<std::string, Value>>& changes = {}) {
  Settings changed;
  for (const auto& [name, value] : changes) changed.set(name, value);
  return registry().factory<Optimizer>(kind)(default_settings("optimizer", kind, changed));
}

}  // namespace kato
