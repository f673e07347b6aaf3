// SPDX-License-Identifier: Apache-2.0
#include "op/conformance.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "op/kernel_run.hpp"

namespace kato::test {
namespace {

constexpr int many = 19;  // walkers: more than a register's lanes, and no multiple of them

// Rounding of some hundred operations on numbers of order one; what a case's `condition` multiplies.
template <class T>
double tolerance(const Case& c) {
  return c.condition * 100 * std::numeric_limits<T>::epsilon();
}

// Largest error against the largest number (or one), so that cancelled sums are not asked for more than they have.
void expect_close(const std::vector<double>& got, const std::vector<double>& expected, double allowed,
                  const std::string& what) {
  ASSERT_EQ(got.size(), expected.size()) << what;
  double scale = 1;
  for (const double e : expected) scale = std::max(scale, std::abs(e));
  for (std::size_t n = 0; n < got.size(); ++n)
    ASSERT_TRUE(std::abs(got[n] - expected[n]) <= allowed * scale)
        << what << ", number " << n << ": " << got[n] << ", expected " << expected[n];
}

std::vector<double> lanes(const std::vector<double>& numbers, std::size_t all, std::size_t begin, std::size_t end) {
  const std::size_t stride = numbers.size() / all;
  return {numbers.begin() + static_cast<long>(begin * stride), numbers.begin() + static_cast<long>(end * stride)};
}

// Value, gradient and Laplacian have scales of their own.
void expect_lanes_close(const Sample& sample, const std::vector<double>& got, const std::vector<double>& expected,
                        double allowed, const std::string& what) {
  const std::size_t all = static_cast<std::size_t>(sample.tile.lanes(sample.out.pattern));
  const std::size_t gradients = static_cast<std::size_t>(sample.tile.gradients(sample.out.pattern));
  const auto part = [&](const char* name, std::size_t begin, std::size_t end) {
    expect_close(lanes(got, all, begin, end), lanes(expected, all, begin, end), allowed, what + name);
  };
  part(" value", 0, 1);
  part(" gradient", 1, 1 + gradients);
  part(" Laplacian", 1 + gradients, all);
}

template <class T>
void check_forward(const Sample& sample, Isa isa, const std::string& what) {
  KernelRun<T> run(sample, isa, many), alone(sample, isa, 1);
  run.forward(), alone.forward();
  for (int w = 0; w < many; ++w) {
    const auto expected =
        flatten(sample.expected[static_cast<std::size_t>(w % Sample::walkers)], sample.tile, sample.out);
    expect_lanes_close(sample, run.out(w), expected, tolerance<T>(sample.c), what);
    ASSERT_EQ(run.out(w), run.out(w % Sample::walkers)) << what << ": depends on the place in the tile";
  }
  ASSERT_EQ(run.out(0), alone.out(0)) << what << ": depends on the number of walkers";
  ASSERT_TRUE(run.guards_intact() && alone.guards_intact()) << what << ": wrote outside of its buffers";
  ASSERT_TRUE(run.inputs_unchanged()) << what << ": changed its inputs";
  if (sample.c.op->adds) {
    run.forward_onto(T(0.5));
    for (int w = 0; w < Sample::walkers; ++w) {
      auto added = run.out(w);
      for (double& number : added) number -= 0.5;
      const auto expected = flatten(sample.expected[static_cast<std::size_t>(w)], sample.tile, sample.out);
      expect_lanes_close(sample, added, expected, tolerance<T>(sample.c), what + ": added");
    }
    ASSERT_TRUE(run.guards_intact()) << what << ": added outside of its buffers";
    run.forward();
  }
  const auto like_output = [&](const Shape& in) {
    return in.rows == sample.out.rows && in.features == sample.out.features && in.pattern == sample.out.pattern;
  };
  if (!sample.c.op->in_place || !std::ranges::all_of(sample.c.in, like_output)) return;
  const auto apart = run.out(1);
  run.forward_in_place();
  ASSERT_EQ(run.out(1), apart) << what << ": in place";
}

template <class T>
void check_bars(const Sample& sample, Isa isa, const std::vector<double>& seed, const std::vector<Bars>& bars,
                const std::string& what) {
  const T base = T(0.5);
  const std::size_t inputs = sample.c.in.size(), all = inputs + sample.c.parameters.size();
  for (unsigned without = 0; without < (1u << all); ++without)
    for (const bool apart : {false, true}) {
      KernelRun<T> run(sample, isa, many);
      run.forward();
      run.pullback(seed, base, without, apart);
      std::size_t parameters = 0;
      for (const int size : sample.c.parameters) parameters += static_cast<std::size_t>(size);
      std::vector<double> sum(parameters, base);
      for (int w = 0; w < many; ++w) {
        const Bars& expected = bars[static_cast<std::size_t>(w % Sample::walkers)];
        for (std::size_t s = 0; s < inputs; ++s) {
          if (without & (1u << s)) continue;
          auto in_bar = run.in_bar(w, s);
          for (double& number : in_bar) number -= base;
          expect_close(in_bar, expected.in[s], tolerance<T>(sample.c),
                       fmt::format("{} cotangent of input {}", what, s));
        }
        std::vector<double> row;
        for (std::size_t p = 0; p < expected.parameter.size(); ++p) {
          const auto& numbers = expected.parameter[p];
          without&(1u << (inputs + p)) ? row.insert(row.end(), numbers.size(), 0.0)  // frozen: left as it was
                                       : row.insert(row.end(), numbers.begin(), numbers.end());
        }
        for (std::size_t n = 0; n < parameters; ++n) sum[n] += row[n], row[n] += base;
        const T* from = run.parameter_bar + static_cast<std::size_t>(w) * parameters;
        if (apart) expect_close({from, from + parameters}, row, tolerance<T>(sample.c), what + " row of the Jacobian");
      }
      if (!apart)
        expect_close({run.parameter_bar, run.parameter_bar + parameters}, sum, tolerance<T>(sample.c),
                     what + " cotangent of the parameters");
      ASSERT_TRUE(run.guards_intact()) << what << ": wrote outside of its buffers";
      ASSERT_TRUE(run.inputs_unchanged()) << what << ": changed its inputs";
    }
}

bool any_not_zero(const std::vector<double>& numbers) {
  return std::any_of(numbers.begin(), numbers.end(), [](double v) { return v != 0; });
}

void check_pullback(const Sample& sample, const std::string& what) {
  Source random(500);
  std::vector<double> seed(count_of(sample.tile, sample.out));
  for_numbers(sample.tile, sample.out, [&](std::size_t n, int lane, int row, int) {
    Dual any;
    if (slot(any, sample.tile, sample.out.pattern, row, lane)) seed[n] = random(-1, 1);
  });
  std::vector<Bars> bars;
  for (const World& world : sample.worlds) bars.push_back(reference_bars(sample, world, seed));
  bool live = false;
  for (const auto& list : {bars[0].in, bars[0].parameter})
    for (const auto& numbers : list) live = live || any_not_zero(numbers);
  ASSERT_EQ(live, !sample.c.held_fixed && !(sample.c.in.empty() && sample.c.parameters.empty())) << what;
  for (const Isa isa : usable_isas()) {
    const std::string with = fmt::format("{} {}", what, name(isa));
    check_bars<double>(sample, isa, seed, bars, with + " double");
    check_bars<float>(sample, isa, seed, bars, with + " float");
  }
}

// The second witness: the value kernel along the curves u(h) = u + h u_k + h^2/2 lap u/K, one for each coordinate k.
// Differences of fourth order at h = 1/256: their own errors are 1e-9 (slope) and 1e-7 (curvature) of the function's.
void check_curves(const Sample& sample, const std::string& what) {
  const Tile& tile = sample.tile;
  const int coordinates = tile.block_particles * tile.dimensions;
  Tile value_tile = tile;
  value_tile.block_particles = 0, value_tile.laplacian = false;
  const double h = 1.0 / 256;
  std::vector<std::vector<double>> slope, curvature(Sample::walkers);
  for (int k = 0; k < coordinates; ++k) {
    std::vector<std::vector<double>> points[5];
    for (int step = -2; step <= 2; ++step) {
      Sample moved(sample.c, value_tile);
      for (int w = 0; w < Sample::walkers; ++w)
        for (std::size_t s = 0; s < moved.worlds[w].in.size(); ++s)
          for (std::size_t n = 0; n < moved.worlds[w].in[s].numbers.size(); ++n) {
            const Dual& u = sample.worlds[w].in[s].numbers[n];
            moved.worlds[w].in[s].numbers[n].v =
                u.v.v + h * step * u.g[k].v + h * h * step * step / 2 * u.lap.v / coordinates;
          }
      KernelRun<double> run(moved, widest_isa(), Sample::walkers);
      run.forward();
      for (int w = 0; w < Sample::walkers; ++w) points[step + 2].push_back(run.out(w));
    }
    for (int w = 0; w < Sample::walkers; ++w) {
      const auto& expected = sample.expected[w].numbers;
      if (curvature[w].empty()) curvature[w].assign(expected.size(), 0);
      for (std::size_t n = 0; n < expected.size(); ++n) {
        const double a = points[0][w][n], b = points[1][w][n], c = points[2][w][n], d = points[3][w][n],
                     e = points[4][w][n];
        const double first = (a - 8 * b + 8 * d - e) / (12 * h), scale = sample.c.condition * (1 + std::abs(first));
        EXPECT_NEAR(expected[n].g[k].v, first, 3e-8 * scale) << what << " slope along " << k;
        curvature[w][n] += (-a + 16 * b - 30 * c + 16 * d - e) / (12 * h * h);
      }
    }
  }
  for (int w = 0; w < Sample::walkers; ++w)
    for (std::size_t n = 0; n < curvature[w].size(); ++n)
      EXPECT_NEAR(sample.expected[w].numbers[n].lap.v, curvature[w][n],
                  1e-6 * sample.c.condition * (1 + std::abs(curvature[w][n])))
          << what << " curvature";
}

}  // namespace

void check_conformance(const Case& c) {
  const auto tile = [&](int first, int count, bool laplacian) {
    return Tile{.walkers = 0,
                .particles = c.particles,
                .dimensions = c.dimensions,
                .first_particle = first,
                .block_particles = count,
                .laplacian = laplacian};
  };
  const struct {
    Tile tile;
    const char* name;
  } forward[] = {{tile(0, 0, false), "value"},
                 {tile(0, c.particles, true), "all lanes"},
                 {tile(0, 1, true), "a block of one"},
                 {tile(c.particles / 2, (c.particles + 1) / 2, true), "the last block"}};
  for (const auto& mode : forward) {
    const Sample sample(c, mode.tile);
    for (const Isa isa : usable_isas()) {
      const std::string what = fmt::format("{}, {}, {}", c.name, mode.name, name(isa));
      check_forward<double>(sample, isa, what + " double");
      check_forward<float>(sample, isa, what + " float");
    }
    if (mode.tile.laplacian && c.curves) check_curves(sample, c.name + ", " + mode.name);
  }
  for (const auto& [t, mode] : {std::pair{tile(0, 0, false), "from values"},
                                {tile(0, c.particles, false), "from gradients"},
                                {tile(c.particles / 2, (c.particles + 1) / 2, false), "from gradients of a block"}})
    check_pullback(Sample(c, t), c.name + ", pullback " + mode);
}

}  // namespace kato::test
