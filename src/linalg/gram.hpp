// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace kato {

/// G = O O^T [rows, rows] of O [rows, columns], all row-major: writes the lower triangle with the diagonal; above it, G
/// holds nothing of use. Each entry is summed by one thread, so the bits do not depend on the number of threads.
void row_gram(std::span<const double> o, std::size_t rows, std::size_t columns, std::span<double> g, int threads);

/// G = O^T O [columns, columns], in the same way.
void column_gram(std::span<const double> o, std::size_t rows, std::size_t columns, std::span<double> g, int threads);

}  // namespace kato
