// SPDX-License-Identifier: Apache-2.0
// Built once for each instruction set, as the kernels of src/op are.
#include "linalg/gram_kernel.hpp"

#include "linalg/product.hpp"

namespace kato::KATO_ISA {

// A panel of columns is packed for a slice of the depth, stays in the first-level cache, and meets all rows below it.
void gram_columns_kernel(const GramTask& task) noexcept {
  constexpr int panel = panel_vectors * lanes_of<double>;
  for (int k = 0; k < task.depth; k += gram_depth) {
    const int depth = task.depth - k < gram_depth ? task.depth - k : gram_depth;
    const double* slice = task.v + k * task.entry_stride;
    for (int column = task.begin; column < task.end; column += panel) {
      const int width = task.end - column < panel ? task.end - column : panel;
      pack<double>(depth, width, {slice + column * task.vector_stride, task.entry_stride, task.vector_stride},
                   task.packed);
      if (task.subtract)
        for (std::ptrdiff_t n = 0; n < packed_size<double>(depth, width); ++n) task.packed[n] = -task.packed[n];
      product<double>(task.n - column, width, depth,
                      {slice + column * task.vector_stride, task.vector_stride, task.entry_stride}, task.packed, 0,
                      task.g + column * task.g_stride + column, task.g_stride, task.subtract || k > 0);
    }
  }
}

}  // namespace kato::KATO_ISA

#if defined(KATO_BASELINE)
#include "base/isa_table.hpp"

KATO_IN_EACH_ISA(void gram_columns_kernel(const GramTask&) noexcept;)

namespace kato {

void (*gram_kernel(Isa isa))(const GramTask&) noexcept {
  static constexpr void (*kernels[])(const GramTask&) noexcept = KATO_OF_EACH_ISA(gram_columns_kernel);
  return at_isa(kernels, isa);
}

}  // namespace kato
#endif
