// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <limits>

#include "kernel_calls.hpp"
#include "measure.hpp"

namespace kato::bench {

/// What the project's own kernels do on this machine, at one precision, on one thread: 64-wide products of rows that
/// stay in the cache, and tanh.
struct Speed {
  double gflops = 0;                                         ///< of products [rows, 64] x [64, 64]
  double tanh_ns = std::numeric_limits<double>::infinity();  ///< a number
};
inline Speed better(const Speed& a, const Speed& b) {
  return {std::max(a.gflops, b.gflops), std::min(a.tanh_ns, b.tanh_ns)};
}

/// Measures these whenever asked, in a few milliseconds: between the steps of what they are compared with.
template <class T>
class SpeedMeter {
 public:
  explicit SpeedMeter(Isa isa = chosen_isa()) : product_(isa, rows, 64, 64), tanh_(isa, Pointwise::tanh, numbers) {}

  Speed measure() {
    return {.gflops = product_.flops() / seconds_of([this] { product_.forward(); }, 1e-3) * 1e-9,
            .tanh_ns = seconds_of([this] { tanh_.forward(); }, 5e-4) / numbers * 1e9};
  }

 private:
  static constexpr int rows = 192, numbers = 2048;  // first- and second-level cache
  LinearCall<T> product_;
  PointwiseCall<T> tanh_;
};

}  // namespace kato::bench
