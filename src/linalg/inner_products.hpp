// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "base/isa.hpp"

namespace kato {

/// Rows of numbers, `stride` apart.
struct Rows {
  const double* data;
  std::size_t count, stride;
};

/// Computes c[i * c_stride + j] = a_i . b_j over `depth` numbers, for all rows of a and b. With `lower_only`, a and b
/// are the same rows and entries j > i are not all computed. The sum's order depends on `depth` and the instruction set
/// alone. Written for gram.cpp: rows are read where they lie, without packing, so long rows are fast and short ones are
/// not.
using InnerProducts = void (*)(Rows a, Rows b, std::size_t depth, bool lower_only, double* c,
                               std::size_t c_stride) noexcept;

/// The kernel for an instruction set that the processor has.
InnerProducts inner_products(Isa isa) noexcept;

}  // namespace kato
