// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sample/sampler.hpp"
#include "settings.hpp"

namespace kato {
namespace {

std::unique_ptr<Sampler> metropolis() {
  return registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
}

StreamKey stream(std::uint32_t step) { return {.seed = 3, .stage = 0, .step = step, .purpose = Purpose::test}; }

// The numbers of all sweeps drawn at once, as one array.
TEST(Metropolis, many_sweeps_take_their_numbers_from_one_stream) {
  constexpr std::size_t sweeps = 151, d = 3;
  auto walkers = scattered_walkers(40, 3, 1, 1);
  class Gaussian final : public Amplitude {
   public:
    std::size_t tile_walkers() const override { return 32; }
    int threads() const override { return 1; }
    void value_tile(int, std::span<const double> x, std::span<double> log_abs, std::span<double>) override {
      for (std::size_t w = 0; w < log_abs.size(); ++w)
        log_abs[w] = -0.5 * (x[w * d] * x[w * d] + x[w * d + 1] * x[w * d + 1] + x[w * d + 2] * x[w * d + 2]);
    }
  } gaussian;
  auto expected = walkers.x;
  for (std::size_t w = 0; w < 40; ++w) {
    std::vector<double> steps(sweeps * d), chances(sweeps), now(d), next(d), log_now(1), log_next(1), sign(1);
    fill_normal(stream(0), static_cast<std::uint32_t>(w), 0, steps);
    fill_uniform(stream(0), static_cast<std::uint32_t>(w), (sweeps * d + 1) / 2 * 2, chances);
    std::copy_n(expected.begin() + static_cast<std::ptrdiff_t>(w * d), d, now.begin());
    gaussian.value_tile(0, now, log_now, sign);
    for (std::size_t sweep = 0; sweep < sweeps; ++sweep) {
      for (std::size_t k = 0; k < d; ++k) next[k] = now[k] + 0.5 * steps[sweep * d + k];
      gaussian.value_tile(0, next, log_next, sign);
      if (std::log(chances[sweep]) >= 2 * (log_next[0] - log_now[0])) continue;
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
