// SPDX-License-Identifier: Apache-2.0
#include "system/labels.hpp"

#include <algorithm>

namespace kato {
namespace {

std::optional<double> added(std::optional<double> a, std::optional<double> b) {
  if (!a || !b) return a ? a : b;
  return *a + *b;
}

}  // namespace

std::vector<LabelRange> label_ranges(std::span<const Label> labels) {
  std::vector<LabelRange> ranges;
  for (int first = 0; const auto& label : labels) {
    ranges.push_back({first, label.count});
    first += label.count;
  }
  return ranges;
}

std::vector<LabelRange> label_ranges_or_all(std::span<const Label> labels, int particles) {
  return labels.empty() ? std::vector<LabelRange>{{0, particles}} : label_ranges(labels);
}

PairCusp operator+(const PairCusp& a, const PairCusp& b) {
  return {.unlike = added(a.unlike, b.unlike),
          .like = added(a.like, b.like),
          .range = std::min(a.range, b.range),
          .unlike_power = a.unlike_power + b.unlike_power,
          .like_power = a.like_power + b.like_power,
          .bosons = added(a.bosons, b.bosons),
          .rounding = std::max(a.rounding, b.rounding),
          .core = std::max(a.core, b.core)};
}

}  // namespace kato
