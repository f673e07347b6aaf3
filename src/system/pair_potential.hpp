// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "system/interaction.hpp"

namespace kato {

/// v(r) = factor * shape(r^2, a, b) of two particles of the species number a and b (all are 0 where there is one kind).
struct PairFunction {
  using Shape = std::function<double(double square, int a, int b)>;

  double factor = 1;
  Shape shape = {};
  std::function<Shape()> shape_of_thread = {};  ///< in place of `shape`, where each thread needs one of its own
  std::optional<PairCusp> cusp = std::nullopt;  ///< where v is singular

  Shape own_shape() const { return shape_of_thread ? shape_of_thread() : shape; }
};

/// V = sum_{i<j} v(r_ij), in a box with all images that count. One loop serves the energy, the work and the reference
/// solvers: an interaction is its v.
class PairPotential final : public Interaction {
 public:
  /// Throws `Error` in a box where v does not fall off within a few images: below 1e-10 of its largest value.
  PairPotential(const Matter& matter, PairFunction function);

  /// v(r) of two particles of these species.
  double value(double r, int a = 0, int b = 0) const { return function_.factor * function_.own_shape()(r * r, a, b); }

  void diagonal(const WalkerView& walkers, std::span<double> energy) const noexcept override;
  void work(const WalkerView& walkers, std::span<double> work) const override;
  std::optional<PairCusp> cusp() const override { return function_.cusp; }

 private:
  // sums[w] += factor * sum over pairs and images of f(r^2, a, b).
  template <class F>
  void add(const WalkerView& walkers, std::span<double> sums, F&& f) const;

  Space space_;
  std::vector<int> species_;  // of every particle
  PairFunction function_;
  int reach_ = 0;  // of the images that count
};

}  // namespace kato
