// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "sample/sampler.hpp"

namespace kato {

Walkers scattered_walkers(std::size_t count, int coordinates, double spread, std::uint64_t seed) {
  const auto size = static_cast<std::size_t>(coordinates);
  Walkers walkers{
      .coordinates = coordinates, .x = std::vector<double>(count * size), .log_abs = std::vector<double>(count)};
  const StreamKey key{.seed = seed, .stage = 0, .step = 0, .purpose = Purpose::walkers};
  for (std::size_t w = 0; w < count; ++w)
    fill_normal(key, static_cast<std::uint32_t>(w), 0, std::span(walkers.x).subspan(w * size, size));
  for (double& x : walkers.x) x *= spread;
  return walkers;
}

namespace {

// Whether particle i is within `core` of an earlier one.
bool too_near(std::span<const double> x, std::size_t i, std::size_t d, double core) {
  for (std::size_t j = 0; j < i; ++j) {
    double square = 0;
    for (std::size_t c = 0; c < d; ++c) square += (x[i * d + c] - x[j * d + c]) * (x[i * d + c] - x[j * d + c]);
    if (square <= core * core) return true;
  }
  return false;
}

}  // namespace

void keep_apart(Walkers& walkers, int dimensions, double core, double spread, std::uint64_t seed) {
  constexpr std::uint32_t most_tries = 10000;
  const auto d = static_cast<std::size_t>(dimensions), size = static_cast<std::size_t>(walkers.coordinates);
  const StreamKey key{.seed = seed, .stage = 0, .step = 1, .purpose = Purpose::walkers};
  std::vector<double> place(d);
  for (std::size_t w = 0; w < walkers.count(); ++w) {
    const auto x = std::span(walkers.x).subspan(w * size, size);
    for (std::uint32_t i = 0, tries = 0; i * d < size; ++i)
      for (; too_near(x, i, d, core); ++tries) {
        require(tries < most_tries,
                "sampler: found no places for the particles outside of each other's hard cores; make them smaller");
        fill_normal(key, static_cast<std::uint32_t>(w), static_cast<std::uint32_t>(tries * (d + d % 2)), place);
        for (std::size_t c = 0; c < d; ++c) x[i * d + c] = spread * (1 + 0.01 * tries) * place[c];
      }
  }
}

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
