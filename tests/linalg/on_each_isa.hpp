// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <new>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "linalg/matrix_kernels.hpp"

namespace kato::test {

/// Calls f(kernels) for both precisions of every instruction set of this machine.
template <class F>
void on_each_isa(F&& f) {
  for (const Isa isa : usable_isas()) {
    const auto& set = matrix_kernels(isa);
    {
      SCOPED_TRACE(std::string(name(isa)) + " double");
      f(set.d);
    }
    SCOPED_TRACE(std::string(name(isa)) + " float");
    f(set.f);
  }
}

/// Memory that starts on a cache line.
template <class T>
struct OnLine {
  using value_type = T;
  OnLine() = default;
  template <class U>
  OnLine(const OnLine<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new (n * sizeof(T), std::align_val_t{64})); }
  void deallocate(T* data, std::size_t) { ::operator delete (data, std::align_val_t{64}); }
  bool operator==(const OnLine&) const { return true; }
};
template <class T>
using Numbers = std::vector<T, OnLine<T>>;

/// Uniform in (-1, 1), the same numbers whatever the precision.
template <class T>
Numbers<T> random_numbers(std::size_t count, std::uint32_t stream) {
  std::vector<double> u(count + count % 2);
  fill_uniform({.seed = 5, .stage = 0, .step = 0, .purpose = Purpose::test}, stream, 0, u);
  Numbers<T> numbers(count);
  for (std::size_t n = 0; n < count; ++n) numbers[n] = static_cast<float>(2 * u[n] - 1);
  return numbers;
}

}  // namespace kato::test
