// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace kato {

/// out = O v [rows] of O [rows, columns], row-major, and v [columns]. Blocks of rows are shared among the threads; each
/// entry is the sum of one thread in a fixed order.
void multiply(std::span<const double> o, std::size_t rows, std::size_t columns, std::span<const double> v,
              std::span<double> out, int threads);

/// out = O^T u [columns] of u [rows], by blocks of columns.
void multiply_transposed(std::span<const double> o, std::size_t rows, std::size_t columns, std::span<const double> u,
                         std::span<double> out, int threads);

}  // namespace kato
