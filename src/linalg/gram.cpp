// SPDX-License-Identifier: Apache-2.0
#include "linalg/gram.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "base/threads.hpp"
#include "linalg/gram_kernel.hpp"

namespace kato {
// The lower triangle, a block of columns at a time; the first blocks are the longest, so the last ones even out the
// ends.
void fill_lower(GramTask task, int threads) {
  const auto kernel = gram_kernel(chosen_isa());
  const int blocks = (task.n + gram_columns - 1) / gram_columns;
  std::vector<double> packed(gram_packed * static_cast<std::size_t>(std::max(1, threads)));
  parallel_for(static_cast<std::size_t>(blocks), threads, [&](std::size_t block, int thread) {
    GramTask part = task;
    part.begin = static_cast<int>(block) * gram_columns;
    part.end = std::min(task.n, part.begin + gram_columns);
    part.packed = packed.data() + gram_packed * static_cast<std::size_t>(thread);
    kernel(part);
  });
}

void row_gram(std::span<const double> o, std::size_t rows, std::size_t columns, std::span<double> g, int threads) {
  assert(o.size() == rows * columns && g.size() == rows * rows);
  fill_lower({.v = o.data(),
              .vector_stride = static_cast<std::ptrdiff_t>(columns),
              .entry_stride = 1,
              .n = static_cast<int>(rows),
              .depth = static_cast<int>(columns),
              .begin = 0,
              .end = 0,
              .g = g.data(),
              .g_stride = static_cast<std::ptrdiff_t>(rows),
              .subtract = false,
              .packed = nullptr},
             threads);
}

void column_gram(std::span<const double> o, std::size_t rows, std::size_t columns, std::span<double> g, int threads) {
  assert(o.size() == rows * columns && g.size() == columns * columns);
  fill_lower({.v = o.data(),
              .vector_stride = 1,
              .entry_stride = static_cast<std::ptrdiff_t>(columns),
              .n = static_cast<int>(columns),
              .depth = static_cast<int>(rows),
              .begin = 0,
              .end = 0,
              .g = g.data(),
              .g_stride = static_cast<std::ptrdiff_t>(columns),
              .subtract = false,
              .packed = nullptr},
             threads);
}

}  // namespace kato
