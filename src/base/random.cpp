// SPDX-License-Identifier: Apache-2.0
#include "base/random.hpp"

#include <Random123/philox.h>

#include <cassert>
#include <cmath>
#include <numbers>
#include <utility>

namespace kato {
namespace {

// The counter holds walker, pair, step and stage with the purpose; the key holds the seed.
std::pair<double, double> uniform_pair(const StreamKey& key, std::uint32_t walker, std::uint32_t pair) noexcept {
  const r123::Philox4x32::ctr_type counter{
      {walker, pair, key.step, (key.stage << 8) | static_cast<std::uint32_t>(key.purpose)}};
  const r123::Philox4x32::key_type seed{
      {static_cast<std::uint32_t>(key.seed), static_cast<std::uint32_t>(key.seed >> 32)}};
  const auto bits = r123::Philox4x32{}(counter, seed);
  const auto unit = [](std::uint32_t high, std::uint32_t low) {
    const std::uint64_t word = (std::uint64_t{high} << 32 | low) >> 11;
    return (static_cast<double>(word) + 0.5) * 0x1p-53;  // never 0 and never 1
  };
  return {unit(bits[0], bits[1]), unit(bits[2], bits[3])};
}

}  // namespace

void fill_uniform(const StreamKey& key, std::uint32_t walker, std::uint32_t first, std::span<double> out) noexcept {
  assert(first % 2 == 0);
  for (std::size_t n = 0; n < out.size(); n += 2) {
    const auto [u, v] = uniform_pair(key, walker, static_cast<std::uint32_t>((first + n) / 2));
    out[n] = u;
    if (n + 1 < out.size()) out[n + 1] = v;
  }
}

void fill_normal(const StreamKey& key, std::uint32_t walker, std::uint32_t first, std::span<double> out) noexcept {
  assert(first % 2 == 0);
  for (std::size_t n = 0; n < out.size(); n += 2) {
    const auto [u, v] = uniform_pair(key, walker, static_cast<std::uint32_t>((first + n) / 2));
    const double radius = std::sqrt(-2 * std::log(u));
    const double angle = 2 * std::numbers::pi * v;
    out[n] = radius * std::cos(angle);
    if (n + 1 < out.size()) out[n + 1] = radius * std::sin(angle);
  }
}

}  // namespace kato
