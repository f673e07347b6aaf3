// SPDX-License-Identifier: Apache-2.0
#include "exec/executor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "ansatz/ansatz.hpp"
#include "base/random.hpp"
#include "evaluated.hpp"
#include "graph/build.hpp"
#include "message.hpp"
#include "settings.hpp"

namespace kato {
namespace {

constexpr int particles = 5;
constexpr std::size_t walkers = 300;

const Graph& graph() {
  static const Graph made = registry().factory<Ansatz>("equivariant-slater")(
      {.count = particles, .dimensions = 1},
      default_settings("ansatz", "equivariant-slater",
                       Settings({{"hidden", std::int64_t{24}}, {"determinants", std::int64_t{2}}})));
  return made;
}

std::vector<double> positions() {
  std::vector<double> x(walkers * particles);
  fill_normal({.seed = 2, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, x);
  return x;
}

template <class T>
Executor<T> executor(ExecutorOptions options = {}) {
  Executor<T> psi(graph(), options);
  psi.set_parameters(graph().initial_parameters(4));
  return psi;
}

template <class T>
Evaluated derivatives(Executor<T>& psi) {
  return derivatives_at(psi, positions());
}

double relative(double a, double b) { return std::abs(a - b) / std::max(1.0, std::abs(b)); }

TEST(Executor, gives_the_same_bits_for_any_number_of_threads) {
  auto one = executor<double>({.threads = 1}), three = executor<double>({.threads = 3});
  const auto a = derivatives(one), b = derivatives(three);
  EXPECT_EQ(a.log_abs, b.log_abs);
  EXPECT_EQ(a.gradient, b.gradient);
  EXPECT_EQ(a.laplacian, b.laplacian);
  std::vector<double> seed(walkers), bar_one(graph().parameter_count()), bar_three(bar_one.size());
  std::iota(seed.begin(), seed.end(), -100.0);
  one.pullback(positions(), seed, bar_one);
  three.pullback(positions(), seed, bar_three);
  EXPECT_EQ(bar_one, bar_three);
}

TEST(Executor, lane_blocks_of_any_size_give_the_same_derivatives) {
  auto whole = executor<double>({.tile = {.walkers = 16, .block_particles = particles}});
  const auto expected = derivatives(whole);
  for (const int block : {1, 2, 3}) {
    auto psi = executor<double>({.tile = {.walkers = 7, .block_particles = block}});
    const auto found = derivatives(psi);
    for (std::size_t n = 0; n < expected.gradient.size(); ++n)
      EXPECT_LT(relative(found.gradient[n], expected.gradient[n]), 1e-9);
    for (std::size_t w = 0; w < walkers; ++w) EXPECT_LT(relative(found.laplacian[w], expected.laplacian[w]), 1e-9);
  }
}

// Orders of summation differ: rounding times the condition of the matrices of a random start, 1e8 in the second
// derivative.
TEST(Executor, instruction_sets_agree_to_rounding) {
  auto portable = executor<double>({.isa = Isa::portable});
  const auto expected = derivatives(portable);
  for (const Isa isa : usable_isas()) {
    auto psi = executor<double>({.isa = isa});
    const auto found = derivatives(psi);
    EXPECT_EQ(found.sign, expected.sign);
    for (std::size_t n = 0; n < expected.gradient.size(); ++n)
      EXPECT_LT(relative(found.gradient[n], expected.gradient[n]), 1e-6);
    for (std::size_t w = 0; w < walkers; ++w) EXPECT_LT(relative(found.laplacian[w], expected.laplacian[w]), 1e-6);
  }
}

TEST(Executor, a_pullback_is_the_weighted_sum_of_jacobian_rows) {
  auto psi = executor<double>();
  const std::size_t parameters = graph().parameter_count();
  std::vector<double> seed(walkers), bar(parameters), rows(walkers * parameters), sum(parameters);
  fill_normal({.seed = 9, .stage = 0, .step = 0, .purpose = Purpose::test}, 1, 0, seed);
  psi.pullback(positions(), seed, bar);
  psi.jacobian(positions(), rows);
  for (std::size_t w = 0; w < walkers; ++w)
    for (std::size_t p = 0; p < parameters; ++p) sum[p] += seed[w] * rows[w * parameters + p];
  for (std::size_t p = 0; p < parameters; ++p) EXPECT_LT(relative(bar[p], sum[p]), 1e-10);
}

TEST(Executor, a_jacobian_row_is_the_derivative_by_each_parameter) {
  auto psi = executor<double>();
  const auto x = positions();
  const std::span<const double> few(x.data(), 4 * particles);
  const auto theta = graph().initial_parameters(4);
  std::vector<double> rows(4 * theta.size());
  psi.jacobian(few, rows);
  const double h = 1e-5;
  for (std::size_t p = 0; p < theta.size(); p += 17) {
    auto moved = theta;
    moved[p] = theta[p] + h;
    psi.set_parameters(moved);
    const auto up = values_at(psi, few).log_abs;
    moved[p] = theta[p] - h;
    psi.set_parameters(moved);
    const auto down = values_at(psi, few).log_abs;
    for (std::size_t w = 0; w < 4; ++w)
      EXPECT_LT(relative((up[w] - down[w]) / (2 * h), rows[w * theta.size() + p]), 1e-6);
  }
}

TEST(Executor, a_gradient_seed_pulls_back_the_derivative_of_the_gradient) {
  auto psi = executor<double>({.tile = {.walkers = 3, .block_particles = 2}});
  const auto x = positions();
  const std::span<const double> few(x.data(), 4 * particles);
  const auto theta = graph().initial_parameters(4);
  std::vector<double> seed{0.3, -1, 0.2, 2}, along(4 * particles), bar(theta.size());
  fill_normal({.seed = 5, .stage = 0, .step = 0, .purpose = Purpose::test}, 0, 0, along);
  psi.gradient_pullback(few, seed, along, bar);
  const auto objective = [&](const std::vector<double>& parameters) {
    psi.set_parameters(parameters);
    const auto found = derivatives_at(psi, few);
    return std::inner_product(seed.begin(), seed.end(), found.log_abs.begin(), 0.0) +
           std::inner_product(along.begin(), along.end(), found.gradient.begin(), 0.0);
  };
  const double h = 1e-5;
  for (std::size_t p = 0; p < theta.size(); p += 23) {
    auto moved = theta;
    moved[p] = theta[p] + h;
    const double up = objective(moved);
    moved[p] = theta[p] - h;
    EXPECT_LT(relative((up - objective(moved)) / (2 * h), bar[p]), 1e-5);
  }
}

// Every pullback with some parameters frozen, and the entries of the trainable ones of that without.
struct Pullbacks {
  std::vector<double> plain, seeded_gradient, jacobian, orbitals, of_amplitude;
};

template <class T>
Pullbacks pullbacks(const Graph& some_frozen) {
  Executor<T> psi(some_frozen, {.tile = {.walkers = 16, .block_particles = 2}});
  psi.set_parameters(graph().initial_parameters(4));
  const std::size_t count = some_frozen.trainable_count();
  std::vector<double> seed(walkers), along(walkers * particles), on_orbitals(walkers * particles * 2 * particles);
  for (auto* numbers : {&seed, &along, &on_orbitals})
    fill_normal({.seed = 6, .stage = 0, .step = 0, .purpose = Purpose::test}, 1, 0, *numbers);
  Pullbacks bars{std::vector<double>(count), std::vector<double>(count), std::vector<double>(walkers * count),
                 std::vector<double>(count), std::vector<double>(walkers * count)};
  psi.pullback(positions(), seed, bars.plain);
  psi.gradient_pullback(positions(), seed, along, bars.seeded_gradient);
  psi.jacobian(positions(), bars.jacobian);
  psi.output_pullback("orbitals", positions(), on_orbitals, bars.orbitals);
  psi.output_jacobian("amplitude", 0, positions(), bars.of_amplitude);
  return bars;
}

// The entries of `rows` [n, P] that belong to trainable parameters [n, P_t].
std::vector<double> trainable_entries(const std::vector<double>& rows, const Graph& some_frozen) {
  std::vector<double> entries;
  for (std::size_t row = 0; row < rows.size(); row += some_frozen.parameter_count())
    for (const auto& p : some_frozen.parameters())
      if (p.trainable)
        entries.insert(entries.end(), rows.begin() + static_cast<std::ptrdiff_t>(row + p.offset),
                       rows.begin() + static_cast<std::ptrdiff_t>(row + p.offset + p.size));
  return entries;
}

template <class T>
void check_frozen(std::initializer_list<std::string> frozen) {
  Graph some_frozen = graph();
  some_frozen.freeze([&](const Parameter& p) { return std::ranges::count(frozen, p.name) > 0; });
  ASSERT_LT(some_frozen.trainable_count(), graph().parameter_count());
  const auto found = pullbacks<T>(some_frozen), all = pullbacks<T>(graph());
  EXPECT_EQ(found.plain, trainable_entries(all.plain, some_frozen));
  EXPECT_EQ(found.seeded_gradient, trainable_entries(all.seeded_gradient, some_frozen));
  EXPECT_EQ(found.jacobian, trainable_entries(all.jacobian, some_frozen));
  EXPECT_EQ(found.orbitals, trainable_entries(all.orbitals, some_frozen));
  EXPECT_EQ(found.of_amplitude, found.jacobian);
}

TEST(Executor, derivatives_with_frozen_parameters_are_the_entries_of_the_others) {
  check_frozen<double>({"layer1.weight", "layer1.bias", "layer2.weight", "layer2.bias"});
  check_frozen<double>({"layer1.bias", "orbitals.weight"});
  check_frozen<double>({"layer2.weight", "orbitals.weight", "orbitals.bias", "envelope.width"});
  check_frozen<float>({"layer1.weight", "layer1.bias", "envelope.width"});
}

TEST(Executor, with_all_parameters_frozen_no_derivative_is_left) {
  Graph all_frozen = graph();
  all_frozen.freeze([](const Parameter&) { return true; });
  const auto bars = pullbacks<double>(all_frozen);
  EXPECT_TRUE(bars.plain.empty() && bars.jacobian.empty() && bars.of_amplitude.empty());
}

// y_f = sum_i x_i V_f + c_f: the derivative by V_f is the sum of the places, by the other column nothing.
TEST(Executor, the_jacobian_of_an_output_is_that_of_the_trainable_parameters) {
  Graph linear_map(2, 1);
  const Node row = sum(linear_map.coordinates());
  const int frozen = linear_map.parameter("frozen", {1, 3}, {.spread = 1}),
            weight = linear_map.parameter("weight", {3, 2}, {.spread = 1}),
            bias = linear_map.parameter("bias", {2}, {.spread = 1});
  linear_map.output("y", linear({linear({row}, 3, frozen)}, 2, weight, bias));
  linear_map.freeze([](const Parameter& p) { return p.name == "frozen"; });
  Executor<double> executor(linear_map);
  const auto theta = linear_map.initial_parameters(1);
  executor.set_parameters(theta);
  const std::vector<double> x{0.5, 1.25, -2, 0.25};
  std::vector<double> rows(2 * 8);
  executor.output_jacobian("y", 1, x, rows);
  for (std::size_t w = 0; w < 2; ++w) {
    const double place = x[2 * w] + x[2 * w + 1];
    std::vector<double> expected(8);
    for (std::size_t k = 0; k < 3; ++k) expected[2 * k + 1] = theta[k] * place;
    expected[7] = 1;
    for (std::size_t p = 0; p < 8; ++p) EXPECT_NEAR(rows[8 * w + p], expected[p], 1e-14) << p;
  }
}

TEST(Executor, an_amplitude_is_a_logarithm_and_a_sign) {
  Graph orbitals(2, 1);
  orbitals.output("amplitude", orbitals.coordinates());
  EXPECT_TRUE(has(message_of([&] { Executor<double> psi(orbitals); }), "'amplitude' needs one row of two numbers"));
}

TEST(Executor, floats_agree_with_doubles_to_their_precision) {
  auto narrow = executor<float>();
  auto wide = executor<double>();
  const auto log_narrow = values_at(narrow, positions()).log_abs, log_wide = values_at(wide, positions()).log_abs;
  std::vector<double> differences;
  for (std::size_t w = 0; w < walkers; ++w) differences.push_back(std::abs(log_narrow[w] - log_wide[w]));
  std::ranges::sort(differences);
  // Rounding times the condition of the matrices, which is some 1e4 for most walkers of a random start.
  EXPECT_LT(differences[walkers / 2], 1e-3);
  EXPECT_GT(differences[walkers / 2], 1e-8);
}

TEST(Executor, what_the_ops_cost_is_told_once_and_by_the_way_of_evaluating) {
  auto psi = executor<double>({.threads = 2});
  const auto x = positions();
  std::vector<double> seed(walkers, 1.0), bar(graph().parameter_count());
  values_at(psi, x);
  double value = 0;
  for (const auto& cost : psi.take_costs()) {
    EXPECT_TRUE(cost.evaluation == Evaluation::value && !cost.backward) << cost.op;
    if (cost.op == "linear") value += cost.ticks;
  }
  EXPECT_GT(value, 0);
  EXPECT_TRUE(psi.take_costs().empty());
  psi.pullback(x, seed, bar);
  double forward = 0, backward = 0;
  for (const auto& cost : psi.take_costs()) {
    EXPECT_EQ(cost.evaluation, Evaluation::value_pullback);
    (cost.backward ? backward : forward) += cost.ticks;
  }
  EXPECT_GT(forward, 0);
  EXPECT_GT(backward, 0);
}

TEST(Executor, names_the_node_and_the_walker_that_are_not_finite) {
  auto psi = executor<double>();
  auto x = positions();
  EXPECT_FALSE(psi.find_nonfinite(x).has_value());
  x[3 * particles + 1] = std::numeric_limits<double>::quiet_NaN();
  const auto found = psi.find_nonfinite(x);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->walker, 3u);
  EXPECT_EQ(found->op, "coordinates");
}

// The second derivative of sqrt(x) overflows at 1e-220; its value and its slope do not.
TEST(Executor, names_the_node_whose_laplacian_alone_is_not_finite) {
  Graph half_line(1, 1);
  const Node x = half_line.coordinates(), root = sqrt(x);
  half_line.output("amplitude", slogdet(root * exp(scale(x, -1))));
  Executor<double> psi(half_line);
  psi.set_parameters({});
  EXPECT_FALSE(psi.find_nonfinite(std::vector<double>{1.0, 1e-100, 3.0}).has_value());
  const auto found = psi.find_nonfinite(std::vector<double>{1.0, 3.0, 1e-220});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->node, root.id);
  EXPECT_EQ(found->walker, 2u);
}

}  // namespace
}  // namespace kato
