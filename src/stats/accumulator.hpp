// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace kato {

/// Mean and variance of numbers that come one after the other; two of them merge into that of all the numbers.
/// Welford, Technometrics 4, 419 (1962); Chan, Golub, LeVeque, Am. Stat. 37, 242 (1983).
struct MeanVariance {
  std::size_t count = 0;
  double mean = 0;
  double squares = 0;  ///< sum of (x - mean)^2

  void add(double x) noexcept {
    ++count;
    const double difference = x - mean;
    mean += difference / static_cast<double>(count);
    squares += difference * (x - mean);
  }

  void merge(const MeanVariance& other) noexcept {
    if (other.count == 0) return;
    const double mine = static_cast<double>(count), theirs = static_cast<double>(other.count);
    const double difference = other.mean - mean;
    count += other.count;
    mean += difference * (theirs / (mine + theirs));
    squares += other.squares + difference * difference * (mine * theirs / (mine + theirs));
  }

  /// The unbiased variance of a single number, squares/(count - 1); 0 for fewer than two.
  double variance() const noexcept { return count < 2 ? 0 : squares / static_cast<double>(count - 1); }
};

/// The same for numbers that carry weights, as those of walkers that were drawn for another wave function.
struct WeightedMeanVariance {
  double weight = 0;          ///< sum w
  double weight_squares = 0;  ///< sum w^2
  double mean = 0;
  double squares = 0;  ///< sum of w (x - mean)^2

  void add(double x, double w) noexcept { merge({.weight = w, .weight_squares = w * w, .mean = x}); }

  void merge(const WeightedMeanVariance& other) noexcept {
    if (!(other.weight > 0)) return;
    const double all = weight + other.weight, difference = other.mean - mean;
    mean += difference * (other.weight / all);
    squares += other.squares + difference * difference * (weight * other.weight / all);
    weight = all;
    weight_squares += other.weight_squares;
  }

  /// The effective sample size (sum w)^2 / sum w^2; 0 without weights.
  double effective() const noexcept { return weight_squares > 0 ? weight * weight / weight_squares : 0; }
  /// Of a single number, as in `weighted_mean`; 0 for an effective sample size of one or less.
  double variance() const noexcept {
    const double n = effective();
    return n > 1 ? squares / weight * n / (n - 1) : 0;
  }
};

/// Of all numbers of `x`, in two passes and in order; exact for equal numbers.
inline MeanVariance mean_variance(std::span<const double> x) noexcept {
  if (x.empty()) return {};
  double sum = 0, squares = 0;
  for (const double v : x) sum += v - x[0];
  const double shift = sum / static_cast<double>(x.size());
  for (const double v : x) {
    const double difference = (v - x[0]) - shift;
    squares += difference * difference;
  }
  return {.count = x.size(), .mean = x[0] + shift, .squares = squares};
}

}  // namespace kato
