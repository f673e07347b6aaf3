// SPDX-License-Identifier: Apache-2.0
#include "system/ewald_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/error.hpp"
#include "base/threads.hpp"
#include "system/ewald.hpp"

namespace kato {
namespace {

constexpr std::size_t degree = 7;   // of the polynomials, in all coordinates together
constexpr std::size_t blocks = 10;  // from the middle of the cell to a face
constexpr std::size_t nodes = degree + 1;
constexpr double width = 0.5 / blocks;
constexpr const char* no_other_dimensions = "the Coulomb potential of a box: needs two or three dimensions";

// The coefficients of one polynomial.
constexpr std::size_t coefficients(std::size_t d) {
  return d == 2 ? nodes * (nodes + 1) / 2 : nodes * (nodes + 1) * (nodes + 2) / 6;
}

template <std::size_t d>
using Block = std::array<std::size_t, d>;  // its number in each direction, in falling order

std::size_t number_of(const Block<2>& b) { return b[0] * (b[0] + 1) / 2 + b[1]; }
std::size_t number_of(const Block<3>& b) {
  return b[0] * (b[0] + 1) * (b[0] + 2) / 6 + number_of(Block<2>{b[1], b[2]});
}

template <std::size_t d>
std::vector<Block<d>> all_blocks() {
  std::vector<Block<d>> all;
  for (std::size_t i = 0; i < blocks; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      if constexpr (d == 2)
        all.push_back({i, j});
      else
        for (std::size_t k = 0; k <= j; ++k) all.push_back({i, j, k});
  return all;
}

// The polynomial at t by Horner's rule, nested; coefficients of falling powers, those of the first coordinate first.
template <std::size_t d>
double polynomial(const double* coefficient, const std::array<double, d>& t) noexcept {
  double all = 0;
  for (std::size_t i = 0; i <= degree; ++i) {
    double plane = 0;
    for (std::size_t j = 0; j <= i; ++j) {
      double row = 0;
      if constexpr (d == 2)
        row = *coefficient++;
      else
        for (std::size_t k = 0; k <= j; ++k) row = row * t[2] + *coefficient++;
      plane = plane * t[1] + row;
    }
    all = all * t[0] + plane;
  }
  return all;
}

using Matrix = std::array<std::array<double, nodes>, nodes>;

// Where Chebyshev's polynomial of degree `nodes` vanishes.
double node(std::size_t k) { return std::cos(std::numbers::pi * (static_cast<double>(k) + 0.5) / nodes); }

// From values at the nodes to coefficients of Chebyshev's polynomials.
Matrix chebyshev_of_values() {
  Matrix matrix{};
  for (std::size_t n = 0; n < nodes; ++n)
    for (std::size_t k = 0; k < nodes; ++k)
      matrix[n][k] = (n == 0 ? 1.0 : 2.0) / nodes * std::cos(static_cast<double>(n) * std::acos(node(k)));
  return matrix;
}

// From those to coefficients of powers, by T_n = 2 t T_{n-1} - T_{n-2}.
Matrix powers_of_chebyshev() {
  Matrix matrix{};
  matrix[0][0] = matrix[1][1] = 1;
  for (std::size_t n = 2; n < nodes; ++n)
    for (std::size_t k = 0; k <= n; ++k) matrix[k][n] = (k > 0 ? 2 * matrix[k - 1][n - 1] : 0) - matrix[k][n - 2];
  return matrix;
}

// Applies the matrix to every direction of f [nodes, .., nodes].
void transform(std::vector<double>& f, const Matrix& matrix) {
  for (std::size_t stride = 1; stride < f.size(); stride *= nodes)
    for (std::size_t first = 0; first < f.size(); ++first) {
      if (first / stride % nodes != 0) continue;
      std::array<double, nodes> old{};
      for (std::size_t k = 0; k < nodes; ++k) old[k] = f[first + k * stride];
      for (std::size_t n = 0; n < nodes; ++n) {
        double sum = 0;
        for (std::size_t k = 0; k < nodes; ++k) sum += matrix[n][k] * old[k];
        f[first + n * stride] = sum;
      }
    }
}

// The place of a node, or of the coefficient of these degrees, in f.
std::size_t place(const std::array<std::size_t, 3>& n) { return n[0] + nodes * (n[1] + nodes * n[2]); }

// The polynomial of the smooth part over a block: its Chebyshev series as far as the degree, in powers of t = -1 .. 1.
template <std::size_t d>
void fit(const EwaldSum& sum, const Block<d>& block, double* coefficient) {
  static const Matrix to_chebyshev = chebyshev_of_values(), to_powers = powers_of_chebyshev();
  std::vector<double> f(d == 2 ? nodes * nodes : nodes * nodes * nodes);
  const auto numbers = [](std::size_t at) { return std::array{at % nodes, at / nodes % nodes, at / (nodes * nodes)}; };
  for (std::size_t at = 0; at < f.size(); ++at) {
    std::array<double, d> x;
    for (std::size_t c = 0; c < d; ++c)
      x[c] = width * (static_cast<double>(block[c]) + 0.5 + 0.5 * node(numbers(at)[c]));
    f[at] = sum.remainder(x);
  }
  transform(f, to_chebyshev);
  for (std::size_t at = 0; at < f.size(); ++at) {
    const auto n = numbers(at);
    if (n[0] + n[1] + n[2] > degree) f[at] = 0;
  }
  transform(f, to_powers);
  for (std::size_t i = 0; i <= degree; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      if constexpr (d == 2)
        *coefficient++ = f[place({degree - i, i - j, 0})];
      else
        for (std::size_t k = 0; k <= j; ++k) *coefficient++ = f[place({degree - i, i - j, j - k})];
}

// Into falling order.
void sort(std::array<double, 2>& x) noexcept { x = {std::max(x[0], x[1]), std::min(x[0], x[1])}; }
void sort(std::array<double, 3>& x) noexcept {
  const double low = std::min(x[0], x[1]), high = std::max(x[0], x[1]), middle = std::max(low, x[2]);
  x = {std::max(high, x[2]), std::min(high, middle), std::min(low, x[2])};
}

}  // namespace

template <std::size_t d>
void EwaldTable::fill() {
  const EwaldSum sum(dimensions_, 1);
  const auto all = all_blocks<d>();
  self_ = sum.self();
  coefficients_.resize(all.size() * coefficients(d));
  parallel_for(all.size(), available_threads(), [&](std::size_t n, int) {
    fit(sum, all[n], coefficients_.data() + number_of(all[n]) * coefficients(d));
  });
}

EwaldTable::EwaldTable(int dimensions) : dimensions_(dimensions) {
  require(dimensions == 2 || dimensions == 3, no_other_dimensions);
  dimensions == 3 ? fill<3>() : fill<2>();
}

std::shared_ptr<const EwaldTable> EwaldTable::of(int dimensions) {
  if (dimensions == 3) {
    static const auto cube = std::make_shared<const EwaldTable>(3);
    return cube;
  }
  require(dimensions == 2, no_other_dimensions);
  static const auto square = std::make_shared<const EwaldTable>(2);
  return square;
}

template <std::size_t d>
double EwaldTable::potential_in(const double* r) const noexcept {
  std::array<double, d> x;
  double square = 0;
  for (std::size_t c = 0; c < d; ++c) {
    x[c] = std::abs(r[c] - std::round(r[c]));
    square += x[c] * x[c];
  }
  sort(x);
  Block<d> block;
  for (std::size_t c = 0; c < d; ++c) {
    const double along = x[c] * (1 / width);
    const int number = along < static_cast<int>(blocks) ? static_cast<int>(along)
                                                        : static_cast<int>(blocks) - 1;  // what is no number, too
    block[c] = static_cast<std::size_t>(number);
    x[c] = 2 * along - (2 * number + 1);
  }
  return 1 / std::sqrt(square) + polynomial<d>(coefficients_.data() + number_of(block) * coefficients(d), x);
}

double EwaldTable::potential(const double* r) const noexcept {
  return dimensions_ == 3 ? potential_in<3>(r) : potential_in<2>(r);
}

}  // namespace kato
