// SPDX-License-Identifier: Apache-2.0
// The table of conformance for ops on pairs, and for those that join, split and sum features.
#include <gtest/gtest.h>

#include <algorithm>

#include "op/conformance.hpp"

namespace kato::test {
namespace {

Case concat_case(const std::string& name, std::vector<Shape> in, Rows rows = Rows::one) {
  return {.name = "concat_" + name,
          .op = &concat_op,
          .in = in,
          .reference =
              [=](const World& world) {
                Table y(world.tile.rows(rows), 0);
                for (const Table& x : world.in) y.rows = std::max(y.rows, x.rows), y.features += x.features;
                y = Table(y.rows, y.features);
                for (int r = 0; r < y.rows; ++r) {
                  int to = 0;
                  for (const Table& x : world.in)
                    for (int f = 0; f < x.features; ++f) y(r, to++) = x(x.rows == 1 ? 0 : r, f);
                }
                return y;
              },
          .attributes = {.kind = static_cast<int>(rows)}};
}

Case sum_features_case(const std::string& name, Shape in) {
  return {.name = "sum_features_" + name, .op = &sum_features_op, .in = {in}, .reference = [](const World& world) {
            Table y(world.in[0].rows, 1);
            for (int r = 0; r < y.rows; ++r)
              for (int f = 0; f < world.in[0].features; ++f) y(r, 0) = y(r, 0) + world.in[0](r, f);
            return y;
          }};
}

Case to_pairs_case(const std::string& name, Shape in, double alpha, double beta) {
  return {.name = "to_pairs_" + name,
          .op = &to_pairs_op,
          .in = {in},
          .reference =
              [=](const World& world) {
                const int A = world.tile.particles;
                Table y(A * A, world.in[0].features);
                for (int r = 0; r < y.rows; ++r)
                  for (int f = 0; f < y.features; ++f)
                    y(r, f) = alpha * world.in[0](r / A, f) + beta * world.in[0](r % A, f);
                return y;
              },
          .attributes = {.a = alpha, .b = beta}};
}

Case pool_others_case(const std::string& name, Shape in, std::vector<double> counts) {
  return {.name = "pool_others_" + name,
          .op = &pool_others_op,
          .in = {in},
          .reference =
              [=](const World& world) {
                const Table& x = world.in[0];
                std::vector<std::size_t> kind;
                for (std::size_t n = 0; n < counts.size(); ++n)
                  kind.insert(kind.end(), static_cast<std::size_t>(counts[n]), n);
                const int A = static_cast<int>(kind.size()), F = x.features;
                Table y(A, 2 * F);
                for (int i = 0; i < A; ++i)
                  for (int j = 0; j < A; ++j) {
                    const auto own = kind[static_cast<std::size_t>(i)];
                    const bool same = own == kind[static_cast<std::size_t>(j)];
                    const double others = same ? counts[own] - 1 : A - counts[own];
                    for (int f = 0; f < F && j != i; ++f) {
                      Dual& sum = y(i, same ? f : F + f);
                      sum = sum + x(i * A + j, f) / others;
                    }
                  }
                return y;
              },
          .attributes = {.count = static_cast<int>(counts.size())},
          .constants = counts};
}

// Written down with numbers of their own for v, r and g.
Case pair_geometry_case(const std::string& name, Shape in, double range, bool kinks) {
  return {.name = "pair_geometry_" + name,
          .op = &pair_geometry_op,
          .in = {in},
          .reference =
              [=](const World& world) {
                const Table& x = world.in[0];
                const int A = x.rows, F = x.features;
                Table y(A * A, kinks ? 3 * F + 2 : 2 * F + 1);
                for (int i = 0; i < A; ++i)
                  for (int j = 0; j < A; ++j) {
                    const int row = i * A + j;
                    Dual square;
                    for (int c = 0; c < F; ++c) square = square + pow(x(i, c) - x(j, c), 2);
                    const Dual g = pow(1.0 + square / (range * range), -0.5);
                    const Dual r = i == j ? Dual() : pow(square, 0.5);
                    for (int c = 0; c < F; ++c) {
                      y(row, c) = 0.5 * (x(i, c) + x(j, c));
                      y(row, F + c) = g * (x(i, c) - x(j, c));
                      if (kinks) y(row, 2 * F + 1 + c) = g * g * r * (x(i, c) - x(j, c));
                    }
                    y(row, 2 * F) = g;
                    if (kinks) y(row, 3 * F + 1) = g * g * g * r * r * r;
                  }
                return y;
              },
          .attributes = {.kind = kinks, .a = range}};
}

Case distance_case(const std::string& name, Shape in, double softening) {
  return {.name = "distance_" + name,
          .op = &distance_op,
          .in = {in},
          .reference =
              [=](const World& world) {
                Table y(world.in[0].rows, 1);
                for (int r = 0; r < y.rows; ++r) {
                  Dual squares = softening * softening;
                  for (int f = 0; f < world.in[0].features; ++f)
                    squares = squares + world.in[0](r, f) * world.in[0](r, f);
                  y(r, 0) = pow(squares, 0.5);
                }
                return y;
              },
          .attributes = {.a = softening},
          .low = softening > 0 ? -1.0 : 0.25,
          .condition = 2};
}

Case powers_case(const std::string& name, Shape in, int count, int before = 0) {
  return {.name = "powers_" + name,
          .op = &powers_op,
          .in = {in},
          .reference =
              [=](const World& world) {
                Table y(world.in[0].rows, world.in[0].features * count);
                for (int r = 0; r < y.rows; ++r)
                  for (int f = 0; f < y.features; ++f)
                    y(r, f) = pow(world.in[0](r, f / count) / 1.25, f % count + 1 + before);
                return y;
              },
          .attributes = {.count = count, .a = 1.25, .first = before},
          .low = -2,
          .high = 2};
}

Case softmax_case(const std::string& name, Shape in, bool skip_self) {
  return {.name = "softmax_" + name,
          .op = &softmax_op,
          .in = {in},
          .reference =
              [=](const World& world) {
                const int A = world.tile.particles;
                Table y(A * A, world.in[0].features);
                for (int i = 0; i < A; ++i)
                  for (int h = 0; h < y.features; ++h) {
                    Dual sum;
                    for (int j = 0; j < A; ++j)
                      if (!(skip_self && i == j)) sum = sum + exp(world.in[0](i * A + j, h));
                    for (int j = 0; j < A; ++j)
                      if (!(skip_self && i == j)) y(i * A + j, h) = exp(world.in[0](i * A + j, h)) / sum;
                  }
                return y;
              },
          .attributes = {.kind = skip_self},
          .low = -3,
          .high = 3};
}

Case weighted_sum_case(const std::string& name, Shape weights, Shape values) {
  return {.name = "weighted_sum_" + name,
          .op = &weighted_sum_op,
          .in = {weights, values},
          .reference = [](const World& world) {
            const int A = world.tile.particles;
            const Table &a = world.in[0], &v = world.in[1];
            Table y(A, v.features);
            for (int i = 0; i < A; ++i)
              for (int j = 0; j < A; ++j)
                for (int f = 0; f < y.features; ++f)
                  y(i, f) = y(i, f) + a(i * A + j, f * a.features / v.features) * v(v.rows == A ? j : i * A + j, f);
            return y;
          }};
}

Case pair_product_case(const std::string& name, Shape q, Shape k, int particles = 3) {
  return {.name = "pair_product_" + name,
          .op = &pair_product_op,
          .in = {q, k},
          .reference =
              [](const World& world) {
                const int A = world.tile.particles;
                Table y(A * A, world.in[0].features);
                for (int i = 0; i < A; ++i)
                  for (int l = 0; l < A; ++l)
                    for (int j = 0; j < A; ++j)
                      for (int f = 0; f < y.features; ++f)
                        y(i * A + j, f) = y(i * A + j, f) + world.in[0](i * A + l, f) * world.in[1](l * A + j, f);
                return y;
              },
          .particles = particles,
          .dimensions = particles > 3 ? 1 : 2,
          .curves = particles <= 3};
}

std::vector<Case> feature_cases() {
  return {concat_case("own_all_row_constant", {particles_own(2), particles_all(3), one_all(1), one_none(2)}),
          concat_case("own_own", {particles_own(2), particles_own(1)}),
          concat_case("pairs", {pairs_own(2), one_all(3), pairs_none(1)}),
          concat_case("pairs_own", {pairs_own(2), pairs_none(1)}),
          concat_case("row_to_particles", {one_all(3)}, Rows::particles),
          concat_case("row_to_pairs", {one_all(3)}, Rows::pairs),
          concat_case("constant_row_to_particles", {one_none(3)}, Rows::particles),
          sum_features_case("own", particles_own(3)),
          sum_features_case("pairs_all", pairs_all(5)),
          sum_features_case("none", particles_none(3)),
          distance_case("exact_own", pairs_own(2), 0),
          distance_case("exact_all", particles_all(3), 0),
          distance_case("soft_own", pairs_own(2), 0.5),
          distance_case("soft_all", particles_all(3), 0.5),
          distance_case("soft_none", pairs_none(3), 0.5),
          powers_case("own", particles_own(1), 4),
          powers_case("all_of_two", particles_all(2), 3),
          powers_case("from_the_second", pairs_own(2), 3, 1),
          powers_case("from_the_third", particles_all(1), 2, 2),
          powers_case("first", particles_none(2), 1)};
}

std::vector<Case> pair_cases() {
  return {
      to_pairs_case("first", particles_own(3), 1, 0), to_pairs_case("second", particles_own(3), 0, 1),
      to_pairs_case("difference", particles_own(2), 1, -1), to_pairs_case("first_of_all", particles_all(3), 1, 0),
      to_pairs_case("second_of_all", particles_all(3), 0, 1),
      to_pairs_case("difference_of_all", particles_all(2), 1, -1),
      to_pairs_case("sum_of_none", particles_none(2), 0.5, 0.25),
      pair_geometry_case("line", particles_own(1), 1.0, true), pair_geometry_case("plane", particles_own(2), 0.7, true),
      pair_geometry_case("space", particles_own(3), 1.5, true),
      pair_geometry_case("smooth", particles_own(2), 0.7, false),
      pair_geometry_case("of_none", particles_none(2), 0.7, true),
      pool_others_case("of_two_labels", pairs_own(3), {2, 1}),
      pool_others_case("of_three_labels", pairs_own(2), {1, 1, 1}), pool_others_case("of_one_label", pairs_own(3), {3}),
      pool_others_case("of_all", pairs_all(2), {1, 2}), pool_others_case("of_none", pairs_none(2), {1, 2}),
      softmax_case("own", pairs_own(2), false), softmax_case("own_others", pairs_own(2), true),
      softmax_case("all", pairs_all(3), false), softmax_case("all_others", pairs_all(1), true),
      softmax_case("none_others", pairs_none(2), true), weighted_sum_case("all_by_all", pairs_all(4), particles_all(4)),
      weighted_sum_case("all_by_own", pairs_all(1), particles_own(4)),
      weighted_sum_case("own_by_own", pairs_own(2), particles_own(4)),
      weighted_sum_case("own_by_pairs", pairs_own(2), pairs_own(6)),
      weighted_sum_case("all_by_pairs", pairs_all(3), pairs_own(3)),
      weighted_sum_case("own_by_all", pairs_own(1), particles_all(3)),
      weighted_sum_case("own_by_none", pairs_own(1), particles_none(3)),
      weighted_sum_case("none_by_none", pairs_none(1), particles_none(3)),
      pair_product_case("own_own", pairs_own(2), pairs_own(2)),
      pair_product_case("own_all", pairs_own(2), pairs_all(2)),
      pair_product_case("all_own", pairs_all(2), pairs_own(2)),
      pair_product_case("all_all", pairs_all(2), pairs_all(2)),
      pair_product_case("none_own", pairs_none(3), pairs_own(3)),
      // more than a block of rows and columns, and than a register of features
      pair_product_case("own_own_of_five", pairs_own(17), pairs_own(17), 5),
      pair_product_case("all_all_of_five", pairs_all(9), pairs_all(9), 5),
      pair_product_case("own_all_of_five", pairs_own(8), pairs_all(8), 5)};
}

Case flatten_case(const std::string& name, Shape in) {
  return {.name = "flatten_" + name, .op = &flatten_op, .in = {in}, .reference = [](const World& world) {
            Table y = world.in[0];
            y.features *= y.rows, y.rows = 1;
            return y;
          }};
}

// The sum over pairs i < j of u(q, r_ij), q the class of the pair; a pair of class -1 is left out.
template <class F>
Table sum_over_pairs(const Table& x, int features, const std::vector<double>& classes, F&& u) {
  Table y(1, 1);
  std::size_t pair = 0;
  for (int i = 0; i < x.rows; ++i)
    for (int j = i + 1; j < x.rows; ++j, ++pair) {
      if (classes[pair] < 0) continue;
      Dual square;
      for (int f = 0; f < features; ++f) square = square + (x(i, f) - x(j, f)) * (x(i, f) - x(j, f));
      y(0, 0) = y(0, 0) + u(static_cast<std::size_t>(classes[pair]), pow(square, 0.5));
    }
  return y;
}

// Of the class of each pair, in the order (0,1), (0,2), (1,2); slopes for the Pade form, none for the linear one.
// Values start at the particle's own number, so that no two particles are close.
Case pair_jastrow_case(const std::string& name, int features, std::vector<double> slopes, std::vector<double> classes,
                       int count) {
  const bool pade = !slopes.empty();
  std::vector<double> constants(slopes);
  constants.insert(constants.end(), classes.begin(), classes.end());
  return {.name = "pair_jastrow_" + name,
          .op = &pair_jastrow_op,
          .in = {particles_own(features)},
          .reference =
              [=](const World& world) {
                return sum_over_pairs(world.in[0], features, classes, [&](std::size_t q, const Dual& r) {
                  const Dual p = world.parameter[0][q];
                  return pade ? slopes[q] * r / (1.0 + p * p * r) : p * r;
                });
              },
          .attributes = {.kind = pade ? 0 : 1, .count = count},
          .constants = constants,
          .parameters = {count},
          .shift = [](int row, int) { return 2.5 * row; },
          .condition = 4};
}

// Of s = R tanh(r/R), with five powers of it for each class.
Case levelled_case(const std::string& name, int features, std::vector<double> slopes, std::vector<double> classes) {
  constexpr double range = 1.5;
  const auto count = slopes.size();
  Case c = pair_jastrow_case(name, features, slopes, classes, static_cast<int>(count));
  c.reference = [=](const World& world) {
    return sum_over_pairs(world.in[0], features, classes, [&](std::size_t q, const Dual& r) {
      const Dual s = range * tanh(r / range);
      Dual u = slopes[q] < 0 ? slopes[q] * s : log(1.0 + slopes[q] * s);
      for (std::size_t k = 0; k < 5; ++k)
        u = u + world.parameter[0][k * count + q] * pow(s, static_cast<double>(k + 2));
      return u;
    });
  };
  c.attributes = {.kind = static_cast<int>(PairForm::levelled), .count = static_cast<int>(count), .a = range};
  c.parameters = {static_cast<int>(5 * count)};
  c.shift = [](int row, int) { return 0.75 * row; };
  c.condition = 30;  // s^6 and its derivatives
  return c;
}

std::vector<Case> jastrow_cases() {
  return {flatten_case("own", particles_own(2)),
          flatten_case("all", particles_all(3)),
          flatten_case("none", particles_none(2)),
          flatten_case("pairs", pairs_own(2)),
          pair_jastrow_case("pade_of_one_class", 2, {1}, {0, 0, 0}, 1),
          pair_jastrow_case("pade_of_two_classes", 2, {0.25, -0.75}, {0, 1, 1}, 2),
          pair_jastrow_case("pade_of_some", 1, {0.5}, {-1, 0, 0}, 1),
          pair_jastrow_case("pade_in_space", 3, {0.5}, {0, -1, 0}, 1),
          pair_jastrow_case("pade_of_four_numbers", 4, {0.5}, {0, 0, 0}, 1),
          levelled_case("levelled", 2, {0.75}, {0, 0, 0}),
          levelled_case("levelled_down", 2, {-0.75}, {0, -1, 0}),
          levelled_case("levelled_of_two_classes", 3, {0.5, -0.25}, {0, 1, 1}),
          levelled_case("levelled_on_a_line", 1, {0}, {0, 0, -1}),
          pair_jastrow_case("linear", 2, {}, {1, 0, 1}, 2),
          pair_jastrow_case("linear_of_each_pair", 1, {}, {0, 1, 2}, 3)};
}

INSTANTIATE_TEST_SUITE_P(jastrow, Conformance, testing::ValuesIn(jastrow_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(features, Conformance, testing::ValuesIn(feature_cases()), name_of);
INSTANTIATE_TEST_SUITE_P(pairs, Conformance, testing::ValuesIn(pair_cases()), name_of);

}  // namespace
}  // namespace kato::test
