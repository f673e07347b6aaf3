// SPDX-License-Identifier: Apache-2.0
#include "system/ewald.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.hpp"

namespace kato {
namespace {

using Place = std::array<double, 3>;

constexpr double pi = std::numbers::pi;
constexpr double reach = 6;  // erfc(x) and exp(-x^2) are below rounding from here on

// r by the side, that of the nearest image, and zeros for directions that are not there.
Place nearest_image(std::span<const double> r, double side) {
  Place x{};
  for (std::size_t c = 0; c < r.size(); ++c) x[c] = r[c] / side - std::round(r[c] / side);
  return x;
}

double length(const Place& x) { return std::sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]); }

// The way from the cell to this place.
Place beyond_half(Place x) {
  for (double& along : x) along = std::max(std::abs(along) - 0.5, 0.0);
  return x;
}

// The factor of cos(G.r) of a unit cell for whole numbers of this square, G^2 = (2 pi)^2 square.
double wave_weight(int dimensions, double square, double splitting) {
  const double x = pi * std::sqrt(square) / splitting;  // G/2a
  return dimensions == 3 ? std::exp(-x * x) / (pi * square) : std::erfc(x) / std::sqrt(square);
}

}  // namespace

EwaldSum::EwaldSum(int dimensions, double side, double splitting)
    : dimensions_(dimensions),
      wave_numbers_(1 + static_cast<int>(reach * splitting / pi)),
      side_(side),
      splitting_(splitting) {
  require(dimensions == 2 || dimensions == 3, "the Coulomb potential of a box: needs two or three dimensions");
  mean_ = dimensions == 3 ? pi / (splitting * splitting) : 2 * std::sqrt(pi) / splitting;
  const int farthest = 1 + static_cast<int>(reach / splitting), depth = dimensions == 3 ? farthest : 0;
  for (int i = -farthest; i <= farthest; ++i)
    for (int j = -farthest; j <= farthest; ++j)
      for (int k = -depth; k <= depth; ++k) {
        const Place image{1.0 * i, 1.0 * j, 1.0 * k};
        if (image != Place{} && length(beyond_half(image)) < reach / splitting) images_.push_back(image);
      }
  // The signs of the numbers of a wave add up to a product of cosines, 2 for each that is not 0.
  const int layers = dimensions == 3 ? wave_numbers_ : 1;
  for (int i = 0; i < wave_numbers_; ++i)
    for (int j = 0; j < wave_numbers_; ++j)
      for (int k = 0; k < layers; ++k) {
        const int signs = (i > 0 ? 2 : 1) * (j > 0 ? 2 : 1) * (k > 0 ? 2 : 1), square = i * i + j * j + k * k;
        waves_.push_back(square == 0 ? 0 : signs * wave_weight(dimensions, square, splitting));
      }
}

double EwaldSum::remainder(std::span<const double> r) const {
  const auto x = nearest_image(r, side_);
  double sum = -mean_;
  for (const auto& image : images_) {
    const double apart = length({x[0] + image[0], x[1] + image[1], x[2] + image[2]});
    if (splitting_ * apart < reach) sum += std::erfc(splitting_ * apart) / apart;
  }
  std::array<std::vector<double>, 3> cosines;
  for (std::size_t c = 0; c < 3; ++c)
    for (int n = 0; n < wave_numbers_; ++n) cosines[c].push_back(std::cos(2 * pi * n * x[c]));
  const std::size_t layers = dimensions_ == 3 ? cosines[2].size() : 1;
  auto weight = waves_.begin();
  for (const double first : cosines[0])
    for (const double second : cosines[1]) {
      double row = 0;
      for (std::size_t k = 0; k < layers; ++k) row += *weight++ * cosines[2][k];
      sum += first * second * row;
    }
  const double distance = length(x);
  sum -= distance > 0 ? std::erf(splitting_ * distance) / distance : 2 * splitting_ / std::sqrt(pi);
  return sum / side_;
}

double EwaldSum::potential(std::span<const double> r) const {
  const auto x = nearest_image(r, side_);
  return remainder(r) + 1 / (side_ * length(x));
}

double EwaldSum::self() const { return remainder(std::vector<double>(static_cast<std::size_t>(dimensions_))); }

}  // namespace kato
