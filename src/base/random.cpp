// SPDX-License-Identifier: Apache-2.0
#include "base/random.hpp"

#include <cassert>

#include "base/random_kernel.hpp"

namespace kato {
namespace {

void fill(const StreamKey& key, std::uint32_t walker, std::uint32_t first, std::span<double> out, std::size_t walkers,
          bool normal) {
  assert(first % 2 == 0 && (walkers == 1 || out.size() % (2 * walkers) == 0));
  static const auto kernel = random_kernel(chosen_isa());
  if (out.empty()) return;
  kernel({.key = key,
          .walker = walker,
          .pair = first / 2,
          .pairs = static_cast<std::uint32_t>((out.size() / walkers + 1) / 2),
          .normal = normal,
          .out = out.data(),
          .count = out.size()});
}

}  // namespace

void fill_uniform(const StreamKey& key, std::uint32_t walker, std::uint32_t first, std::span<double> out,
                  std::size_t walkers) {
  fill(key, walker, first, out, walkers, false);
}

void fill_normal(const StreamKey& key, std::uint32_t walker, std::uint32_t first, std::span<double> out,
                 std::size_t walkers) {
  fill(key, walker, first, out, walkers, true);
}

}  // namespace kato
