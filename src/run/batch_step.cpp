// SPDX-License-Identifier: Apache-2.0
#include "run/batch_step.hpp"

#include <algorithm>
#include <cmath>

#include "base/threads.hpp"
#include "stats/weighted.hpp"

namespace kato {
namespace {

double median(std::vector<double> numbers) {
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::ranges::nth_element(numbers, middle);
  return *middle;
}

// Takes the weighted mean row off every row of `rows` [N, P] and multiplies each by the root of its weight; sums run
// over the rows in order.
void centre(std::span<double> rows, std::size_t parameters, std::span<const double> weights, int threads) {
  constexpr std::size_t block = 256;
  parallel_for((parameters + block - 1) / block, threads, [&](std::size_t index, int) {
    const std::size_t begin = index * block, width = std::min(block, parameters - begin);
    double mean[block] = {};
    for (std::size_t b = 0; b < weights.size(); ++b)
      for (std::size_t p = 0; p < width; ++p) mean[p] += weights[b] * rows[b * parameters + begin + p];
    for (std::size_t b = 0; b < weights.size(); ++b) {
      const double root = std::sqrt(weights[b]);
      for (std::size_t p = 0; p < width; ++p) {
        double& value = rows[b * parameters + begin + p];
        value = (value - mean[p]) * root;
      }
    }
  });
}

}  // namespace

std::vector<double> clipped(std::span<const double> energies, double factor) {
  std::vector<double> result(energies.begin(), energies.end());
  if (factor <= 0) return result;
  const double centre = median(result);
  double deviation = 0;
  for (const double e : energies) deviation += std::abs(e - centre);
  const double reach = factor * deviation / static_cast<double>(energies.size());
  for (double& e : result) e = std::clamp(e, centre - reach, centre + reach);
  return result;
}

void BatchStep::begin(std::span<const double> x, std::span<const double> energies, std::span<const double> weights) {
  x_ = x;
  has_gradient_ = has_jacobian_ = false;
  weights_.assign(energies.size(), 1 / static_cast<double>(energies.size()));
  if (!weights.empty()) std::ranges::copy(weights, weights_.begin());
  const double mean = weighted_mean(energies, weights_).mean;
  residuals_.resize(energies.size());
  for (std::size_t b = 0; b < energies.size(); ++b) residuals_[b] = std::sqrt(weights_[b]) * (energies[b] - mean);
}

std::span<const double> BatchStep::gradient() {
  if (!has_gradient_) {
    const auto time = timers_.measure("gradient");
    gradient_.resize(parameters());
    std::vector<double> seed(residuals_.size());
    for (std::size_t b = 0; b < seed.size(); ++b) seed[b] = 2 * residuals_[b] * std::sqrt(weights_[b]);
    psi_.pullback(x_, seed, gradient_);
    has_gradient_ = true;
  }
  return gradient_;
}

std::span<const double> BatchStep::jacobian() {
  if (!has_jacobian_) {
    const auto time = timers_.measure("gradient");
    jacobian_.resize(walkers() * parameters());
    psi_.jacobian(x_, jacobian_);
    centre(jacobian_, parameters(), weights_, threads());
    has_jacobian_ = true;
  }
  return jacobian_;
}

}  // namespace kato
