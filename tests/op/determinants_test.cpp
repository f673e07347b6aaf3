// SPDX-License-Identifier: Apache-2.0
// The table of conformance: determinants, Pfaffians, and what sums and multiplies them.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.hpp"
#include "evaluated.hpp"
#include "graph/build.hpp"
#include "op/conformance.hpp"

namespace kato::test {
namespace {

// The determinant by expansion along the first of `rows` rows that are left, in the columns that are left.
Dual determinant(const Table& m, int first_column, int row, std::vector<int> columns) {
  if (columns.empty()) return 1.0;
  Dual sum;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    auto left = columns;
    left.erase(left.begin() + static_cast<long>(c));
    const Dual term = m(row, first_column + columns[c]) * determinant(m, first_column, row + 1, left);
    sum = c % 2 == 0 ? sum + term : sum - term;
  }
  return sum;
}

// Of the rows first .. first + rows - 1; all for rows = 0.
Table slogdet_reference(const World& world, int first, int rows) {
  const int n = rows == 0 ? world.tile.particles : rows, count = world.in[0].features / n;
  std::vector<int> columns(n);
  for (int c = 0; c < n; ++c) columns[c] = c;
  Table y(1, 2 * count);
  for (int d = 0; d < count; ++d) {
    const Dual det = determinant(world.in[0], d * n, first, columns);
    y(0, d) = log(abs(det));
    if (world.in.size() > 1)  // the logarithms given back are held fixed
      for (int r = 0; r < n; ++r) y(0, d) = y(0, d) + world.in[1](first + r, 0).v.v;
    y(0, count + d) = det.v.v > 0 ? 1.0 : -1.0;
  }
  return y;
}

// Both ways: many walkers at once, and one by one as larger matrices are.
Case slogdet_case(const std::string& name, std::vector<Shape> in, int particles, int dimensions, bool row_wise = false,
                  int first = 0, int rows = 0) {
  const int n = rows == 0 ? particles : rows;
  return {.name = (row_wise ? "slogdet_row_wise_" : "slogdet_") + name,
          .op = &slogdet_op,
          .in = in,
          .reference = [=](const World& world) { return slogdet_reference(world, first, rows); },
          .attributes = {.count = row_wise ? 1 : 100, .first = first, .rows = rows},
          .particles = particles,
          .dimensions = dimensions,
          // Far from singular, and with the largest elements off the diagonal: rows must be exchanged.
          .shift = [=](int row, int column) { return column % n == (row - first + 1 + n) % n ? 2.0 : 0.0; },
          .condition = 10};
}

Case log_sum_exp_case(const std::string& name, std::vector<Shape> in, std::vector<double> factors = {}) {
  return {.name = "log_sum_exp_" + name,
          .op = &log_sum_exp_op,
          .in = in,
          .reference =
              [=](const World& world) {
                Dual psi;  // the signs are held fixed, and here any numbers
                for (std::size_t s = 0; s < in.size(); ++s) {
                  const int count = in[s].features / 2;
                  for (int d = 0; d < count; ++d)
                    psi = psi +
                          (factors.empty() ? 1 : factors[s]) * world.in[s](0, count + d).v.v * exp(world.in[s](0, d));
                }
                Table y(1, 2);
                y(0, 0) = log(abs(psi));
                y(0, 1) = psi.v.v > 0 ? 1.0 : -1.0;
                return y;
              },
          .constants = factors,
          .condition = 30,
          .curves = false};  // a curve moves the signs, which real ones do not
}

Case signed_product_case(const std::string& name, std::vector<Shape> in) {
  return {.name = "signed_product_" + name,
          .op = &signed_product_op,
          .in = in,
          .reference =
              [](const World& world) {
                Table y(1, 2);
                for (const Table& x : world.in) y = Table(1, std::max(y.features, x.features));
                const int count = y.features / 2;
                for (int d = 0; d < count; ++d) {
                  y(0, count + d) = 1.0;
                  for (const Table& x : world.in) {
                    y(0, d) = y(0, d) + x(0, x.features == 1 ? 0 : d);
                    if (x.features > 1) y(0, count + d) = y(0, count + d).v.v * x(0, count + d).v.v;  // held fixed
                  }
                }
                return y;
              },
          .curves = false};
}

// By expansion along the first of the rows that are left.
Dual pfaffian_of(const Table& q, int feature, int particles, std::vector<int> rows) {
  if (rows.empty()) return 1.0;
  Dual sum;
  for (std::size_t c = 1; c < rows.size(); ++c) {
    auto left = rows;
    left.erase(left.begin() + static_cast<long>(c));
    left.erase(left.begin());
    const Dual m = 0.5 * (q(rows[0] * particles + rows[c], feature) - q(rows[c] * particles + rows[0], feature));
    const Dual term = m * pfaffian_of(q, feature, particles, left);
    sum = c % 2 == 1 ? sum + term : sum - term;
  }
  return sum;
}

Case slogpf_case(const std::string& name, Shape in, int particles, int dimensions) {
  return {.name = "slogpf_" + name,
          .op = &slogpf_op,
          .in = {in},
          .reference =
              [=](const World& world) {
                const int count = world.in[0].features;
                std::vector<int> rows(static_cast<std::size_t>(particles));
                for (int r = 0; r < particles; ++r) rows[static_cast<std::size_t>(r)] = r;
                Table y(1, 2 * count);
                for (int d = 0; d < count; ++d) {
                  const Dual pf = pfaffian_of(world.in[0], d, particles, rows);
                  y(0, d) = log(abs(pf));
                  y(0, count + d) = pf.v.v > 0 ? 1.0 : -1.0;
                }
                return y;
              },
          .particles = particles,
          .dimensions = dimensions,
          // Far from singular, the large elements joining i and A - 1 - i: the pivots are not where they are needed.
          .shift =
              [=](int row, int) {
                const int i = row / particles, j = row % particles;
                return i + j != particles - 1 ? 0.0 : i < j ? 3.0 : -3.0;
              },
          .condition = 10};
}

std::vector<Case> determinant_cases() {
  return {slogdet_case("own", {particles_own(3)}, 3, 2),
          slogdet_case("all", {particles_all(3)}, 3, 2),
          slogdet_case("none", {particles_none(3)}, 3, 1),
          slogdet_case("two_of_four", {particles_all(8)}, 4, 1),
          slogdet_case("own_two_of_four", {particles_own(8)}, 4, 2),
          slogdet_case("row_factors", {particles_all(3), particles_none(1)}, 3, 1),
          slogdet_case("one_particle", {particles_all(1)}, 1, 2),
          slogdet_case("own", {particles_own(3)}, 3, 2, true),
          slogdet_case("all", {particles_all(3)}, 3, 2, true),
          slogdet_case("none", {particles_none(3)}, 3, 1, true),
          slogdet_case("two_of_four", {particles_all(8)}, 4, 1, true),
          slogdet_case("own_two_of_four", {particles_own(8)}, 4, 2, true),
          slogdet_case("row_factors", {particles_all(3), particles_none(1)}, 3, 1, true),
          slogdet_case("one_particle", {particles_all(1)}, 1, 2, true),
          slogdet_case("five", {particles_all(5)}, 5, 1, true),
          slogdet_case("first_two_own", {particles_own(4), particles_none(1)}, 4, 2, false, 0, 2),
          slogdet_case("last_three_own", {particles_own(3), particles_none(1)}, 4, 2, false, 1, 3),
          slogdet_case("last_three_all", {particles_all(6)}, 4, 1, false, 1, 3),
          slogdet_case("middle_one", {particles_own(2)}, 3, 2, false, 1, 1),
          slogdet_case("first_two_own", {particles_own(4), particles_none(1)}, 4, 2, true, 0, 2),
          slogdet_case("last_three_own", {particles_own(3), particles_none(1)}, 4, 2, true, 1, 3),
          slogdet_case("last_three_all", {particles_all(6)}, 4, 1, true, 1, 3),
          signed_product_case("two", {one_all(2), one_all(2)}),
          signed_product_case("jastrow", {one_all(6), one_all(1), one_none(6)}),
          signed_product_case("constants", {one_none(2), one_none(1)}),
          log_sum_exp_case("two", {one_all(4)}),
          log_sum_exp_case("five", {one_all(10)}),
          log_sum_exp_case("constants", {one_none(6)}),
          log_sum_exp_case("of_two_inputs", {one_all(2), one_all(4)}, {1, -0.75}),
          log_sum_exp_case("of_three_with_constants", {one_all(2), one_none(4), one_all(2)}),
          log_sum_exp_case("of_four_inputs", {one_none(2), one_all(2), one_all(6), one_none(4)}, {0.5, 2, -1, 1.5}),
          slogpf_case("own", pairs_own(1), 4, 2),
          slogpf_case("all", pairs_all(2), 4, 1),
          slogpf_case("none", pairs_none(2), 4, 1),
          slogpf_case("of_two", pairs_own(1), 2, 2),
          slogpf_case("of_six", pairs_own(1), 6, 1)};
}

INSTANTIATE_TEST_SUITE_P(determinants, Conformance, testing::ValuesIn(determinant_cases()), name_of);

// Matrices larger than a register, by the two ways of working on them; particles far apart, so that rows differ.
template <class T>
void expect_both_ways_agree(Isa isa, double allowed) {
  constexpr int particles = 20, walkers = 3;
  std::vector<double> results[2];
  for (const int row_wise_from : {1, 100}) {
    Graph graph(particles, 1);
    const Node x = graph.coordinates();
    const Node waves = sin(scale(linear("waves", {x, mean(x)}, 32), 20));  // far from linearly dependent
    const Node matrices = linear("orbitals", {waves}, 2 * particles);
    graph.output("amplitude", log_sum_exp(graph.add(slogdet_op, {matrices}, {.count = row_wise_from})));
    Executor<T> executor(graph, {.isa = isa});
    auto theta = graph.initial_parameters(3);
    for (double& p : theta) p += 0.3 * std::sin(1e4 * p);
    executor.set_parameters(theta);
    std::vector<double> y(walkers * particles), bar(theta);
    fill_normal({.seed = 1, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, y);
    for (std::size_t k = 0; k < y.size(); ++k) y[k] = 0.5 * static_cast<double>(k % particles) + 0.1 * y[k];
    auto psi = derivatives_at(executor, y);
    executor.gradient_pullback(y, psi.log_abs, psi.gradient, bar);
    auto& all = results[row_wise_from == 1];
    for (const auto* part : {&psi.log_abs, &psi.sign, &psi.gradient, &psi.laplacian, &bar}) {
      double most = 0;
      for (const double v : *part) most = std::max(most, std::abs(v));
      for (const double v : *part) all.push_back(v / most);
    }
  }
  for (std::size_t n = 0; n < results[0].size(); ++n) ASSERT_NEAR(results[0][n], results[1][n], allowed) << n;
}

TEST(Determinants, large_matrices_give_the_same_one_by_one_and_many_at_once) {
  for (const Isa isa : usable_isas()) expect_both_ways_agree<double>(isa, 1e-9);
}

}  // namespace
}  // namespace kato::test
