// SPDX-License-Identifier: Apache-2.0
// The table of conformance: row-wise ops and reductions. Ops on pairs are in pairs_test.cpp, determinants and their
// sums and products in determinants_test.cpp.
#include "op/conformance.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace kato::test {
namespace {

TEST_P(Conformance, kernels_agree_with_dual_numbers) { check_conformance(GetParam()); }

Dual function_of(Pointwise kind, const Dual& x, double a, double b) {
  switch (kind) {
    case Pointwise::tanh: return tanh(x);
    case Pointwise::sigmoid: return pow(1.0 + exp(-x), -1);
    case Pointwise::celu: return x.v.v > 0 ? x : a * (exp(x / a) - 1.0);
    case Pointwise::silu: return x / (1.0 + exp(-x));
    case Pointwise::gelu: return 0.5 * x * (1.0 + erf(x / std::sqrt(2.0)));
    case Pointwise::softplus: return log(1.0 + exp(x));
    case Pointwise::exp: return exp(x);
    case Pointwise::log: return log(x);
    case Pointwise::sin: return sin(x);
    case Pointwise::cos: return cos(x);
    case Pointwise::square: return x * x;
    case Pointwise::sqrt: return pow(x, 0.5);
    case Pointwise::reciprocal: return pow(x, -1);
    case Pointwise::power: return pow(x, a);
    case Pointwise::affine: return a * x + b;
  }
  return {};
}

Case pointwise_case(const std::string& name, Pointwise kind, Shape in, double low, double high, double a = 0,
                    double b = 0) {
  return {.name = name,
          .op = &pointwise_op,
          .in = {in},
          .reference =
              [=](const World& world) {
                Table y = world.in[0];
                for (Dual& number : y.numbers) number = function_of(kind, number, a, b);
                return y;
              },
          .attributes = {.kind = static_cast<int>(kind), .a = a, .b = b},
          .low = low,
          .high = high};
}

std::vector<Case> pointwise_cases() {
  return {pointwise_case("tanh", Pointwise::tanh, particles_own(5), -3, 3),
          pointwise_case("tanh_of_all", Pointwise::tanh, particles_all(5), -3, 3),
          pointwise_case("tanh_of_pairs", Pointwise::tanh, pairs_own(3), -3, 3),
          pointwise_case("tanh_of_constants", Pointwise::tanh, one_none(5), -3, 3),
          pointwise_case("sigmoid", Pointwise::sigmoid, particles_all(5), -3, 3),
          pointwise_case("celu", Pointwise::celu, particles_all(50), 0.125, 3, 0.75),  // apart: f'' jumps at zero
          pointwise_case("celu_below_zero", Pointwise::celu, particles_all(50), -3, -0.125, 0.75),
          pointwise_case("silu", Pointwise::silu, particles_all(5), -3, 3),
          pointwise_case("gelu", Pointwise::gelu, particles_all(5), -3, 3),
          pointwise_case("softplus", Pointwise::softplus, particles_all(5), -3, 3),
          pointwise_case("exp", Pointwise::exp, pairs_all(2), -3, 3),
          pointwise_case("log", Pointwise::log, pairs_all(2), 0.5, 4),
          pointwise_case("sin", Pointwise::sin, one_all(7), -4, 4),
          pointwise_case("cos", Pointwise::cos, one_all(7), -4, 4),
          pointwise_case("square", Pointwise::square, particles_own(3), -2, 2),
          pointwise_case("sqrt", Pointwise::sqrt, particles_own(3), 0.5, 4),
          pointwise_case("reciprocal", Pointwise::reciprocal, pairs_own(3), 0.5, 2),
          pointwise_case("power_5_2", Pointwise::power, particles_own(3), 0.5, 2, 2.5),
          pointwise_case("power_3_of_any_sign", Pointwise::power, particles_own(3), -2, 2, 3),
          pointwise_case("power_1", Pointwise::power, particles_own(3), -2, 2, 1),
          pointwise_case("affine", Pointwise::affine, particles_own(3), -2, 2, 1.5, -0.5)};
}

Case sum_case(const std::string& name, Shape a, Shape b) {
  return {.name = name,
          .op = &add_op,
          .in = {a, b},
          .reference =
              [](const World& world) {
                const Table &x = world.in[0], &y = world.in[1];
                Table z(std::max(x.rows, y.rows), std::max(x.features, y.features));
                for (int r = 0; r < z.rows; ++r)
                  for (int f = 0; f < z.features; ++f) z(r, f) = 0.75 * x.broadcast(r, f) - 1.5 * y.broadcast(r, f);
                return z;
              },
          .attributes = {.a = 0.75, .b = -1.5}};
}

Case product_case(const std::string& name, Shape a, Shape b) {
  return {.name = name, .op = &multiply_op, .in = {a, b}, .reference = [](const World& world) {
            const Table &x = world.in[0], &y = world.in[1];
            Table z(std::max(x.rows, y.rows), std::max(x.features, y.features));
            for (int r = 0; r < z.rows; ++r)
              for (int f = 0; f < z.features; ++f) z(r, f) = x.broadcast(r, f) * y.broadcast(r, f);
            return z;
          }};
}

std::vector<Case> binary_cases() {
  const std::vector<std::tuple<std::string, Shape, Shape>> shapes = {
      {"own_and_own", particles_own(5), particles_own(5)},
      {"own_and_all", particles_own(5), particles_all(5)},
      {"all_and_own", particles_all(5), particles_own(5)},
      {"own_and_none", particles_own(5), particles_none(5)},
      {"none_and_none", particles_none(5), particles_none(5)},
      {"own_and_one_row", particles_own(4), one_all(4)},
      {"one_row_and_all", one_all(4), particles_all(4)},
      {"one_constant_row_and_own", one_none(4), particles_own(4)},
      {"one_feature_and_all", particles_own(1), particles_all(4)},
      {"own_and_one_number", particles_own(4), one_all(1)},
      {"one_row_and_one_feature", one_all(4), particles_own(1)},
      {"pairs_own_and_own", pairs_own(3), pairs_own(3)},
      {"pairs_own_and_all", pairs_own(3), pairs_all(3)},
      {"pairs_own_and_one_row", pairs_own(3), one_all(3)},
      {"pairs_own_and_none", pairs_own(3), pairs_none(1)},
      {"all_and_all", particles_all(5), particles_all(5)},
      {"all_and_all_in_strips", pairs_all(30), pairs_all(30)}};
  std::vector<Case> cases;
  for (const auto& [name, a, b] : shapes) {
    cases.push_back(sum_case("add_" + name, a, b));
    cases.push_back(product_case("multiply_" + name, a, b));
  }
  return cases;
}

Case linear_case(const std::string& name, std::vector<Shape> in, int width, bool bias = true) {
  int depth = 0;
  for (const Shape& shape : in) depth += shape.features;
  return {.name = "linear_" + name,
          .op = &linear_op,
          .in = in,
          .reference =
              [=](const World& world) {
                int rows = 1;
                for (const Table& x : world.in) rows = std::max(rows, x.rows);
                Table y(rows, width);
                for (int r = 0; r < rows; ++r)
                  for (int n = 0; n < width; ++n) {
                    int k = 0;
                    for (const Table& x : world.in)
                      for (int f = 0; f < x.features; ++f, ++k)
                        y(r, n) = y(r, n) + x(x.rows == 1 ? 0 : r, f) * world.parameter[0][k * width + n];
                    if (bias) y(r, n) = y(r, n) + world.parameter[1][n];
                  }
                return y;
              },
          .attributes = {.count = width},
          .parameters = bias ? std::vector<int>{depth * width, width} : std::vector<int>{depth * width}};
}

std::vector<Case> linear_cases() {
  return {linear_case("own", {particles_own(2)}, 5),
          linear_case("all", {particles_all(7)}, 8),
          linear_case("all_wide", {particles_all(3)}, 37),
          linear_case("without_bias", {particles_all(3)}, 4, false),
          linear_case("constants", {particles_none(3)}, 4),
          linear_case("own_and_mean", {particles_own(2), one_all(2)}, 16),
          linear_case("own_and_mean_without_bias", {particles_own(2), one_all(2)}, 3, false),
          linear_case("all_and_mean", {particles_all(16), one_all(16)}, 5),
          linear_case("mean_constant_own", {one_all(2), particles_none(1), particles_own(3)}, 4),
          linear_case("constant_row", {one_none(2), particles_own(3)}, 4),
          linear_case("one_row", {one_all(5)}, 6),
          linear_case("pairs_own", {pairs_own(3)}, 8),
          linear_case("pairs_own_all_row", {pairs_own(2), pairs_all(3), one_all(2), one_none(1)}, 4)};
}

// Over particles first .. first + rows - 1; all for rows = 0.
Case reduce_case(const std::string& name, Shape in, bool skip_self = false, int first = 0, int rows = 0) {
  return {.name = "reduce_" + name,
          .op = &reduce_op,
          .in = {in},
          .reference =
              [=](const World& world) {
                const int A = world.tile.particles;
                const Table& x = world.in[0];
                Table y(x.rows / A, x.features);
                for (int r = 0; r < x.rows; ++r)
                  for (int f = 0; f < x.features; ++f)
                    if (!(skip_self && r / A == r % A) && (rows == 0 || (r % A >= first && r % A < first + rows)))
                      y(r / A, f) = y(r / A, f) + 0.25 * x(r, f);
                return y;
              },
          .attributes = {.kind = skip_self, .a = 0.25, .first = first, .rows = rows}};
}

Case stack_case(const std::string& name, Shape a, Shape b, int first) {
  return {.name = "stack_" + name,
          .op = &stack_op,
          .in = {a, b},
          .reference =
              [=](const World& world) {
                Table y(world.tile.particles, world.in[0].features);
                for (int r = 0; r < y.rows; ++r)
                  for (int f = 0; f < y.features; ++f) {
                    const Table& from = world.in[r < first ? 0 : 1];
                    y(r, f) = from(from.rows == 1 ? 0 : r, f);
                  }
                return y;
              },
          .attributes = {.first = first}};
}

Case envelope_case(Shape in, const std::string& name) {
  return {.name = "envelope_" + name,
          .op = &envelope_op,
          .in = {in},
          .reference =
              [](const World& world) {
                Table y(world.in[0].rows, 4);
                for (int r = 0; r < y.rows; ++r)
                  for (int j = 0; j < 4; ++j) {
                    const Dual& width = world.parameter[0][j];
                    y(r, j) = -(width * width * world.in[0](r, 0));
                  }
                return y;
              },
          .attributes = {.count = 4},
          .parameters = {4}};
}

// The polynomials of the oscillator up to the fourth, written out.
Dual hermite(int level, const Dual& u) {
  const double norm = std::pow(M_PI, -0.25);
  const Dual square = u * u;
  switch (level) {
    case 0: return norm;
    case 1: return norm * std::sqrt(2.0) * u;
    case 2: return norm / std::sqrt(2.0) * (2 * square - 1);
    case 3: return norm / std::sqrt(3.0) * u * (2 * square - 3);
    default: return norm / std::sqrt(24.0) * (4 * square * square - 12 * square + 3);
  }
}

// Levels (n_1, .., n_d) side by side, after the scales.
Case hermite_case(const std::string& name, Shape in, std::vector<double> constants) {
  const int d = in.features, count = static_cast<int>(constants.size()) / d - 1;
  return {.name = "hermite_products_" + name,
          .op = &hermite_products_op,
          .in = {in},
          .reference =
              [=](const World& world) {
                const Table& x = world.in[0];
                Table y(x.rows, count);
                for (int r = 0; r < x.rows; ++r)
                  for (int n = 0; n < count; ++n) {
                    y(r, n) = 1.0;
                    for (int c = 0; c < d; ++c) {
                      const auto level = constants[static_cast<std::size_t>(d * (n + 1) + c)];
                      y(r, n) =
                          y(r, n) * hermite(static_cast<int>(level), constants[static_cast<std::size_t>(c)] * x(r, c));
                    }
                  }
                return y;
              },
          .attributes = {.count = count},
          .constants = std::move(constants),
          .condition = 4};
}

Case fixed_linear_case(const std::string& name, Shape in, std::vector<double> constants) {
  const int features = in.features, count = static_cast<int>(constants.size()) / features;
  return {.name = "fixed_linear_" + name,
          .op = &fixed_linear_op,
          .in = {in},
          .reference =
              [=](const World& world) {
                const Table& x = world.in[0];
                Table y(x.rows, count);
                for (int r = 0; r < x.rows; ++r)
                  for (int n = 0; n < count; ++n)
                    for (int c = 0; c < features; ++c)
                      y(r, n) = y(r, n) + constants[static_cast<std::size_t>(features * n + c)] * x(r, c);
                return y;
              },
          .attributes = {.count = count},
          .constants = std::move(constants)};
}

std::vector<Case> fixed_linear_cases() {
  return {fixed_linear_case("own", particles_own(2), {1, 0.5, 0, -1, 2, 1}),
          fixed_linear_case("of_all", particles_all(3), {1, -1, 0, 0.25, 2, 1}),
          fixed_linear_case("of_pairs", pairs_own(1), {1, -2}), fixed_linear_case("row", one_all(2), {0.5, 3}),
          fixed_linear_case("constants", particles_none(2), {1, 2, 3, 4})};
}

std::vector<Case> hermite_cases() {
  return {hermite_case("own", particles_own(2), {1, 0.75, 0, 0, 1, 0, 0, 1, 2, 0, 1, 1, 0, 2}),
          hermite_case("one_dimension", particles_own(1), {1.25, 0, 1, 2, 3, 4}),
          hermite_case("of_all", particles_all(3), {1, 0.5, 1.5, 1, 2, 0, 0, 0, 3, 1, 1, 1}),
          hermite_case("of_four_numbers", particles_own(4), {1, 0.5, 1, 2, 1, 0, 2, 1, 0, 3, 0, 1}),
          hermite_case("of_pairs", pairs_own(2), {1, 1, 4, 0, 1, 3}),
          hermite_case("row", one_all(2), {0.5, 1, 0, 0, 2, 1}),
          hermite_case("constants", particles_none(2), {1, 1, 3, 2})};
}

std::vector<Case> other_cases() {
  return {{.name = "coordinates",
           .op = &coordinates_op,
           .in = {},
           .reference = [](const World& world) { return world.x; },
           .curves = false},
          {.name = "labels_sampled",
           .op = &labels_op,
           .in = {},
           .reference =
               [](const World& world) {
                 Table y(3, 2);
                 for (std::size_t n = 0; n < 6; ++n) y.numbers[n] = static_cast<double>(world.labels[n]);
                 return y;
               },
           .attributes = {.count = 2},
           .labels = 2},
          {.name = "labels_that_are_constants",
           .op = &labels_op,
           .in = {},
           .reference =
               [](const World&) {
                 Table y(3, 1);
                 y(0, 0) = 1, y(1, 0) = -0.5, y(2, 0) = 300;
                 return y;
               },
           .attributes = {.count = 1},
           .constants = {1, -0.5, 300}},
          {.name = "peak",
           .op = &peak_op,
           .in = {particles_own(5)},
           .reference =
               [](const World& world) {
                 Table y(world.in[0].rows, 1);
                 for (int r = 0; r < y.rows; ++r) {
                   double most = -10;
                   for (int f = 0; f < 5; ++f) most = std::max(most, world.in[0](r, f).v.v);
                   y(r, 0) = most;
                 }
                 return y;
               },
           .held_fixed = true,
           .curves = false},
          reduce_case("own", particles_own(5)),
          reduce_case("all", particles_all(5)),
          reduce_case("none", particles_none(5)),
          reduce_case("pairs", pairs_own(3)),
          reduce_case("pairs_others", pairs_own(3), true),
          reduce_case("pairs_all", pairs_all(2)),
          reduce_case("pairs_none_others", pairs_none(2), true),
          reduce_case("first_two", particles_own(5), false, 0, 2),
          reduce_case("last_two_of_all", particles_all(5), false, 1, 2),
          reduce_case("second_of_none", particles_none(5), false, 1, 1),
          reduce_case("pairs_with_last_two", pairs_own(3), false, 1, 2),
          reduce_case("pairs_with_others_of_last_two", pairs_all(2), true, 1, 2),
          stack_case("own", particles_own(3), particles_own(3), 1),
          stack_case("own_all", particles_own(3), particles_all(3), 2),
          stack_case("rows", one_all(4), one_all(4), 1),
          stack_case("row_own", one_all(2), particles_own(2), 2),
          stack_case("none_row", particles_none(2), one_all(2), 1),
          stack_case("constants", one_none(2), particles_none(2), 1),
          envelope_case(particles_own(1), "own"),
          envelope_case(particles_all(1), "all"),
          envelope_case(pairs_own(1), "pairs")};
}

INSTANTIATE_TEST_SUITE_P(pointwise, Conformance, testing::ValuesIn(pointwise_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(binary, Conformance, testing::ValuesIn(binary_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(linear, Conformance, testing::ValuesIn(linear_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(fixed_linear, Conformance, testing::ValuesIn(fixed_linear_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(hermite, Conformance, testing::ValuesIn(hermite_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(other, Conformance, testing::ValuesIn(other_cases()), name_of);

}  // namespace
}  // namespace kato::test
