// SPDX-License-Identifier: Apache-2.0
#include "linalg/gram.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "base/threads.hpp"
#include "linalg/inner_products.hpp"

namespace kato {
namespace {

constexpr std::size_t tile = 96;  // a multiple of the kernels' blocks; two tiles of a chunk fit the second-level cache

std::vector<double> transposed(std::span<const double> o, std::size_t rows, std::size_t columns, int threads) {
  constexpr std::size_t width = 16;
  std::vector<double> result(o.size());
  parallel_for((columns + width - 1) / width, threads, [&](std::size_t block, int) {
    const std::size_t end = std::min(columns, (block + 1) * width);
    for (std::size_t b = 0; b < rows; ++b)
      for (std::size_t p = block * width; p < end; ++p) result[p * rows + b] = o[b * columns + p];
  });
  return result;
}

}  // namespace

void row_gram(std::span<const double> o, std::size_t rows, std::size_t columns, std::span<double> g, int threads) {
  assert(o.size() == rows * columns && g.size() == rows * rows);
  struct Tile {
    std::size_t row, column;
  };
  std::vector<Tile> tiles;
  for (std::size_t row = 0; row < rows; row += tile)
    for (std::size_t column = 0; column <= row; column += tile) tiles.push_back({row, column});
  const InnerProducts kernel = inner_products(chosen_isa());
  parallel_for(tiles.size(), threads, [&](std::size_t index, int) {
    const auto [row, column] = tiles[index];
    const auto part = [&](std::size_t start) {
      return Rows{.data = o.data() + start * columns, .count = std::min(tile, rows - start), .stride = columns};
    };
    kernel(part(row), part(column), columns, row == column, g.data() + row * rows + column, rows);
  });
}

void column_gram(std::span<const double> o, std::size_t rows, std::size_t columns, std::span<double> g, int threads) {
  row_gram(transposed(o, rows, columns, threads), columns, rows, g, threads);
}

}  // namespace kato
