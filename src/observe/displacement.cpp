// SPDX-License-Identifier: Apache-2.0
#include "observe/displacement.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace kato {
namespace {

double root_mean_square(std::span<const double> x) {
  double sum = 0;
  for (const double v : x) sum += v * v;
  return std::sqrt(sum / static_cast<double>(x.size()));
}

}  // namespace

void Displacement::draw_place(const StreamKey& stream, std::size_t walker) {
  const auto x_new = std::span(places_).subspan(walker * d_, d_);
  const auto w = static_cast<std::uint32_t>(walker);
  if (space_.periodic())
    fill_uniform(stream, w, 0, x_new);
  else
    fill_normal(stream, w, 0, x_new);
  for (double& v : x_new) v *= space_.periodic() ? space_.side : width_;
}

double Displacement::log_density(std::size_t walker) const {
  const auto d = static_cast<double>(d_);
  if (space_.periodic()) return -d * std::log(space_.side);
  double log_density = -d * std::log(std::sqrt(2 * std::numbers::pi) * width_);
  for (const double v : place(walker)) log_density -= 0.5 * v * v / (width_ * width_);
  return log_density;
}

void Displacement::draw(const WalkerView& walkers, const Surroundings& around) {
  A_ = static_cast<std::size_t>(walkers.particles);
  d_ = static_cast<std::size_t>(walkers.dimensions);
  if (width_ == 0) width_ = 1.5 * root_mean_square(walkers.x);
  const std::size_t count = walkers.count();
  places_.resize(count * d_);
  ratios_.resize(count * A_);
  constexpr std::size_t block = 256;  // walkers whose displaced copies are held at a time
  const auto labels = static_cast<int>(walkers.labels_each() / A_);
  for (std::size_t begin = 0; begin < count; begin += block) {
    const std::size_t size = std::min(block, count - begin);
    auto moved = Walkers::at_origin(size * A_, walkers.particles, walkers.dimensions, labels);
    std::vector<LogPsi> values(size * A_);
    for (std::size_t w = begin; w < begin + size; ++w) {
      draw_place(around.stream, w);
      for (std::size_t i = 0; i < A_; ++i) {
        const std::size_t row = (w - begin) * A_ + i;
        std::ranges::copy(walkers.place(w), moved.place(row).begin());
        std::ranges::copy(walkers.labels_of(w), moved.labels_of(row).begin());
        std::ranges::copy(place(w), moved.place(row).subspan(i * d_).begin());
      }
    }
    evaluate_over_ranks(*around.psi, moved, values);
    for (std::size_t n = 0; n < size * A_; ++n) {
      const std::size_t w = begin + n / A_;
      const auto &here = around.values[w], &there = values[n];
      const double ratio = there.sign * here.sign * std::exp(there.log_abs - here.log_abs - log_density(w));
      ratios_[w * A_ + n % A_] = std::isnan(there.log_abs) ? 0 : ratio;  // within a hard core, where psi is zero
    }
  }
}

Option every_option() {
  return {.name = "every",
          .fallback = std::int64_t{1},
          .summary = "measured at every so many measurements of the energy",
          .lower = 1,
          .upper = 1e6};
}

}  // namespace kato
