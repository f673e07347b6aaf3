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

// cos and sin of 2 pi v for 0 < v < 1: the nearest quarter turn and the series of what is left, |x| <= pi/4.
std::pair<double, double> cos_sin_of_turn(double v) noexcept {
  const double quarter = std::floor(4 * v + 0.5), x = 2 * std::numbers::pi * (v - 0.25 * quarter), z = x * x;
  double c = 1.0 / 20922789888000, s = -1.0 / 1307674368000;
  for (const double k :
       {-1.0 / 87178291200, 1.0 / 479001600, -1.0 / 3628800, 1.0 / 40320, -1.0 / 720, 1.0 / 24, -0.5, 1.0})
    c = c * z + k;
  for (const double k : {1.0 / 6227020800, -1.0 / 39916800, 1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6, 1.0})
    s = s * z + k;
  s *= x;
  const auto turns = static_cast<unsigned>(quarter);
  const double cosine = turns % 2 == 0 ? c : s, sine = turns % 2 == 0 ? s : c;
  return {(turns + 1) % 4 < 2 ? cosine : -cosine, turns % 4 < 2 ? sine : -sine};
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
    const auto [cosine, sine] = cos_sin_of_turn(v);
    out[n] = radius * cosine;
    if (n + 1 < out.size()) out[n + 1] = radius * sine;
  }
}

}  // namespace kato
