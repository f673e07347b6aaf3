// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/isa.hpp"
#include "base/random.hpp"

namespace kato {

/// The first `count` numbers of the pairs `pair` .. `pair + pairs - 1` of `walker`, of those of the next walker, and so
/// on, uniform in (0, 1) or standard normal.
struct RandomTask {
  StreamKey key;
  std::uint32_t walker, pair, pairs;
  bool normal;
  double* out;
  std::size_t count;
};

/// The kernel of an instruction set. All give the same numbers, bit for bit.
void (*random_kernel(Isa isa))(const RandomTask&) noexcept;

}  // namespace kato
