// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "base/isa.hpp"
#include "exec/tile_runner.hpp"
#include "op/info.hpp"
#include "op/ops.hpp"

namespace kato::bench {

/// Fills numbers that are neither special nor tiny.
template <class T>
void fill(std::span<T> numbers, double low, double high);

/// y [rows, columns] = x [rows, depth] W, and its transposes, by the kernels of `linear` for one instruction set.
template <class T>
class LinearCall {
 public:
  LinearCall(Isa isa, int rows, int depth, int columns);
  void forward() { kernels_->forward(call_); }
  void input_bar() { kernels_->pullback(input_); }    ///< x_bar += y_bar W^T
  void weight_bar() { kernels_->pullback(weight_); }  ///< W_bar += x^T y_bar
  double flops() const { return flops_; }             ///< of each of the three

 private:
  const Kernels<T>* kernels_;
  double flops_;
  AlignedArray<T> x_, y_, x_bar_, y_bar_, w_, w_bar_, prepared_, scratch_;
  Call<T> call_, input_, weight_;
};

/// y = f(x) of `count` numbers.
template <class T>
class PointwiseCall {
 public:
  PointwiseCall(Isa isa, Pointwise function, int count);
  void forward() { kernels_->forward(call_); }

 private:
  const Kernels<T>* kernels_;
  AlignedArray<T> x_, y_;
  Call<T> call_;
};

/// ln|det| and sign of one matrix [n, n] for each walker.
template <class T>
class SlogdetCall {
 public:
  SlogdetCall(Isa isa, int n, int walkers);
  void forward() { kernels_->forward(call_); }
  const T* matrices() const { return x_.data(); }

 private:
  const Kernels<T>* kernels_;
  AlignedArray<T> x_, y_, scratch_;
  Call<T> call_;
};

}  // namespace kato::bench
