// SPDX-License-Identifier: Apache-2.0
#include "system/pair_potential.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.hpp"

namespace kato {
namespace {

constexpr int most_images = 8;
constexpr double negligible = 1e-10;  // of the largest value

// The largest |shape| from r on, on a grid, of particles of one species and of different ones where there are any.
double largest_beyond(const PairFunction::Shape& shape, int species, double r, double step) {
  double largest = 0;
  for (int a = 0; a < species; ++a)
    for (int b = a; b < species; ++b)
      for (int n = 0; n < 100; ++n) largest = std::max(largest, std::abs(shape(std::pow(r + n * step, 2), a, b)));
  return largest;
}

// Images whose nearest places are at most so many boxes away count; those beyond are negligible.
int images_that_count(const PairFunction::Shape& shape, int species, double side) {
  const double depth = largest_beyond(shape, species, 1e-3 * side, 5e-3 * side);
  for (int reach = 0; reach <= most_images; ++reach)
    if (largest_beyond(shape, species, (reach + 0.5) * side, 0.01 * side) <= negligible * depth) return reach;
  throw Error(
      fmt::format("system.interaction: falls off too slowly for a sum over the images of a box of side {:.4g} "
                  "(it is not below {} of its depth within {} boxes); take a shorter range or a larger box",
                  side, negligible, most_images));
}

}  // namespace

PairPotential::PairPotential(const Matter& matter, PairFunction function)
    : space_(matter.space), species_(matter.species_of_particles()), function_(std::move(function)) {
  if (space_.periodic())
    reach_ = images_that_count(function_.own_shape(), static_cast<int>(matter.ranges().size()), space_.side);
}

template <class F>
void PairPotential::add(const WalkerView& walkers, std::span<double> sums, F&& f) const {
  const int d = walkers.dimensions;
  for (std::size_t w = 0; w < sums.size(); ++w) {
    const double* x = walkers.x.data() + w * walkers.coordinates();
    double sum = 0;
    for (int i = 1; i < walkers.particles; ++i)
      for (int j = 0; j < i; ++j)
        space_.for_images(x + i * d, x + j * d, d, reach_, [&](double square) {
          sum += f(square, species_[static_cast<std::size_t>(i)], species_[static_cast<std::size_t>(j)]);
        });
    sums[w] += function_.factor * sum;
  }
}

void PairPotential::diagonal(const WalkerView& walkers, std::span<double> energy) const noexcept {
  add(walkers, energy, function_.own_shape());
}

// r v'(r) = dv/d ln r, by (8 (v(h) - v(-h)) - (v(2h) - v(-2h)))/(12 h) + O(h^4) in h = ln of the scale.
void PairPotential::work(const WalkerView& walkers, std::span<double> work) const {
  constexpr double h = 1e-3;
  const auto shape = function_.own_shape();
  add(walkers, work, [&](double square, int a, int b) {
    const auto scaled = [&](int steps) { return shape(square * std::exp(2 * steps * h), a, b); };
    return (8 * (scaled(1) - scaled(-1)) - (scaled(2) - scaled(-2))) / (12 * h);
  });
}

}  // namespace kato
