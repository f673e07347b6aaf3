// SPDX-License-Identifier: Apache-2.0
#include "stats/grouped_means.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/error.hpp"
#include "stats/chains.hpp"

namespace kato {
namespace {

// x and x^2 + x y of two correlated numbers of every walker.
void add(GroupedMeans& means, std::span<const double> row, int threads = 1) {
  means.add_step(threads, [&](std::size_t w, std::span<double> sums) {
    sums[0] += row[w];
    sums[1] += 2 + row[w] * row[w];
  });
}

GroupedMeans collect(std::span<const double> table, std::size_t walkers, int threads = 1, std::size_t groups = 128) {
  GroupedMeans means(walkers, 2, groups);
  for (std::size_t n = 0; n < table.size(); n += walkers) add(means, table.subspan(n, walkers), threads);
  return means;
}

TEST(GroupedMeans, correlated_walkers_have_the_error_of_the_closed_form) {
  const double rho = 0.9;
  const std::size_t steps = 200, walkers = 512;
  const auto found = collect(ar1_table(rho, steps, walkers, 61), walkers).means();
  const double exact = ar1_error(rho, steps) / std::sqrt(walkers);
  EXPECT_LT(std::abs(found.mean[0]), five_sigma * exact);
  EXPECT_NEAR(found.std_err[0] / exact, 1, five_sigma / std::sqrt(2 * 127.0));  // of 128 groups
}

TEST(GroupedMeans, groups_of_unequal_size_have_an_unbiased_error) {
  // 1000 repetitions of 10 walkers in 4 groups of 2 or 3: the mean square error is 1/10 to 1000^(-1/2) sqrt(2/3).
  const auto table = ar1_table(0, 1000, 10, 62);
  double squares = 0;
  for (std::size_t n = 0; n < table.size(); n += 10)
    squares += std::pow(collect(std::span(table).subspan(n, 10), 10, 1, 4).means().std_err[0], 2) / 1000;
  EXPECT_NEAR(squares * 10, 1, five_sigma * std::sqrt(2 / 3.0 / 1000));
}

TEST(GroupedMeans, any_number_of_threads_gives_the_same_bits) {
  const auto table = ar1_table(0.5, 20, 100, 63);
  const auto one = collect(table, 100, 1).means(), three = collect(table, 100, 3).means();
  EXPECT_EQ(one.mean, three.mean);
  EXPECT_EQ(one.std_err, three.std_err);
}

TEST(GroupedMeans, appended_steps_and_walkers_are_as_one_stream) {
  const auto table = ar1_table(0.5, 40, 64, 64);
  const auto whole = collect(table, 64, 1, 32).means();
  auto early = collect(std::span(table).first(15 * 64), 64, 1, 32);
  early.append_steps(collect(std::span(table).subspan(15 * 64), 64, 1, 32));
  std::vector<double> left, right;
  for (std::size_t n = 0; n < table.size(); ++n) (n % 64 < 24 ? left : right).push_back(table[n]);
  auto some = collect(left, 24, 1, 12);
  some.append_walkers(collect(right, 40, 1, 20));
  for (const auto& merged : {early.means(), some.means()})
    for (std::size_t k = 0; k < 2; ++k) {
      EXPECT_NEAR(merged.mean[k], whole.mean[k], 1e-14);
      EXPECT_NEAR(merged.std_err[k], whole.std_err[k], 1e-14);
    }
  EXPECT_EQ(some.group_of(63), 31u);
  EXPECT_THROW(early.append_steps(collect(left, 24)), Error);
}

TEST(GroupedMeans, weights_count_as_often_as_they_say) {
  GroupedMeans weighted(2, 1), repeated(2, 1);
  for (const auto& [w, x, weight] : {std::tuple{0, 1.0, 3.0}, std::tuple{1, 4.0, 1.0}, std::tuple{0, 2.0, 1.0}}) {
    const auto group = static_cast<std::size_t>(w);
    weighted.sums(group)[0] += weight * x;
    weighted.add_weight(group, weight);
    for (int n = 0; n < static_cast<int>(weight); ++n) repeated.sums(group)[0] += x, repeated.add_weight(group, 1);
  }
  EXPECT_DOUBLE_EQ(weighted.means().mean[0], 9 / 5.0);
  EXPECT_EQ(weighted.means().std_err, repeated.means().std_err);
}

// The variance of y/x by linearisation, with the covariance: for y = 2 + x'^2 it differs from that without by much.
TEST(GroupedMeans, a_ratio_of_proportional_numbers_has_no_error_by_the_jackknife) {
  GroupedMeans means(100, 2);
  const auto row = ar1_table(0, 1, 100, 65);
  means.add_step(1, [&](std::size_t w, std::span<double> sums) {
    sums[0] += 5 + row[w];
    sums[1] += 10 + 2 * row[w];
  });
  const auto ratio = means.jackknife([](std::span<const double> m) { return std::vector{m[1] / m[0]}; });
  EXPECT_NEAR(ratio.mean[0], 2, 1e-14);
  EXPECT_LT(ratio.std_err[0], 1e-13);
  EXPECT_GT(means.means().std_err[0], 0.05);
  const auto same = means.jackknife([](std::span<const double> m) { return std::vector(m.begin(), m.end()); });
  EXPECT_NEAR(same.std_err[1], means.means().std_err[1], 1e-12);
}

TEST(GroupedMeans, a_single_walker_has_no_known_error) {
  GroupedMeans one(1, 2);
  EXPECT_THROW(one.means(), Error);
  add(one, std::vector{3.0});
  EXPECT_EQ(one.means().mean[0], 3);
  EXPECT_TRUE(std::isinf(one.means().std_err[0]));
  EXPECT_THROW(GroupedMeans(0, 1), Error);
}

}  // namespace
}  // namespace kato
