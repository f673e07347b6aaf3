// SPDX-License-Identifier: Apache-2.0
#include "report/thinning.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace kato {
namespace {

// `reduce(finite)` of the finite values of every bin, nan where there is none.
template <class Reduce>
std::vector<double> of_bins(std::span<const double> values, std::span<const Bin> bins, Reduce reduce) {
  std::vector<double> result, finite;
  for (const auto& bin : bins) {
    finite.clear();
    for (const double value : values.subspan(bin.begin, bin.end - bin.begin))
      if (std::isfinite(value)) finite.push_back(value);
    result.push_back(finite.empty() ? std::numeric_limits<double>::quiet_NaN() : reduce(finite));
  }
  return result;
}

}  // namespace

std::vector<Bin> divide(std::size_t rows, std::size_t most) {
  const std::size_t count = std::min(rows, most);
  std::vector<Bin> bins(count);
  for (std::size_t b = 0; b < count; ++b) bins[b] = {rows * b / count, rows * (b + 1) / count};
  return bins;
}

std::vector<double> means(std::span<const double> values, std::span<const Bin> bins) {
  return of_bins(values, bins, [](const std::vector<double>& finite) {
    return std::accumulate(finite.begin(), finite.end(), 0.0) / static_cast<double>(finite.size());
  });
}

std::vector<double> lowest(std::span<const double> values, std::span<const Bin> bins) {
  return of_bins(values, bins, [](const std::vector<double>& finite) { return *std::ranges::min_element(finite); });
}

std::vector<double> highest(std::span<const double> values, std::span<const Bin> bins) {
  return of_bins(values, bins, [](const std::vector<double>& finite) { return *std::ranges::max_element(finite); });
}

std::vector<double> errors_of_means(std::span<const double> errors, std::span<const Bin> bins) {
  return of_bins(errors, bins, [](const std::vector<double>& finite) {
    const double squares = std::inner_product(finite.begin(), finite.end(), finite.begin(), 0.0);
    return std::sqrt(squares) / static_cast<double>(finite.size());
  });
}

}  // namespace kato
