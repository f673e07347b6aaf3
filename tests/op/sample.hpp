// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <new>
#include <vector>

#include "base/random.hpp"
#include "op/conformance.hpp"

// Random inputs of an op, what must come out of it, and memory with guards at both ends.
namespace kato::test {

/// Uniform numbers that single precision holds exactly, so that both precisions compute with the same.
class Source {
 public:
  explicit Source(std::uint32_t walker) : walker_(walker) {}
  double operator()(double low, double high) {
    std::array<double, 2> u;
    fill_uniform({.seed = 11, .stage = 0, .step = 0, .purpose = Purpose::test}, walker_, 2 * next_++, u);
    return static_cast<float>(low + (high - low) * u[0]);
  }

 private:
  std::uint32_t walker_, next_ = 0;
};

/// Numbers between guards that nobody may write. Reading them gives NaN.
template <class T>
class Guarded {
 public:
  explicit Guarded(std::size_t count, T fill = std::numeric_limits<T>::quiet_NaN())
      : count_(count), data_(static_cast<T*>(::operator new[]((count + 2 * guard) * sizeof(T), std::align_val_t{64}))) {
    std::fill_n(data_.get(), count + 2 * guard, std::numeric_limits<T>::quiet_NaN());
    std::fill_n(data(), count, fill);
  }
  T* data() const { return data_.get() + guard; }
  std::size_t size() const { return count_; }
  T& operator[](std::size_t n) const { return data()[n]; }
  bool intact() const {
    for (std::size_t n = 0; n < guard; ++n)
      if (data_[n] == data_[n] || data_[guard + count_ + n] == data_[guard + count_ + n]) return false;
    return true;
  }

 private:
  struct Free {
    void operator()(T* data) const { ::operator delete[](data, std::align_val_t{64}); }
  };
  static constexpr std::size_t guard = 64;
  std::size_t count_;
  std::unique_ptr<T[], Free> data_;
};

/// The coordinate within the block that a gradient lane of a row stands for; -1 if for none (and holds zero).
inline int coordinate_of(const Tile& tile, Pattern pattern, int row, int lane) {
  const int d = tile.dimensions;
  if (pattern == Pattern::all) return lane - 1;
  const int first = pattern == Pattern::pair ? row / tile.particles : row, second = row % tile.particles;
  if (pattern == Pattern::pair && lane > d && first == second) return -1;
  const int particle = (lane > d ? second : first) - tile.first_particle;
  return particle < 0 || particle >= tile.block_particles ? -1 : particle * d + (lane - 1) % d;
}

/// The part of a number that a lane holds; null if none.
inline Eps* slot(Dual& number, const Tile& tile, Pattern pattern, int row, int lane) {
  if (lane == 0) return &number.v;
  if (lane > tile.gradients(pattern)) {
    for (int k = 1; k < lane; ++k)
      if (coordinate_of(tile, pattern, row, k) >= 0) return &number.lap;
    return nullptr;  // the row depends on no coordinate of the block
  }
  const int k = coordinate_of(tile, pattern, row, lane);
  return k < 0 ? nullptr : &number.g[k];
}

/// Calls f(position in a walker's buffer, lane, row, feature).
template <class F>
void for_numbers(const Tile& tile, const Shape& shape, F&& f) {
  std::size_t position = 0;
  for (int lane = 0; lane < tile.lanes(shape.pattern); ++lane)
    for (int row = 0; row < tile.rows(shape.rows); ++row)
      for (int feature = 0; feature < shape.features; ++feature) f(position++, lane, row, feature);
}
inline std::size_t count_of(const Tile& tile, const Shape& shape) {
  return static_cast<std::size_t>(tile.lanes(shape.pattern)) * tile.rows(shape.rows) * shape.features;
}

/// A table as it lies in a buffer; `Eps::e` of it instead of the values if `derivative`.
inline std::vector<double> flatten(Table table, const Tile& tile, const Shape& shape, bool derivative = false) {
  std::vector<double> numbers(count_of(tile, shape));
  for_numbers(tile, shape, [&](std::size_t n, int lane, int row, int feature) {
    const Eps* number = slot(table(row, feature), tile, shape.pattern, row, lane);
    numbers[n] = number == nullptr ? 0 : derivative ? number->e : number->v;
  });
  return numbers;
}

/// Few walkers with random inputs, the op's shape and its outputs by the reference.
struct Sample {
  static constexpr int walkers = 3;
  const Case& c;
  Tile tile;
  Shape out;
  std::vector<World> worlds;
  std::vector<Table> expected;

