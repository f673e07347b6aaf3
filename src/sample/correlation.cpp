// SPDX-License-Identifier: Apache-2.0
#include "sample/correlation.hpp"

#include <algorithm>
#include <cmath>

namespace kato {

double memory_of(double correlation, int sweeps) {
  const double rho = std::clamp(correlation, 0.0, 0.999);
  return sweeps * (1 + rho) / (1 - rho);
}

double correlation_of(std::span<const double> a, std::span<const double> b) {
  double count = 0, sum_a = 0, sum_b = 0;
  const auto finite = [&](std::size_t n) { return std::isfinite(a[n]) && std::isfinite(b[n]); };
  for (std::size_t n = 0; n < a.size(); ++n)
    if (finite(n)) count += 1, sum_a += a[n], sum_b += b[n];
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t n = 0; n < a.size(); ++n) {
    if (!finite(n)) continue;
    const double da = a[n] - sum_a / count, db = b[n] - sum_b / count;
    aa += da * da, bb += db * db, ab += da * db;
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

}  // namespace kato
