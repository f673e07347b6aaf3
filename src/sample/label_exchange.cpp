// SPDX-License-Identifier: Apache-2.0
#include "sample/label_exchange.hpp"

#include <algorithm>
#include <utility>

namespace kato {

// Any particle, then any of those whose label is another one.
void LabelExchange::propose(std::size_t w, const TilePlaces& /*now*/, TilePlaces& next, const MoveNumbers& numbers,
                            double /*width*/) const {
  const auto labels = next.walkers.labels_of(w);
  const auto A = static_cast<std::size_t>(next.walkers.particles);
  const std::size_t kinds = labels.size() / A;
  const auto label = [&](std::size_t i) -> LabelValue& { return labels[i * kinds + kind_]; };
  const auto choice = [](double chance, std::size_t of) {
    return std::min(of - 1, static_cast<std::size_t>(chance * static_cast<double>(of)));
  };
  const std::size_t i = choice(numbers.chances[0], A);
  std::size_t others = 0;
  for (std::size_t j = 0; j < A; ++j) others += label(j) != label(i);
  if (others == 0) return;
  std::size_t left = choice(numbers.chances[1], others);
  for (std::size_t j = 0; j < A; ++j) {
    if (label(j) == label(i) || left-- > 0) continue;
    std::swap(label(i), label(j));
    return;
  }
}

}  // namespace kato
