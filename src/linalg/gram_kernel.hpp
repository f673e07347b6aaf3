// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "base/isa.hpp"

namespace kato {

/// Columns begin .. end - 1 of the lower triangle of G = V V^T [n, n], or, with `subtract`, of G - V V^T, for n vectors
/// V with `depth` entries each: entry k of vector i is v[i * vector_stride + k * entry_stride]. Rows of G are
/// `g_stride` apart; `packed` holds `gram_packed` numbers of workspace.
struct GramTask {
  const double* v;
  std::ptrdiff_t vector_stride, entry_stride;
  int n, depth, begin, end;
  double* g;
  std::ptrdiff_t g_stride;
  bool subtract;
  double* packed;
};

inline constexpr int gram_depth = 192;    ///< entries that are summed while a block of G stays in registers
inline constexpr int gram_columns = 128;  ///< columns of a task, at most
inline constexpr std::size_t gram_packed = static_cast<std::size_t>(gram_depth) * gram_columns;

/// Fills the lower triangle, or takes the product off it, by tasks of columns. Each entry is summed by one thread.
void fill_lower(GramTask task, int threads);

/// The kernel of an instruction set.
void (*gram_kernel(Isa isa))(const GramTask&) noexcept;

}  // namespace kato
