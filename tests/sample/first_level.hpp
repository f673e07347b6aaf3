// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <vector>

#include "base/random.hpp"
#include "psi/amplitude.hpp"

namespace kato {

/// psi = x exp(-x^2/2) of one particle in one dimension, in closed form and with all that a sampler may ask for:
/// |psi|^2 ~ x^2 exp(-x^2), <x^2> = 3/2, <x^4> = 15/4, a node at 0.
class FirstLevel final : public Amplitude, private OrbitalRows {
 public:
  explicit FirstLevel(int threads = 1) : threads_(threads) {}
  std::size_t tile_walkers() const override { return 32; }
  int threads() const override { return threads_; }
  void value_tile(int, const WalkerView& walkers, std::span<LogPsi> psi) override {
    for (std::size_t w = 0; w < psi.size(); ++w) {
      const double x = walkers.x[w];
      psi[w] = {-0.5 * x * x + std::log(std::abs(x)), x < 0 ? -1.0 : 1.0};
    }
  }
  std::size_t gradient_tile_walkers() const override { return 16; }
  void gradient_tile(int thread, const WalkerView& walkers, std::span<LogPsi> psi,
                     std::span<double> gradient) override {
    value_tile(thread, walkers, psi);
    for (std::size_t w = 0; w < psi.size(); ++w) gradient[w] = slope_ * (1 / walkers.x[w] - walkers.x[w]);
  }
  OrbitalRows* orbital_rows() override { return this; }

  /// Gives a gradient that is so many times the true one.
  void bend(double slope) { slope_ = slope; }

 private:
  int particles() const override { return 1; }
  int determinants() const override { return 1; }
  std::size_t tile_points() const override { return 24; }
  void rows_tile(int, std::span<const double> x, std::span<double> rows, std::span<double> log_factor) override {
    for (std::size_t n = 0; n < rows.size(); ++n) {
      rows[n] = x[n];
      log_factor[n] = -0.5 * x[n] * x[n];
    }
  }

  int threads_;
  double slope_ = 1;
};

/// Independent places that follow |psi|^2 of `FirstLevel`: |x| is the length of three normal numbers of variance 1/2.
inline std::vector<double> exact_places_of_first_level(std::size_t count) {
  std::vector<double> z(4), x;
  for (std::size_t n = 0; n < count; ++n) {
    fill_normal({.seed = 8, .purpose = Purpose::test}, static_cast<std::uint32_t>(n), 0, z);
    x.push_back(std::copysign(std::sqrt(0.5 * (z[0] * z[0] + z[1] * z[1] + z[2] * z[2])), z[3]));
  }
  return x;
}

}  // namespace kato
