// SPDX-License-Identifier: Apache-2.0
#include "sample/sampler.hpp"

namespace kato {

Walkers scattered_walkers(std::size_t count, int coordinates, double spread, std::uint64_t seed) {
  const auto size = static_cast<std::size_t>(coordinates);
  Walkers walkers{.coordinates = coordinates, .x = std::vector<double>(count * size), .log_abs = std::vector<double>(count)};
  const StreamKey key{.seed = seed, .stage = 0, .step = 0, .purpose = Purpose::walkers};
  for (std::size_t w = 0; w < count; ++w)
    fill_normal(key, static_cast<std::uint32_t>(w), 0, std::span(walkers.x).subspan(w * size, size));
  for (double& x : walkers.x) x *= spread;
  return walkers;
}

}  // namespace kato
