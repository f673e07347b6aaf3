// SPDX-License-Identifier: Apache-2.0
#include "walker/walkers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.hpp"
#include "base/ranks.hpp"

namespace kato {

std::vector<double> as_reals(std::span<const LabelValue> labels) { return {labels.begin(), labels.end()}; }

std::vector<LabelValue> labels_from(std::span<const double> numbers) {
  using Limits = std::numeric_limits<LabelValue>;
  std::vector<LabelValue> labels;
  for (const double number : numbers) {
    require(number >= Limits::min() && number <= Limits::max() && number == std::trunc(number),
            "checkpoint: holds a label that is none; use an older copy");
    labels.push_back(static_cast<LabelValue>(number));
  }
  return labels;
}

WalkerView WalkerView::rows(std::size_t first, std::size_t number) const {
  const auto part = [&](auto numbers, std::size_t width) {
    return numbers.empty() ? numbers : numbers.subspan(first * width, number * width);
  };
  return {.x = part(x, coordinates()),
          .particles = particles,
          .dimensions = dimensions,
          .labels = part(labels, labels_each()),
          .log_abs = part(log_abs, 1),
          .weight = part(weight, 1)};
}

Walkers Walkers::at_origin(std::size_t count, int particles, int dimensions, int labels) {
  const std::size_t A = static_cast<std::size_t>(particles);
  return {.particles = particles,
          .dimensions = dimensions,
          .x = std::vector<double>(count * A * static_cast<std::size_t>(dimensions)),
          .labels = std::vector<LabelValue>(count * A * static_cast<std::size_t>(labels)),
          .log_abs = std::vector<double>(count)};
}

WalkerView Walkers::view() const {
  return {
      .x = x, .particles = particles, .dimensions = dimensions, .labels = labels, .log_abs = log_abs, .weight = weight};
}

void Walkers::copy_row(std::size_t to, std::size_t from) {
  std::ranges::copy(place(from), place(to).begin());
  std::ranges::copy(labels_of(from), labels_of(to).begin());
  log_abs[to] = log_abs[from];
}

void Walkers::append(const WalkerView& more) {
  x.insert(x.end(), more.x.begin(), more.x.end());
  labels.insert(labels.end(), more.labels.begin(), more.labels.end());
  log_abs.insert(log_abs.end(), more.log_abs.begin(), more.log_abs.end());
  log_abs.resize(x.size() / coordinates());
}

void Walkers::gather() {
  if (ranks() == 1) return;
  gather_over_ranks(x, count());
  gather_over_ranks(log_abs, count());
  if (labels.empty()) return;
  auto numbers = as_reals(labels);
  gather_over_ranks(numbers, count());
  labels = labels_from(numbers);
}

void Walkers::save(const std::string& name, NamedArrays& arrays) const {
  arrays[name] = x;
  if (!labels.empty()) arrays[name + ".labels"] = as_reals(labels);
}

void Walkers::restore(const std::string& name, const NamedArrays& arrays) {
  const auto fitting = [&](const std::string& array, std::size_t size) -> const std::vector<double>& {
    const auto found = arrays.find(array);
    require(found != arrays.end() && found->second.size() == size,
            "checkpoint: its '" + array + "' are missing or of other walkers; use an older copy");
    return found->second;
  };
  x = fitting(name, x.size());
  if (!labels.empty()) labels = labels_from(fitting(name + ".labels", labels.size()));
}

}  // namespace kato
