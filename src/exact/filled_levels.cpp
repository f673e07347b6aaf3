// SPDX-License-Identifier: Apache-2.0
#include "exact/filled_levels.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace kato::exact {
namespace {

using Levels = std::vector<int>;  // in ascending order

// Adds every way to go on from `chosen` with levels from `first` on.
void choose(int count, int first, int quanta, Levels& chosen, std::vector<Levels>& all) {
  if (count == 0) {
    all.push_back(chosen);
    return;
  }
  // The levels to come are at least level, level + 1 ..
  for (int level = first; count * level + count * (count - 1) / 2 <= quanta; ++level) {
    chosen.push_back(level);
    choose(count - 1, level + 1, quanta - level, chosen, all);
    chosen.pop_back();
  }
}

int sum(const Levels& levels) { return std::accumulate(levels.begin(), levels.end(), 0); }

std::vector<Levels> determinants(int count, int quanta) {
  std::vector<Levels> all;
  Levels chosen;
  choose(count, 0, quanta, chosen, all);
  std::stable_sort(all.begin(), all.end(), [](const Levels& a, const Levels& b) { return sum(a) < sum(b); });
  return all;
}

}  // namespace

FilledLevels::FilledLevels(int count, int quanta) {
  const auto all = determinants(count, quanta);
  std::map<Levels, int> rest_index;
  for (int whole = 0; whole < static_cast<int>(all.size()); ++whole) {
    quanta_.push_back(sum(all[whole]));
    auto& ranked = by_rank_[quanta_.back() % 2];
    rank_.push_back(static_cast<int>(ranked.size()));
    ranked.push_back(whole);

    std::vector<Split> splits;
    for (int place = 0; place < count; ++place) {
      Levels rest = all[whole];
      rest.erase(rest.begin() + place);
      const auto [found, is_new] = rest_index.try_emplace(rest, rests());
      if (is_new) {
        rest_quanta_.push_back(sum(rest));
        splits_to_.emplace_back();
      }
      splits.push_back({whole, found->second, all[whole][place], place % 2 == 0 ? 1.0 : -1.0});
      splits_to_[found->second].push_back(splits.back());
    }
    splits_.push_back(std::move(splits));
  }
}

int FilledLevels::up_to(int quanta, int parity) const {
  const auto& ranked = by_rank_[parity];
  return static_cast<int>(
      std::partition_point(ranked.begin(), ranked.end(), [&](int whole) { return quanta_[whole] <= quanta; }) -
      ranked.begin());
}

}  // namespace kato::exact
