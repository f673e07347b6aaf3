// SPDX-License-Identifier: Apache-2.0
#include "linalg/gram.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "base/threads.hpp"
#include "linalg/blas.hpp"

namespace kato {
namespace {

constexpr std::size_t tile = 256;

// G [n, n] of n vectors with `depth` entries each, the rows or the columns of o [., stride].
struct Gram {
  const double* o;
  std::size_t n, depth, stride;
  bool columns;
  double* g;

  void fill(std::size_t row, std::size_t column) const {
    const auto width = [&](std::size_t start) { return static_cast<int>(std::min(tile, n - start)); };
    const auto start = [&](std::size_t vector) { return o + (columns ? vector : vector * stride); };
    const int k = static_cast<int>(depth), ld = static_cast<int>(stride), order = static_cast<int>(n);
    double* out = g + row * n + column;
    if (row == column) {
      cblas_dsyrk(CblasRowMajor, CblasLower, columns ? CblasTrans : CblasNoTrans, width(row), k, 1.0, start(row), ld, 0.0,
                  out, order);
    } else {
      cblas_dgemm(CblasRowMajor, columns ? CblasTrans : CblasNoTrans, columns ? CblasNoTrans : CblasTrans, width(row),
                  width(column), k, 1.0, start(row), ld, start(column), ld, 0.0, out, order);
    }
  }

  void fill_all(int threads) const {
    struct Tile {
      std::size_t row, column;
    };
    std::vector<Tile> tiles;  // the diagonal ones last: they are half the work and even out the threads' ends
    for (std::size_t row = tile; row < n; row += tile)
      for (std::size_t column = 0; column < row; column += tile) tiles.push_back({row, column});
    for (std::size_t row = 0; row < n; row += tile) tiles.push_back({row, row});
    parallel_for(tiles.size(), threads, [&](std::size_t index, int) { fill(tiles[index].row, tiles[index].column); });
  }
};

}  // namespace

void row_gram(std::span<const double> o, std::size_t rows, std::size_t columns, std::span<double> g, int threads) {
  assert(o.size() == rows * columns && g.size() == rows * rows);
  Gram{.o = o.data(), .n = rows, .depth = columns, .stride = columns, .columns = false, .g = g.data()}.fill_all(threads);
}

void column_gram(std::span<const double> o, std::size_t rows, std::size_t columns, std::span<double> g, int threads) {
  assert(o.size() == rows * columns && g.size() == columns * columns);
  Gram{.o = o.data(), .n = columns, .depth = rows, .stride = columns, .columns = true, .g = g.data()}.fill_all(threads);
}

}  // namespace kato
