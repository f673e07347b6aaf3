// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sample/sampler.hpp"
#include "settings.hpp"
#include "system/matter.hpp"

namespace kato {
namespace {

std::unique_ptr<Sampler> metropolis() {
  return registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
}

StreamKey stream(std::uint32_t step) { return {.seed = 3, .stage = 0, .step = step, .purpose = Purpose::test}; }

// The numbers of all sweeps drawn at once, as one array.
TEST(Metropolis, many_sweeps_take_their_numbers_from_one_stream) {
  constexpr std::size_t sweeps = 151, d = 3;
  auto walkers = first_walkers({.particles = 3}, 40, 1, 0, 1);
  class Gaussian final : public Amplitude {
   public:
    std::size_t tile_walkers() const override { return 32; }
    int threads() const override { return 1; }
    void value_tile(int, const WalkerView& walkers, std::span<LogPsi> psi) override {
      for (std::size_t w = 0; w < psi.size(); ++w) {
        const auto x = walkers.place(w);
        psi[w].log_abs = -0.5 * (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
      }
    }
    double log_abs(const std::vector<double>& x) {
      LogPsi value;
      value_tile(0, {.x = x, .particles = 3, .dimensions = 1}, {&value, 1});
      return value.log_abs;
    }
  } gaussian;
  auto expected = walkers.x;
  for (std::size_t w = 0; w < 40; ++w) {
    std::vector<double> steps(sweeps * d), chances(sweeps), now(d), next(d);
    fill_normal(stream(0), static_cast<std::uint32_t>(w), 0, steps);
    fill_uniform(stream(0), static_cast<std::uint32_t>(w), (sweeps * d + 1) / 2 * 2, chances);
    std::copy_n(expected.begin() + static_cast<std::ptrdiff_t>(w * d), d, now.begin());
    double log_now = gaussian.log_abs(now);
    for (std::size_t sweep = 0; sweep < sweeps; ++sweep) {
      for (std::size_t k = 0; k < d; ++k) next[k] = now[k] + 0.5 * steps[sweep * d + k];
      const double log_next = gaussian.log_abs(next);
      if (std::log(chances[sweep]) >= 2 * (log_next - log_now)) continue;
      now = next;
      log_now = log_next;
    }
    std::ranges::copy(now, expected.begin() + static_cast<std::ptrdiff_t>(w * d));
  }
  metropolis()->sweep(gaussian, walkers, stream(0), sweeps, false);
  EXPECT_EQ(walkers.x, expected);
}

}  // namespace
}  // namespace kato
