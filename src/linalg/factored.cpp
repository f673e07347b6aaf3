// SPDX-License-Identifier: Apache-2.0
#include "linalg/factored.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/ranks.hpp"
#include "base/threads.hpp"
#include "linalg/gram.hpp"

namespace kato {
namespace {

// Sums over rows are formed in pieces of so many rows, whatever the threads: at least 128, and at most 64 pieces, since
// each has a sum of its own.
std::size_t piece_rows(std::size_t rows) {
  constexpr std::size_t fewest = 128, most_pieces = 64, chunk = outer_chunk;
  return std::max(fewest, (rows + most_pieces * chunk - 1) / (most_pieces * chunk) * chunk);
}

std::size_t numbers(const OuterBlock& block) {
  return static_cast<std::size_t>(block.depth) * static_cast<std::size_t>(block.width);
}

// A workspace for every thread; `size_of` says what a block needs.
class Workspaces {
 public:
  Workspaces(std::span<const OuterBlock> blocks, int threads, std::size_t (*size_of)(const OuterBlock&)) {
    for (const auto& block : blocks) size_ = std::max(size_, size_of(block));
    numbers_.resize(size_ * static_cast<std::size_t>(std::max(1, threads)));
  }
  double* of(int thread) const { return numbers_.data() + size_ * static_cast<std::size_t>(thread); }

 private:
  std::size_t size_ = 0;
  mutable std::vector<double> numbers_;
};

std::size_t for_products(const OuterBlock& block) { return outer_product_workspace(block.view()); }
std::size_t for_gram(const OuterBlock& block) {
  return gram_from_factors(block) ? outer_gram_workspace(block.view()) : 0;
}

// Calls f(first row, end, thread) for every piece of the rows.
template <class F>
void for_pieces(std::size_t rows, int threads, F&& f) {
  const std::size_t size = piece_rows(rows);
  parallel_for((rows + size - 1) / size, threads, [&](std::size_t piece, int thread) {
    f(static_cast<int>(piece * size), static_cast<int>(std::min(rows, (piece + 1) * size)), thread);
  });
}

// out = the sum over pieces of what f(first row, end, sum, thread) adds to `sum`, in order.
template <class F>
void sum_pieces(const FactoredMatrix& o, std::span<double> out, int threads, F&& f) {
  const std::size_t size = piece_rows(o.rows), pieces = (o.rows + size - 1) / size;
  std::vector<double> sums(pieces * o.columns);
  for_pieces(o.rows, threads, [&](int begin, int end, int thread) {
    f(begin, end, sums.data() + static_cast<std::size_t>(begin) / size * o.columns, thread);
  });
  std::ranges::fill(out, 0.0);
  for (std::size_t piece = 0; piece < pieces; ++piece)
    for (std::size_t p = 0; p < o.columns; ++p) out[p] += sums[piece * o.columns + p];
}

// The products of a few rows with a vector v [columns], packed once for all rows, and with numbers of rows.
class Products {
 public:
  Products(const FactoredMatrix& o, std::span<const double> v, int threads)
      : o_(o), v_(v), work_(o.blocks, threads, for_products) {
    if (v.empty()) return;
    for (const auto& block : o.blocks) {
      offsets_.push_back(packed_.size());
      packed_.resize(packed_.size() + outer_packed(block.view()));
      kernels_.pack(block.view(), v.data() + block.offset, packed_.data() + offsets_.back());
    }
  }

  // y_b = O_b . v for the rows begin .. end - 1.
  void multiply(int begin, int end, std::span<double> y, int thread) const {
    const std::size_t width = o_.dense_columns.size();
    for (int b = begin; b < end; ++b) {
      const double* row = o_.dense.data() + static_cast<std::size_t>(b) * width;
      double sum = 0;
      for (std::size_t c = 0; c < width; ++c) sum += row[c] * v_[o_.dense_columns[c]];
      y[static_cast<std::size_t>(b)] = sum;
    }
    for (std::size_t n = 0; n < o_.blocks.size(); ++n)
      kernels_.multiply(o_.blocks[n].view(), begin, end, packed_.data() + offsets_[n], y.data(), work_.of(thread));
  }

