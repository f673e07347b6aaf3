// SPDX-License-Identifier: Apache-2.0
#include "momentum/channel_fit.hpp"

#include <cmath>

#include "linalg/cholesky.hpp"
#include "linalg/gram.hpp"
#include "linalg/matrix_vector.hpp"

namespace kato {
namespace {

constexpr double d_norm = 0.05, enough = 1e-3;
constexpr int linear_steps = 4;

double squares(std::span<const double> r) {
  double sum = 0;
  for (const double value : r) sum += value * value;
  return sum;
}

class Fit {
 public:
  Fit(ChannelNetwork& network, std::span<const double> target)
      : network_(network),
        target_(target),
        roots_(measure_roots(network.mesh())),
        jacobian_(network.size() * network.graph().parameter_count()) {}

  // r [C n] of the network as it is.
  std::vector<double> residuals() {
    std::vector<double> r(network_.size());
    network_.values(r);
    for (std::size_t k = 0; k < r.size(); ++k) r[k] = roots_[k % roots_.size()] * (r[k] - target_[k]);
    return r;
  }

  // J of all parameters, or of the weights of the outputs alone, in which the fit is linear.
  void linearise(bool outputs_only) {
    network_.jacobian(jacobian_);
    const std::size_t count = network_.graph().parameter_count();
    for (const auto& parameter : network_.graph().parameters()) {
      const bool held = outputs_only && !parameter.name.starts_with("last");
      for (std::size_t k = 0; k < network_.size(); ++k)
        for (std::size_t p = parameter.offset; p < parameter.offset + parameter.size; ++p)
          jacobian_[k * count + p] *= held ? 0 : roots_[k % roots_.size()];
    }
  }

  // theta + delta; theta itself if the matrix is singular to rounding.
  std::vector<double> moved(const std::vector<double>& theta, std::span<const double> r, double lambda) {
    const std::size_t size = r.size(), count = theta.size();
    std::vector<double> gram(size * size), y(r.begin(), r.end()), delta(count);
    row_gram(jacobian_, size, count, gram, 1);
    for (std::size_t k = 0; k < size; ++k) gram[k * size + k] += lambda;
    auto next = theta;
    if (!cholesky(gram, size)) return next;
    cholesky_solve(gram, size, y);
    multiply_transposed(jacobian_, size, count, y, delta, 1);
    for (std::size_t p = 0; p < count; ++p) next[p] -= delta[p];
    return next;
  }

 private:
  ChannelNetwork& network_;
  std::span<const double> target_;
  std::vector<double> roots_, jacobian_;
};

}  // namespace

std::vector<double> oscillator_waves(const Mesh& mesh, std::size_t channels, double b) {
  const auto roots = measure_roots(mesh);
  const std::size_t n = mesh.size();
  std::vector<double> waves(channels * n);
  for (std::size_t c = 0; c < channels; ++c) {
    double norm = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double q = mesh.q[i], value = (c == 0 ? 1 : q * q) * std::exp(-0.5 * b * b * q * q);
      waves[c * n + i] = value;
      norm += roots[i] * roots[i] * value * value;
    }
    const double factor = (c == 0 ? 1 : -std::sqrt(d_norm)) / std::sqrt(norm);
    for (std::size_t i = 0; i < n; ++i) waves[c * n + i] *= factor;
  }
  return waves;
}

FitReport fit_channels(ChannelNetwork& network, std::span<const double> target, int steps,
                       const std::function<bool(int step, double loss)>& watch, FitStanding& standing) {
  auto& [step, lambda, first_loss] = standing;
  Fit fit(network, target);
  auto theta = network.parameters();
  auto r = fit.residuals();
  if (step == 0) first_loss = squares(r);
  FitReport report{.steps = step, .first_loss = first_loss, .last_loss = squares(r)};
  bool better = true;  // also where it goes on: nothing but the linear part is made anew, at the same place
  while (step < steps && report.complete && report.last_loss > enough) {
    if (better || step == linear_steps) fit.linearise(step < linear_steps);
    network.set_parameters(fit.moved(theta, r, lambda));
    auto next = fit.residuals();
    better = squares(next) < report.last_loss;
    if (better) {
      theta = network.parameters();
      r = std::move(next);
      report.last_loss = squares(r);
    } else {
      network.set_parameters(theta);
    }
    lambda *= better ? 0.3 : 4;
    report.steps = ++step;
    report.complete = watch(step, report.last_loss);
  }
  return report;
}

FitReport fit_channels(ChannelNetwork& network, std::span<const double> target, int steps,
                       const std::function<bool(int step, double loss)>& watch) {
  FitStanding standing;
  return fit_channels(network, target, steps, watch, standing);
}

}  // namespace kato
