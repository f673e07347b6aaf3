// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "observe/observable.hpp"

namespace kato {

/// One particle put elsewhere: what one-body operators that are no functions of the coordinates are measured with. For
/// each walker a place x' is drawn from a normal density w about the origin, and for each of its particles i
///     ratio_i = psi(x_i -> x') / ( psi w(x') ),   so that   < sum_i f(x_i, x') ratio_i > = int f(x, x') rho(x, x')
/// with the one-body density matrix rho(x, x') = A int psi(x, X) psi(x', X) dX of a real, normalised psi. The variance
/// is finite, nodes of psi included, if w is wider than the cloud: its standard deviation is 3/2 of that of the
/// coordinates at the first draw. In a periodic box w is uniform, 1/L^d. (McMillan, Phys. Rev. 138, A442 (1965).)
class Displacement {
 public:
  explicit Displacement(const Space& space = {}) : space_(space) {}

  /// Draws places and ratios for all walkers; psi is evaluated A times a walker.
  void draw(const WalkerView& walkers, const Surroundings& around);

  /// x' [d] of a walker, and the ratio of its particle i.
  std::span<const double> place(std::size_t walker) const { return std::span(places_).subspan(walker * d_, d_); }
  double ratio(std::size_t walker, std::size_t i) const { return ratios_[walker * A_ + i]; }

  /// What the first draw sets, for `Observable::sums`.
  std::span<double> sums() { return {&width_, 1}; }

 private:
  void draw_place(const StreamKey& stream, std::size_t walker);
  double log_density(std::size_t walker) const;  // ln w(x')

  Space space_;
  std::size_t A_ = 0, d_ = 0;
  double width_ = 0;
  std::vector<double> places_;  // [W, d]
  std::vector<double> ratios_;  // [W, A]
};

/// `every`: an observable that costs values of psi may be measured more seldom than the energy.
Option every_option();

}  // namespace kato
