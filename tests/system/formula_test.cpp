// SPDX-License-Identifier: Apache-2.0
#include "system/formula.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/threads.hpp"
#include "message.hpp"

namespace kato {
namespace {

double value_of(const std::string& text, double r, const NamedNumbers& numbers = {}) {
  const Formula formula("test", text, {"r"}, numbers);
  Formula::Evaluation evaluation(formula);
  *evaluation.variables() = r;
  return evaluation.value();
}

std::string problem_of(const std::string& text, const NamedNumbers& numbers = {}) {
  return message_of([&] { value_of(text, 1, numbers); });
}

TEST(Formula, is_the_number_that_it_says) {
  EXPECT_DOUBLE_EQ(value_of("2 * r^2 - 1", 3), 17);
  EXPECT_DOUBLE_EQ(value_of("depth * exp(-(r / width)^2)", 0.5, {{"depth", -3}, {"width", 2}}), -3 * std::exp(-0.0625));
  EXPECT_DOUBLE_EQ(value_of("r < 1 ? 4 : sqrt(r)", 0.5), 4);
  EXPECT_DOUBLE_EQ(value_of("r < 1 ? 4 : sqrt(r)", 9), 3);
  EXPECT_DOUBLE_EQ(value_of("cos(pi * r) + ln(e)", 1), 0);
  EXPECT_DOUBLE_EQ(value_of("1.5e-1 * r", 2), 0.3);
}

TEST(Formula, minus_and_powers_bind_as_in_print) {
  EXPECT_DOUBLE_EQ(value_of("-r^2", 3), -9);
  EXPECT_DOUBLE_EQ(value_of("2^r^2", 3), 512);
  EXPECT_DOUBLE_EQ(value_of("1 / 2 / r", 4), 0.125);
}

TEST(Formula, named_numbers_may_take_the_names_of_constants) {
  EXPECT_DOUBLE_EQ(value_of("e * r", 2, {{"e", 10}}), 20);
}

TEST(Formula, a_name_that_is_not_known_is_named_with_the_nearest) {
  EXPECT_TRUE(has(problem_of("depht * r", {}), "test: 'depht' in \"depht * r\" is unknown"));
  EXPECT_TRUE(has(problem_of("exq(r)"), "'exq'", "did you mean 'exp'?"));
}

TEST(Formula, what_is_no_expression_says_why) {
  EXPECT_TRUE(has(problem_of("exp(-r"), "\"exp(-r\" is no formula: Missing parenthesis"));
  EXPECT_TRUE(has(problem_of("r * * 2"), "is no formula"));
  EXPECT_TRUE(has(problem_of(" "), "the formula is empty"));
  EXPECT_TRUE(has(problem_of("1,5 * r"), "2 expressions", "a point, not a comma"));
}

TEST(Formula, assigns_nothing) {
  EXPECT_TRUE(has(problem_of("r = 2"), "'=' at place 3", "would assign"));
  EXPECT_DOUBLE_EQ(value_of("r == 2 ? 1 : 0", 2), 1);
  EXPECT_DOUBLE_EQ(value_of("r <= 2 ? 1 : 0", 2), 1);
  EXPECT_DOUBLE_EQ(value_of("r != 2 ? 1 : 0", 2), 0);
}

TEST(Formula, parameters_that_cannot_be_meant_are_refused) {
  EXPECT_TRUE(has(problem_of("r", {{"depth", 1}}), "parameter 'depth' does not occur in \"r\""));
  EXPECT_TRUE(has(problem_of("r", {{"r", 1}}), "parameter 'r' has the name of a coordinate"));
  EXPECT_TRUE(has(problem_of("r", {{"2a", 1}}), "parameter '2a' cannot stand in a formula"));
}

TEST(Formula, says_which_names_it_uses) {
  const Formula formula("test", "2e1 * exp(-x^2) + y_1", {"x", "y_1", "e1"}, {});
  EXPECT_TRUE(formula.uses("x"));
  EXPECT_TRUE(formula.uses("y_1"));
  EXPECT_FALSE(formula.uses("y"));
  EXPECT_FALSE(formula.uses("e1"));
}

TEST(Formula, threads_do_not_see_one_another) {
  const Formula formula("test", "r^2 + 1", {"r"}, {});
  std::vector<double> found(4000);
  parallel_for(found.size(), 4, [&](std::size_t n, int) {
    Formula::Evaluation evaluation(formula);
    *evaluation.variables() = static_cast<double>(n);
    found[n] = evaluation.value();
  });
  for (std::size_t n = 0; n < found.size(); ++n) EXPECT_EQ(found[n], static_cast<double>(n * n) + 1);
}

}  // namespace
}  // namespace kato
