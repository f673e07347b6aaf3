// SPDX-License-Identifier: Apache-2.0
#include "stats/autocorrelation.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

namespace kato {
namespace {

constexpr std::size_t most_lags = 128;

// mean over chains and steps of y(t) y(t + lag), for a table y of mean zero.
double covariance(const std::vector<double>& y, std::size_t chains, std::size_t lag) {
  const std::size_t count = y.size() - lag * chains;
  const double* later = y.data() + lag * chains;
  double sum = 0;
  for (std::size_t n = 0; n < count; ++n) sum += y[n] * later[n];
  return sum / static_cast<double>(count);
}

struct Sequence {
  double sum = 0;         // c_0 + 2 sum_k c_k
  bool complete = false;  // ended before the last lag looked at
};

Sequence initial_monotone_sequence(const std::vector<double>& y, std::size_t chains, double variance) {
  const std::size_t lags = std::min(most_lags, y.size() / chains / 2);
  Sequence result{.sum = -variance, .complete = false};
  double previous = 2 * variance;
  for (std::size_t lag = 0; lag + 1 <= lags; lag += 2) {
    const double even = lag == 0 ? variance : covariance(y, chains, lag);
    const double pair = std::min(previous, even + covariance(y, chains, lag + 1));
    if (pair <= 0) {
      result.complete = true;
      break;
    }
    result.sum += 2 * pair;
    previous = pair;
  }
  return result;
}

void average_neighbours(std::vector<double>& y, std::size_t chains) {
  const std::size_t steps = y.size() / chains / 2;
  for (std::size_t t = 0; t < steps; ++t)
    for (std::size_t w = 0; w < chains; ++w)
      y[t * chains + w] = 0.5 * (y[2 * t * chains + w] + y[(2 * t + 1) * chains + w]);
  y.resize(steps * chains);
}

}  // namespace

double autocorrelation_time(std::span<const double> table, std::size_t chains) {
  assert(chains > 0 && table.size() % chains == 0);
  if (table.size() < 4 * chains) return 1;
  std::vector<double> y(table.begin(), table.end());
  double sum = 0;
  for (double& v : y) sum += (v -= table[0]);
  const double mean = sum / static_cast<double>(y.size());
  for (double& v : y) v -= mean;
  const double variance = covariance(y, chains, 0);
  if (!(variance > 0)) return 1;

  // Averages of `block` steps have variance tau_block/block times that of a step, so sums of covariances scale with it.
  double block = 1;
  auto sequence = initial_monotone_sequence(y, chains, variance);
  while (!sequence.complete && y.size() / chains / 2 > most_lags) {
    average_neighbours(y, chains);
    block *= 2;
    sequence = initial_monotone_sequence(y, chains, covariance(y, chains, 0));
  }
  return std::max(block * sequence.sum / variance, 1 / static_cast<double>(table.size()));
}

}  // namespace kato
