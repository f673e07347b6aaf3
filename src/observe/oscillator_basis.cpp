// SPDX-License-Identifier: Apache-2.0
#include "observe/oscillator_basis.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.hpp"

namespace kato {
namespace {

constexpr int most_levels = 256;

}  // namespace

OscillatorBasis::OscillatorBasis(int dimensions, std::size_t size, double length)
    : dimensions_(dimensions), length_(length) {
  require(dimensions >= 1 && dimensions <= 3, "oscillator basis: works in one to three dimensions");
  for (int shell = 0; levels_.size() < size; ++shell)
    for (int a = shell; a >= 0; --a)
      for (int b = shell - a; b >= 0; --b) {
        const int c = shell - a - b;
        const bool fits = (dimensions > 1 || b == 0) && (dimensions > 2 || c == 0);
        if (fits && levels_.size() < size) levels_.push_back({a, b, c});
      }
  for (const auto& level : levels_) highest_ = std::max(highest_, *std::ranges::max_element(level));
  require(highest_ < most_levels, "oscillator basis: too many orbitals; ask for fewer");
}

// phi_{n+1} = sqrt(2/(n + 1)) (x/l) phi_n - sqrt(n/(n + 1)) phi_{n-1}
void OscillatorBasis::at(std::span<const double> x, std::span<double> orbitals) const {
  std::array<std::array<double, most_levels>, 3> along;
  for (int c = 0; c < dimensions_; ++c) {
    auto& phi = along[static_cast<std::size_t>(c)];
    const double z = x[static_cast<std::size_t>(c)] / length_;
    phi[0] = std::pow(std::numbers::pi, -0.25) / std::sqrt(length_) * std::exp(-0.5 * z * z);
    for (int n = 0; n < highest_; ++n) {
      const auto m = static_cast<std::size_t>(n);
      phi[m + 1] = std::sqrt(2.0 / (n + 1)) * z * phi[m] - (n > 0 ? std::sqrt(n / (n + 1.0)) * phi[m - 1] : 0);
    }
  }
  for (std::size_t k = 0; k < levels_.size(); ++k) {
    orbitals[k] = 1;
    for (std::size_t c = 0; c < static_cast<std::size_t>(dimensions_); ++c)
      orbitals[k] *= along[c][static_cast<std::size_t>(levels_[k][c])];
  }
}

}  // namespace kato
