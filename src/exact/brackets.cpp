// SPDX-License-Identifier: Apache-2.0
#include "exact/brackets.hpp"

#include <cmath>

namespace kato::exact {
namespace {

// Column `column` of `next` += weight (a a_u^+ + b a_v^+) applied to column `from` of `brackets`.
void add_raised(const Matrix& brackets, int from, double weight, double a, double b, int column, Matrix& next) {
  const int quanta = brackets.rows - 1;
  for (int m = 0; m <= quanta; ++m) {
    const double value = weight * brackets(m, from);
    next(m + 1, column) += a * std::sqrt(m + 1.0) * value;
    next(m, column) += b * std::sqrt(quanta - m + 1.0) * value;
  }
}

}  // namespace

std::vector<Matrix> reflection_brackets(double c, int quanta) {
  const double s = std::sqrt((1 - c) * (1 + c));
  std::vector<Matrix> brackets{Matrix(1, 1)};
  brackets[0](0, 0) = 1;
  for (int total = 1; total <= quanta; ++total) {
    Matrix next(total + 1, total + 1);
    for (int m = 0; m <= total; ++m) {
      const int n = total - m;
      if (m > 0) add_raised(brackets.back(), m - 1, std::sqrt(m) / total, c, s, m, next);
      if (n > 0) add_raised(brackets.back(), m, std::sqrt(n) / total, s, -c, m, next);
    }
    brackets.push_back(std::move(next));
  }
  return brackets;
}

}  // namespace kato::exact