  // sum += sum_b y_b O_b over those rows.
  void multiply_transposed(int begin, int end, std::span<const double> y, double* sum, int thread) const {
    const std::size_t width = o_.dense_columns.size();
    for (int b = begin; b < end; ++b) {
      const double* row = o_.dense.data() + static_cast<std::size_t>(b) * width;
      const double factor = y[static_cast<std::size_t>(b)];
      for (std::size_t c = 0; c < width; ++c) sum[o_.dense_columns[c]] += factor * row[c];
    }
    for (const auto& block : o_.blocks)
      kernels_.multiply_transposed(block.view(), begin, end, y.data(), sum + block.offset, work_.of(thread));
  }

 private:
  const FactoredMatrix& o_;
  std::span<const double> v_;
  const OuterKernels& kernels_ = outer_kernels(chosen_isa());
  Workspaces work_;
  std::vector<double> packed_;
  std::vector<std::size_t> offsets_;
};

// to[b] = row b of a block, written out, with `stride` numbers between rows.
void expand(const OuterBlock& block, std::size_t rows, double* to, std::size_t stride, int threads) {
  const auto& kernels = outer_kernels(chosen_isa());
  Workspaces work({&block, 1}, threads, for_products);
  const std::vector<double> ones(rows, 1.0);
  for_pieces(rows, threads, [&](int begin, int end, int thread) {
    for (int b = begin; b < end; ++b) {
      double* row = to + static_cast<std::size_t>(b) * stride;
      std::fill_n(row, numbers(block), 0.0);
      kernels.multiply_transposed(block.view(), b, b + 1, ones.data(), row, work.of(thread));
    }
  });
}

// The columns that are summed as they are: the dense ones, and those of the blocks that are cheaper written out.
struct Written {
  std::size_t columns = 0;
  std::vector<double> numbers;
};

Written written_out(const FactoredMatrix& o, int threads) {
  Written all{.columns = o.dense_columns.size(), .numbers = {}};
  for (const auto& block : o.blocks)
    if (!gram_from_factors(block)) all.columns += numbers(block);
  all.numbers.resize(o.rows * all.columns);
  const std::size_t dense = o.dense_columns.size();
  for (std::size_t b = 0; b < o.rows; ++b)
    std::copy_n(o.dense.data() + b * dense, dense, all.numbers.data() + b * all.columns);
  std::size_t at = dense;
  for (const auto& block : o.blocks) {
    if (gram_from_factors(block)) continue;
    expand(block, o.rows, all.numbers.data() + at, all.columns, threads);
    at += numbers(block);
  }
  return all;
}

// The blocks that are cheaper through their factors, with the rows of all ranks.
std::vector<OuterBlock> blocks_of_all_rows(const FactoredMatrix& o, std::size_t all) {
  std::vector<OuterBlock> blocks;
  for (const auto& own : o.blocks) {
    if (!gram_from_factors(own)) continue;
    auto& block = blocks.emplace_back(OuterBlock{
        .offset = own.offset, .depth = own.depth, .width = own.width, .terms = own.terms, .left = {}, .right = {}});
    for (const auto side : {&OuterBlock::left, &OuterBlock::right}) {
      auto& numbers = block.*side;
      const auto width = static_cast<std::size_t>(own.terms) * (side == &OuterBlock::left ? own.depth : own.width);
      numbers.resize(all * width);
      std::ranges::copy(own.*side, own_share(all).of(std::span(numbers), width).begin());
      gather_over_ranks(numbers, all);
    }
  }
  return blocks;
}

// Adds what comes of factors, in chunks of G: those that fall to this rank.
void add_gram_of_factors(const FactoredMatrix& o, std::size_t all, std::span<double> g, int threads) {
  const auto& kernels = outer_kernels(chosen_isa());
  const auto gathered = ranks() > 1 ? blocks_of_all_rows(o, all) : std::vector<OuterBlock>{};
  const auto& blocks = ranks() > 1 ? gathered : o.blocks;
  if (std::ranges::none_of(blocks, gram_from_factors)) return;
  Workspaces work(blocks, threads, for_gram);
  const auto count = static_cast<int>(all), chunks = (count + outer_chunk - 1) / outer_chunk;
  const Share own = own_share(static_cast<std::size_t>(chunks) * (chunks + 1) / 2);
  parallel_for(own.count, threads, [&](std::size_t task, int thread) {
    int a = 0;
    auto b = static_cast<int>(own.first + task);
    while (b > a) b -= ++a;  // its number is a (a + 1)/2 + b
    const int first_a = a * outer_chunk, first_b = b * outer_chunk;
    for (const auto& block : blocks)
      if (gram_from_factors(block))
        kernels.gram(block.view(), first_a, std::min(count, first_a + outer_chunk), first_b,
                     std::min(count, first_b + outer_chunk), g.data(), count, work.of(thread));
  });
}

}  // namespace

bool gram_from_factors(const OuterBlock& block) {
  return static_cast<std::size_t>(block.terms) * block.terms * (block.depth + block.width) < numbers(block);
}

void FactoredMatrix::multiply(std::span<const double> v, std::span<double> y, int threads) const {
  assert(v.size() == columns && y.size() == rows);
  const Products products(*this, v, threads);
  for_pieces(rows, threads, [&](int begin, int end, int thread) { products.multiply(begin, end, y, thread); });
}

void FactoredMatrix::multiply_transposed(std::span<const double> y, std::span<double> v, int threads) const {
  assert(y.size() == rows && v.size() == columns);
  const Products products(*this, {}, threads);
  sum_pieces(*this, v, threads, [&](int begin, int end, double* sum, int thread) {
    products.multiply_transposed(begin, end, y, sum, thread);
  });
}

// A chunk of rows serves both products while it is in the cache: there is more to read than to compute.
void FactoredMatrix::multiply_normal(std::span<const double> w, std::span<const double> v, std::span<double> out,
                                     int threads) const {
  assert(w.size() == rows && v.size() == columns && out.size() == columns);
  const Products products(*this, v, threads);
  std::vector<double> y(rows);
  sum_pieces(*this, out, threads, [&](int begin, int end, double* sum, int thread) {
    for (int b = begin; b < end; b += outer_chunk) {
      const int stop = std::min(end, b + outer_chunk);
      products.multiply(b, stop, y, thread);
      for (int n = b; n < stop; ++n) y[static_cast<std::size_t>(n)] *= w[static_cast<std::size_t>(n)];
      products.multiply_transposed(b, stop, y, sum, thread);
    }
  });
}

void FactoredMatrix::gram(std::span<double> g, int threads) const {
  const auto all = static_cast<std::size_t>(std::llround(std::sqrt(static_cast<double>(g.size()))));
  assert(g.size() == all * all && own_share(all).count == rows);
  auto plain = written_out(*this, threads);
  rows_to_columns_over_ranks(plain.numbers, all, plain.columns);
  if (!plain.numbers.empty())
    row_gram(plain.numbers, all, own_share(plain.columns).count, g, threads);
  else
    std::ranges::fill(g, 0.0);
  add_gram_of_factors(*this, all, g, threads);
  add_triangle_over_ranks(g, all);
}

std::vector<double> FactoredMatrix::expanded(int threads) const {
  std::vector<double> all(rows * columns);
  for (const auto& block : blocks) expand(block, rows, all.data() + block.offset, columns, threads);
  for (std::size_t b = 0; b < rows; ++b)
    for (std::size_t c = 0; c < dense_columns.size(); ++c)
      all[b * columns + dense_columns[c]] = dense[b * dense_columns.size() + c];
  return all;
}

}  // namespace kato