  Sample(const Case& the_case, Tile the_tile) : c(the_case), tile(the_tile), out(c.op->shape(query())) {
    tile.walkers = walkers;
    for (int w = 0; w < walkers; ++w) {
      worlds.push_back(world(static_cast<std::uint32_t>(w)));
      expected.push_back(c.reference(worlds.back()));
    }
  }
  NodeQuery query() const {
    return {.in = c.in,
            .attributes = c.attributes,
            .constants = c.constants,
            .particles = c.particles,
            .dimensions = c.dimensions};
  }

 private:
  World world(std::uint32_t w) const {
    Source random(w), shared(1000);  // parameters are the same for all walkers
    World made{.tile = tile, .x = Table(c.particles, c.dimensions), .labels = {}, .in = {}, .parameter = {}};
    for (Dual& x : made.x.numbers) x.v = random(-2, 2);
    for (int k = 0; k < tile.block_particles * c.dimensions; ++k)
      made.x(tile.first_particle + k / c.dimensions, k % c.dimensions).g[k] = 1;
    Source label(2000 + w);
    for (int n = 0; n < c.particles * c.labels; ++n)
      made.labels.push_back(static_cast<std::int8_t>(std::lround(label(-127, 127))));
    for (const Shape& shape : c.in) {
      Table table(tile.rows(shape.rows), shape.features);
      for_numbers(tile, shape, [&](std::size_t, int lane, int row, int feature) {
        if (Eps* number = slot(table(row, feature), tile, shape.pattern, row, lane))
          *number = lane == 0 ? random(c.low, c.high) : random(-1, 1);
        if (lane == 0 && c.shift && made.in.empty()) {
          double& value = table(row, feature).v.v;
          value = static_cast<float>(value + c.shift(row, feature));
        }
      });
      made.in.push_back(table);
    }
    for (const int size : c.parameters) {
      made.parameter.emplace_back(static_cast<std::size_t>(size));
      for (Dual& p : made.parameter.back()) p.v = shared(-1, 1);
    }
    return made;
  }
};

/// The cotangents of one walker: those of every input as in its buffer, and of every parameter.
struct Bars {
  std::vector<std::vector<double>> in, parameter;
};

/// Differentiates sum seed * out, for seeds as in the output's buffer, by every input number and every parameter.
inline Bars reference_bars(const Sample& sample, World world, const std::vector<double>& seed) {
  Bars bars;
  const auto along = [&](Eps* number) {
    if (number == nullptr) return 0.0;
    number->e = 1;
    const auto change = flatten(sample.c.reference(world), sample.tile, sample.out, true);
    number->e = 0;
    double sum = 0;
    for (std::size_t n = 0; n < seed.size(); ++n) sum += seed[n] * change[n];
    return sum;
  };
  for (std::size_t s = 0; s < world.in.size(); ++s) {
    const Shape& shape = sample.c.in[s];
    bars.in.emplace_back(count_of(sample.tile, shape));
    for_numbers(sample.tile, shape, [&](std::size_t n, int lane, int row, int feature) {
      bars.in[s][n] = along(slot(world.in[s](row, feature), sample.tile, shape.pattern, row, lane));
    });
  }
  for (auto& numbers : world.parameter) {
    bars.parameter.emplace_back();
    for (Dual& p : numbers) bars.parameter.back().push_back(along(&p.v));
  }
  return bars;
}

}  // namespace kato::test
