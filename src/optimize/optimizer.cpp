// SPDX-License-Identifier: Apache-2.0
#include "optimize/optimizer.hpp"

#include <algorithm>

#include "linalg/gram.hpp"
#include "linalg/matrix_vector.hpp"

namespace kato {

void TrainingStep::multiply(std::span<const double> v, std::span<double> y) {
  kato::multiply(jacobian(), walkers(), parameters(), v, y, threads());
}

void TrainingStep::multiply_transposed(std::span<const double> y, std::span<double> v) {
  kato::multiply_transposed(jacobian(), walkers(), parameters(), y, v, threads());
}

void TrainingStep::multiply_metric(std::span<const double> v, std::span<double> sv) {
  std::vector<double> y(walkers());
  multiply(v, y);
  multiply_transposed(y, sv);
}

void TrainingStep::gram(std::span<double> g) { row_gram(jacobian(), walkers(), parameters(), g, threads()); }

void TrainingStep::metric(std::span<double> s) { column_gram(jacobian(), walkers(), parameters(), s, threads()); }

void TrainingStep::diagonal(std::span<double> d) {
  const auto o = jacobian();
  std::ranges::fill(d, 0.0);
  for (std::size_t b = 0; b < walkers(); ++b)
    for (std::size_t p = 0; p < d.size(); ++p) d[p] += o[b * d.size() + p] * o[b * d.size() + p];
}

}  // namespace kato
