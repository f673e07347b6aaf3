// SPDX-License-Identifier: Apache-2.0
#include "psi/amplitude.hpp"

#include <algorithm>

#include "base/ranks.hpp"
#include "base/threads.hpp"

namespace kato {

void evaluate(Amplitude& psi, const WalkerView& walkers, std::span<LogPsi> values) {
  const std::size_t count = walkers.count(), size = psi.tile_walkers();
  parallel_for((count + size - 1) / size, psi.threads(), [&](std::size_t tile, int thread) {
    const std::size_t begin = tile * size, number = std::min(size, count - begin);
    psi.value_tile(thread, walkers.rows(begin, number), values.subspan(begin, number));
  });
}

void evaluate_over_ranks(Amplitude& psi, const WalkerView& walkers, std::span<LogPsi> values) {
  if (values.empty()) return;
  const auto own = own_share(values.size());
  evaluate(psi, walkers.rows(own.first, own.count), own.of(values));
  if (ranks() == 1) return;
  std::vector<double> numbers;
  for (const auto& value : values) numbers.insert(numbers.end(), {value.log_abs, value.sign});
  gather_over_ranks(numbers, values.size());
  for (std::size_t w = 0; w < values.size(); ++w) values[w] = {numbers[2 * w], numbers[2 * w + 1]};
}

}  // namespace kato
