// SPDX-License-Identifier: Apache-2.0
#include "observe/wave_shells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

#include "base/error.hpp"
#include "observe/cloud.hpp"
#include "system/box_numbers.hpp"
#include "system/plane_waves.hpp"

namespace kato {

WaveShells::WaveShells(std::span<const std::vector<int>> waves, double side) : unit_(2 * std::numbers::pi / side) {
  int last = -1;
  for (const auto& wave : waves) {
    const auto first = std::ranges::find_if(wave, [](int n) { return n != 0; });
    if (first != wave.end() && *first < 0) continue;
    dimensions_ = wave.size();
    for (const int n : wave) most_ = std::max(most_, static_cast<std::size_t>(std::abs(n)));
    if (const int square = squared_length(wave); square != last) {
      wave_numbers_.push_back(unit_ * std::sqrt(square));
      share_.push_back(0);
      last = square;
    }
    waves_.push_back(wave);
    shell_of_.push_back(shells() - 1);
    share_.back() += 1;
  }
  for (double& share : share_) share = 1 / share;
}

// exp(i k.x) is the product of exp(2 pi i n_c x_c/L) over the components, and those of all n_c follow from one another.
void WaveShells::add(const double* x, double weight, std::span<double> cosines, std::span<double> sines) const {
  const std::size_t width = 2 * most_ + 1;
  std::vector<double> cosine(dimensions_ * width), sine(dimensions_ * width);  // of n = -most .. most
  for (std::size_t c = 0; c < dimensions_; ++c) {
    double *to_cosine = cosine.data() + c * width + most_, *to_sine = sine.data() + c * width + most_;
    const double c1 = std::cos(unit_ * x[c]), s1 = std::sin(unit_ * x[c]);
    to_cosine[0] = 1;
    for (std::ptrdiff_t n = 1; n <= static_cast<std::ptrdiff_t>(most_); ++n) {
      to_cosine[n] = to_cosine[-n] = to_cosine[n - 1] * c1 - to_sine[n - 1] * s1;
      to_sine[n] = to_sine[n - 1] * c1 + to_cosine[n - 1] * s1;
      to_sine[-n] = -to_sine[n];
    }
  }
  for (std::size_t k = 0; k < waves(); ++k) {
    double real = weight, imaginary = 0;
    for (std::size_t c = 0; c < dimensions_; ++c) {
      const std::size_t at = c * width + static_cast<std::size_t>(static_cast<int>(most_) + waves_[k][c]);
      const double turned = real * cosine[at] - imaginary * sine[at];
      imaginary = real * sine[at] + imaginary * cosine[at];
      real = turned;
    }
    cosines[k] += real;
    sines[k] += imaginary;
  }
}

void WaveShells::add_means(std::span<const double> values, std::span<double> sums) const {
  for (std::size_t k = 0; k < waves(); ++k) sums[shell_of_[k]] += share_[shell_of_[k]] * values[k];
}

WaveShells wave_shells_of(const System& system, double extent, const std::string& observable) {
  const int d = system.dimensions;
  const double side = system.space.side;
  if (extent == 0) extent = 4 * box_numbers(system).k_F;
  const double most = std::max(1.0, extent * side / (2 * std::numbers::pi));  // |n|
  require(ball_volume(d, most) <= 2e5 && most <= 1e4,
          fmt::format("observable {}: too many plane waves of the box lie within extent = {:.4g} (more than 200000, or "
                      "10000 along an axis); take a smaller one",
                      observable, extent));
  return {plane_waves_within(d, static_cast<int>(most * most * (1 + 1e-12))), side};
}

}  // namespace kato
