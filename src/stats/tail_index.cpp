// SPDX-License-Identifier: Apache-2.0
#include "stats/tail_index.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace kato {
namespace {

constexpr std::size_t most = 1000, fewest = 100, share = 100;

double median(std::span<const double> numbers) {
  std::vector<double> sorted(numbers.begin(), numbers.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::ranges::nth_element(sorted, middle);
  return *middle;
}

}  // namespace

void TailIndex::add(std::span<const double> numbers) {
  if (numbers.empty()) return;
  if (count_ == 0) centre_ = median(numbers);
  count_ += numbers.size();
  for (const double number : numbers) {
    const double far = std::abs(number - centre_);
    squares_ += far * far;
    if (largest_.size() > most && !(far > largest_.front())) continue;
    largest_.push_back(far);
    std::ranges::push_heap(largest_, std::greater{});
    if (largest_.size() <= most + 1) continue;
    std::ranges::pop_heap(largest_, std::greater{});
    largest_.pop_back();
  }
}

std::vector<double> TailIndex::state() const {
  std::vector<double> state{static_cast<double>(count_), centre_, squares_};
  state.insert(state.end(), largest_.begin(), largest_.end());
  return state;
}

void TailIndex::restore(std::span<const double> state) {
  if (state.size() < 3) return;
  count_ = static_cast<std::size_t>(state[0]), centre_ = state[1], squares_ = state[2];
  largest_.assign(state.begin() + 3, state.end());
}

TailIndex::Found TailIndex::estimate() const {
  const std::size_t k = std::min(most, count_ / share);
  if (k < fewest) return {};
  auto sorted = largest_;
  std::ranges::sort(sorted, std::greater{});
  double sum = 0;
  for (std::size_t n = 0; n < k; ++n) sum += std::log(sorted[n] / sorted[k]);
  if (!(sum > 0) || !std::isfinite(sum)) return {};
  const double index = static_cast<double>(k) / sum;
  return {index, index / std::sqrt(static_cast<double>(k)), sorted[0] * sorted[0] / squares_};
}

}  // namespace kato
