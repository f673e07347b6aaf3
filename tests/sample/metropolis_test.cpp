// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "analytic_psi.hpp"
#include "sample/sampler.hpp"
#include "settings.hpp"
#include "stats/check_mean.hpp"
#include "stats/estimate.hpp"
#include "system/matter.hpp"

namespace kato {
namespace {

constexpr double alpha = 1e-6;        // false alarms of each statistical check
constexpr double five_sigma = 4.892;  // a normal number is further out with this probability

std::unique_ptr<Sampler> metropolis(std::int64_t moved = 0, double width = 0.5) {
  return registry().factory<Sampler>("metropolis")(
      default_settings("sampler", "metropolis", Settings({{"moved", moved}, {"width", width}})));
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

LogPsi flat(const WalkerView&) { return {0, 1}; }

// Where every move is taken, it shows which particles it was.
std::vector<std::size_t> particles_that_moved(std::int64_t moved, std::size_t particles, std::size_t count) {
  AnalyticPsi psi(flat);
  auto walkers = Walkers::at_origin(count, static_cast<int>(particles), 2);
  EXPECT_EQ(metropolis(moved)->sweep(psi, walkers, stream(0), 1, false).acceptance, 1);
  std::vector<std::size_t> times(particles);
  for (std::size_t w = 0; w < count; ++w) {
    std::int64_t of_walker = 0;
    for (std::size_t i = 0; i < particles; ++i) {
      const auto* x = &walkers.x[(w * particles + i) * 2];
      EXPECT_EQ(x[0] == 0, x[1] == 0);
      of_walker += x[0] != 0;
      times[i] += x[0] != 0;
    }
    EXPECT_EQ(of_walker, std::min(moved, static_cast<std::int64_t>(particles)));
  }
  return times;
}

TEST(Metropolis, so_many_particles_move_at_once_and_each_as_often_as_any_other) {
  constexpr std::size_t particles = 7, count = 20000;
  for (const std::int64_t moved : {1, 2, 4, 6}) {
    const double share = static_cast<double>(moved) / particles, error = std::sqrt(share * (1 - share) * count);
    for (const std::size_t times : particles_that_moved(moved, particles, count))
      EXPECT_LT(std::abs(static_cast<double>(times) - share * count), (five_sigma + 0.5) * error) << moved;
  }
}

TEST(Metropolis, any_two_particles_move_together) {
  constexpr std::size_t particles = 5, count = 20000;
  AnalyticPsi psi(flat);
  auto walkers = Walkers::at_origin(count, particles, 1);
  metropolis(2)->sweep(psi, walkers, stream(1), 1, false);
  std::array<double, particles * particles> met{};
  for (std::size_t w = 0; w < count; ++w)
    for (std::size_t i = 0; i < particles; ++i)
      for (std::size_t j = i + 1; j < particles; ++j)
        met[i * particles + j] += walkers.x[w * particles + i] != 0 && walkers.x[w * particles + j] != 0;
  const double expected = count / 10.0;  // of ten pairs
  for (std::size_t i = 0; i < particles; ++i)
    for (std::size_t j = i + 1; j < particles; ++j)
      EXPECT_LT(std::abs(met[i * particles + j] - expected), (five_sigma + 0.5) * std::sqrt(expected)) << i << j;
}

TEST(Metropolis, as_many_moved_as_there_are_particles_are_all_of_them_bit_for_bit) {
  AnalyticPsi psi([](const WalkerView& walker) {
    double square = 0;
    for (const double x : walker.x) square += x * x;
    return LogPsi{-0.5 * square, 1};
  });
  std::vector<double> first;
  for (const std::int64_t moved : {0, 3, 1000}) {
    auto walkers = first_walkers({.particles = 3}, 30, 1, 0, 1);
    metropolis(moved)->sweep(psi, walkers, stream(0), 70, false);
    if (first.empty()) first = walkers.x;
    EXPECT_EQ(walkers.x, first) << moved;
  }
}

// Two particles that are held together: |psi|^2 is normal, with <x_i^2> = 1 and <x_1 x_2> = c.
constexpr double c = 0.9;

LogPsi held_together(const WalkerView& walker) {
  const double x = walker.x[0], y = walker.x[1];
  return {-0.25 * (x * x - 2 * c * x * y + y * y) / (1 - c * c), 1};
}

std::vector<double> exact_places(std::size_t count) {
  std::vector<double> z(2), x;
  for (std::size_t n = 0; n < count; ++n) {
    fill_normal({.seed = 8, .purpose = Purpose::test}, static_cast<std::uint32_t>(n), 0, z);
    x.push_back(z[0]);
    x.push_back(c * z[0] + std::sqrt(1 - c * c) * z[1]);
  }
  return x;
}

TEST(Metropolis, one_particle_at_a_time_follows_a_density_of_two_that_are_held_together) {
  constexpr std::size_t count = 512;
  AnalyticPsi psi(held_together);
  const auto sampler = metropolis(1);
  auto walkers = first_walkers({.particles = 2}, count, 1, 0, 1);
  std::uint32_t step = 0;
  for (; step < 60; ++step) sampler->sweep(psi, walkers, stream(step), 10, true);
  const auto width = sampler->state().at("width")[0];
  double acceptance = 0;
  WalkerStatistics square(count), product(count), fourth(count);
  for (; step < 460; ++step) {
    acceptance += sampler->sweep(psi, walkers, stream(step), 10, false).acceptance / 400;
    std::vector<double> squares, products, fourths;
    for (std::size_t w = 0; w < count; ++w) {
      const double x = walkers.x[2 * w], y = walkers.x[2 * w + 1];
      squares.push_back(0.5 * (x * x + y * y));
      products.push_back(x * y);
      fourths.push_back(x * x * y * y);
    }
    square.add(squares);
    product.add(products);
    fourth.add(fourths);
  }
  EXPECT_TRUE(check_mean(square.estimate(), 1, alpha, 2e-2));
  EXPECT_TRUE(check_mean(product.estimate(), c, alpha, 2e-2));
  EXPECT_TRUE(check_mean(fourth.estimate(), 1 + 2 * c * c, alpha, 0.2));
  EXPECT_NEAR(acceptance, 0.5, 0.02);  // the one that is wanted, with a width that is kept
  EXPECT_EQ(sampler->state().at("width")[0], width);
}

// From exact places, as many walkers go from one region to another as come back.
TEST(Metropolis, one_particle_at_a_time_keeps_detailed_balance) {
  constexpr std::size_t count = 200000, regions = 16;
  const auto start = exact_places(count);
  const std::array<double, 5> edges{-10, -0.7, 0, 0.8, 10};
  const auto stretch = [&](double x) {
    return static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), x) - edges.begin()) - 1;
  };
  const auto region = [&](const std::vector<double>& x, std::size_t w) {
    return 4 * stretch(x[2 * w]) + stretch(x[2 * w + 1]);
  };
  AnalyticPsi psi(held_together);
  auto walkers = Walkers::at_origin(count, 2, 1);
  walkers.x = start;
  metropolis(1, 0.8)->sweep(psi, walkers, stream(0), 1, false);
  std::array<std::array<double, regions>, regions> went{};
  for (std::size_t w = 0; w < count; ++w) ++went[region(start, w)][region(walkers.x, w)];
  int checked = 0;
  for (std::size_t a = 0; a < regions; ++a)
    for (std::size_t b = a + 1; b < regions; ++b) {
      const double both = went[a][b] + went[b][a];
      EXPECT_LT(std::abs(went[a][b] - went[b][a]), five_sigma * std::sqrt(both) + 1) << a << " " << b;
      checked += both > 100;
    }
  EXPECT_GE(checked, 6) << "the check could not fail";
}

TEST(Metropolis, labels_are_exchanged_beside_the_particle_that_moves) {
  AnalyticPsi psi(of_places_and_labels([](std::span<const double> x, std::span<const LabelValue> labels) {
    double square = 0;
    for (const double each : x) square += each * each;
    return std::exp(-0.5 * square) * (labels[0] > 0 ? 2 : 1);
  }));
  constexpr std::size_t count = 20000;
  auto walkers = first_walkers({.particles = 2, .labels = {{"spin", {1, -1}}}}, count, 1, 0, 1);
  const auto report = metropolis(1)->sweep(psi, walkers, stream(0), 40, false);
  ASSERT_EQ(report.moves.size(), 2u);
  EXPECT_EQ(report.moves[0].first, "one particle");
  double up = 0;
  for (std::size_t w = 0; w < count; ++w) up += walkers.view().labels_of(w)[0] > 0;
  EXPECT_LT(std::abs(up - 0.8 * count), five_sigma * std::sqrt(0.16 * count));  // 4 to 1
}

}  // namespace
}  // namespace kato
