// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sample/sampler.hpp"
#include "settings.hpp"
#include "stats/check_mean.hpp"
#include "stats/estimate.hpp"

namespace kato {
namespace {

// A density known in closed form: ln|psi| = -x^2/2 + ln|x| in one dimension, |psi|^2 ~ x^2 exp(-x^2), <x^2> = 3/2.
class FirstLevel final : public Amplitude {
 public:
  explicit FirstLevel(int threads = 1) : threads_(threads) {}
  std::size_t tile_walkers() const override { return 32; }
  int threads() const override { return threads_; }
  void value_tile(int, std::span<const double> x, std::span<double> log_abs, std::span<double> sign) override {
    for (std::size_t w = 0; w < log_abs.size(); ++w) {
      log_abs[w] = -0.5 * x[w] * x[w] + std::log(std::abs(x[w]));
      sign[w] = x[w] < 0 ? -1 : 1;
    }
  }

 private:
  int threads_;
};

std::unique_ptr<Sampler> metropolis() {
  return registry().factory<Sampler>("metropolis")(default_settings("sampler", "metropolis"));
}

StreamKey stream(std::uint32_t step) { return {.seed = 3, .stage = 0, .step = step, .purpose = Purpose::test}; }

TEST(Metropolis, follows_the_square_of_the_wave_function) {
  FirstLevel psi;
  const auto sampler = metropolis();
  auto walkers = scattered_walkers(512, 1, 1, 1);
  std::uint32_t step = 0;
  for (; step < 30; ++step) sampler->sweep(psi, walkers, stream(step), 10, true);
  WalkerStatistics second(512), fourth(512);
  for (; step < 430; ++step) {
    sampler->sweep(psi, walkers, stream(step), 5, false);
    std::vector<double> x2, x4;
    for (const double x : walkers.x) x2.push_back(x * x), x4.push_back(x * x * x * x);
    second.add(x2);
    fourth.add(x4);
  }
  EXPECT_TRUE(check_mean(second.estimate(), 1.5, 1e-6, 5e-3));  // <x^2> and <x^4> of x^2 exp(-x^2)
  EXPECT_TRUE(check_mean(fourth.estimate(), 3.75, 1e-6, 2.5e-2));
}

TEST(Metropolis, reaches_the_wanted_acceptance_and_keeps_its_width_while_measuring) {
  FirstLevel psi;
  const auto sampler = metropolis();
  auto walkers = scattered_walkers(2048, 1, 1, 1);
  for (std::uint32_t step = 0; step < 40; ++step) sampler->sweep(psi, walkers, stream(step), 10, true);
  const auto state = sampler->state();
  const auto report = sampler->sweep(psi, walkers, stream(40), 10, false);
  EXPECT_NEAR(report.acceptance, 0.5, 0.02);
  EXPECT_EQ(sampler->state(), state);
}

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

TEST(Metropolis, gives_the_same_walkers_for_any_number_of_threads_and_again) {
  std::vector<double> first;
  for (const int threads : {1, 2, 3}) {
    FirstLevel psi(threads);
    const auto sampler = metropolis();
    auto walkers = scattered_walkers(200, 1, 1, 1);
    for (std::uint32_t step = 0; step < 5; ++step) sampler->sweep(psi, walkers, stream(step), 7, true);
    if (first.empty()) first = walkers.x;
    EXPECT_EQ(walkers.x, first);
  }
}

TEST(Metropolis, continues_from_its_state_bit_for_bit) {
  FirstLevel psi;
  const auto one = metropolis(), other = metropolis();
  auto walkers = scattered_walkers(100, 1, 1, 1);
  for (std::uint32_t step = 0; step < 5; ++step) one->sweep(psi, walkers, stream(step), 7, true);
  auto copy = walkers;
  other->restore(one->state());
  one->sweep(psi, walkers, stream(5), 7, true);
  other->sweep(psi, copy, stream(5), 7, true);
  EXPECT_EQ(walkers.x, copy.x);
  EXPECT_EQ(one->state(), other->state());
}

TEST(Metropolis, a_walker_never_goes_where_the_wave_function_vanishes_and_leaves_if_it_starts_there) {
  FirstLevel psi;
  const auto sampler = metropolis();
  auto walkers = scattered_walkers(64, 1, 1, 1);
  walkers.x[5] = 0;                                         // the node
  walkers.x[6] = std::numeric_limits<double>::quiet_NaN();  // no place at all: cannot move by adding to it
  sampler->sweep(psi, walkers, stream(0), 50, false);
  EXPECT_NE(walkers.x[5], 0);
  EXPECT_TRUE(std::isfinite(walkers.log_abs[5]));
  EXPECT_FALSE(std::isfinite(walkers.log_abs[6]));
}

}  // namespace
}  // namespace kato
