// SPDX-License-Identifier: Apache-2.0
#include "exact/davidson.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace kato::exact {
namespace {

// n^2 on the diagonal and t beside it: Mathieu's equation in plane waves, whose lowest characteristic value for even
// functions, a_0 = 4 E, follows from the table of Abramowitz and Stegun (20.1) for q = 4 t.
struct Mathieu {
  int size;
  double t;

  Operator product() const {
    return [*this](std::span<const double> x, std::span<double> y) {
      for (int n = 0; n < size; ++n) {
        const auto coupling = [&](int low) { return low == 0 ? std::sqrt(2.0) * t : t; };
        y[n] = n * n * x[n];
        if (n > 0) y[n] += coupling(n - 1) * x[n - 1];
        if (n + 1 < size) y[n] += coupling(n) * x[n + 1];
      }
    };
  }
  std::vector<double> diagonal() const {
    std::vector<double> values;
    for (int n = 0; n < size; ++n) values.push_back(n * n);
    return values;
  }
};

TEST(Davidson, finds_mathieus_characteristic_value_among_a_thousand_waves) {
  const Mathieu mathieu{1000, 1.25};
  int products = 0;
  const auto counted = [&](std::span<const double> x, std::span<double> y) { mathieu.product()(x, y), ++products; };
  const auto pair = lowest_near_diagonal(counted, mathieu.diagonal(), 0.5, {1}, 1e-9);
  EXPECT_NEAR(4 * pair.value, -5.80004602, 5e-9);  // q = 5
  EXPECT_LT(pair.residual, 1e-9);
  EXPECT_LT(products, 60);
}

TEST(Davidson, returns_a_vector_that_solves_the_equation) {
  const Mathieu mathieu{50, 3};
  const auto pair = lowest_near_diagonal(mathieu.product(), mathieu.diagonal(), 0.5, {1}, 1e-10);
  std::vector<double> image(50);
  mathieu.product()(pair.vector, image);
  double norm = 0, left = 0;
  for (int n = 0; n < 50; ++n) {
    norm += pair.vector[n] * pair.vector[n];
    left += std::pow(image[n] - pair.value * pair.vector[n], 2);
  }
  EXPECT_NEAR(norm, 1, 1e-12);
  EXPECT_LT(std::sqrt(left), 1e-9);
}

TEST(Davidson, agrees_with_lanczos) {
  const Mathieu mathieu{40, 7};
  const auto lanczos = lowest_eigenpair(mathieu.product(), 40, {1}, 1e-9);
  EXPECT_NEAR(lowest_near_diagonal(mathieu.product(), mathieu.diagonal(), 0.5, {1}, 1e-9).value, lanczos.value, 1e-11);
}

TEST(Davidson, stops_at_once_at_a_solution) {
  const std::vector<double> diagonal{1, 2, 3};
  const auto product = [&](std::span<const double> x, std::span<double> y) {
    for (int n = 0; n < 3; ++n) y[n] = diagonal[n] * x[n];
  };
  EXPECT_EQ(lowest_near_diagonal(product, diagonal, 0.1, {2}, 1e-12).value, 1);
}

}  // namespace
}  // namespace kato::exact
