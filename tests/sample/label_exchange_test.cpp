// SPDX-License-Identifier: Apache-2.0
#include "sample/label_exchange.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <vector>

#include "analytic_psi.hpp"
#include "settings.hpp"
#include "system/matter.hpp"

namespace kato {
namespace {

StreamKey stream(std::uint32_t step) { return {.seed = 5, .stage = 0, .step = step, .purpose = Purpose::test}; }

const Matter spins{.particles = 4, .labels = {{"spin", {1, 1, -1, -1}}, {"isospin", {1, -1, -1, -1}}}};

// psi = exp(-x^2/2) times a number of the labels' order.
double factor(std::span<const LabelValue> labels) {
  double number = 1;
  for (std::size_t i = 0; i < 4; ++i)
    number +=
        0.13 * static_cast<double>(i) * labels[2 * i] + 0.21 * static_cast<double>(i * i) * (labels[2 * i + 1] > 0);
  return number;
}

double psi_of(std::span<const double> x, std::span<const LabelValue> labels) {
  double square = 0;
  for (const double each : x) square += each * each;
  return std::exp(-0.5 * square) * factor(labels);
}

std::unique_ptr<Sampler> sampler(const char* kind) {
  return registry().factory<Sampler>(kind)(default_settings("sampler", kind));
}

using Order = std::vector<LabelValue>;
Order order_of(const Walkers& walkers, std::size_t w) {
  const auto labels = walkers.view().labels_of(w);
  return {labels.begin(), labels.end()};
}

TEST(LabelExchange, walkers_follow_the_square_of_psi_in_their_labels_and_keep_the_values) {
  AnalyticPsi psi(of_places_and_labels(psi_of));
  const auto metropolis = sampler("metropolis");
  auto walkers = first_walkers(spins, 24000, 1, 0, 1);
  const auto report = metropolis->sweep(psi, walkers, stream(0), 30, false);
  ASSERT_EQ(report.moves.size(), 3u);
  for (const auto& [name, acceptance] : report.moves) {
    EXPECT_GT(acceptance, 0.1) << name;
    EXPECT_LT(acceptance, 1) << name;
  }
  std::map<Order, double> met;
  for (std::size_t w = 0; w < walkers.count(); ++w) met[order_of(walkers, w)] += 1;
  ASSERT_EQ(met.size(), 24u);  // 6 orders of spins, 4 of isospins
  double norm = 0;
  for (const auto& [order, count] : met) norm += std::pow(factor(order), 2);
  for (const auto& [order, count] : met) {
    const double expected = 24000 * std::pow(factor(order), 2) / norm;
    EXPECT_NEAR(count, expected, 6 * std::sqrt(expected));
  }
}

// One kind of label alone: a sweep of several moves, each of which is balanced, is not. From walkers that follow
// |psi|^2 as many go from one order to another as come back.
TEST(LabelExchange, is_proposed_alike_both_ways) {
  const Matter three_kinds{.particles = 5, .labels = {{"flavour", {0, 0, 1, 1, 2}}}};
  const auto number = [](std::span<const LabelValue> labels) {
    double sum = 2;
    for (std::size_t i = 0; i < 5; ++i) sum += 0.3 * static_cast<double>(i) * labels[i];
    return sum;
  };
  AnalyticPsi psi(of_places_and_labels(
      [&](std::span<const double>, std::span<const LabelValue> labels) { return number(labels); }));
  auto walkers = first_walkers(three_kinds, 60000, 1, 0, 2);
  sampler("metropolis")->sweep(psi, walkers, stream(0), 60, false);
  const auto before = walkers;
  sampler("metropolis")->sweep(psi, walkers, stream(1), 1, false);
  std::map<std::pair<Order, Order>, double> went;
  for (std::size_t w = 0; w < walkers.count(); ++w)
    if (order_of(before, w) != order_of(walkers, w)) went[{order_of(before, w), order_of(walkers, w)}] += 1;
  ASSERT_GT(went.size(), 100u);
  for (const auto& [orders, count] : std::map(went)) {
    const double back = went[{orders.second, orders.first}];
    EXPECT_LT(std::abs(count - back), 6 * std::sqrt(count + back) + 1);
  }
}

TEST(LabelExchange, nothing_moves_where_all_labels_are_the_same_and_places_go_on) {
  AnalyticPsi psi(of_places_and_labels(
      [](std::span<const double> x, std::span<const LabelValue>) { return std::exp(-x[0] * x[0]); }));
  auto walkers = first_walkers({.particles = 1, .labels = {{"spin", {1}}}}, 50, 1, 0, 3);
  const auto before = walkers;
  sampler("metropolis")->sweep(psi, walkers, stream(0), 20, false);
  EXPECT_EQ(walkers.labels, before.labels);
  EXPECT_NE(walkers.x, before.x);
}

TEST(LabelExchange, walkers_without_labels_move_as_if_there_were_no_such_move) {
  AnalyticPsi psi(of_places_and_labels(
      [](std::span<const double> x, std::span<const LabelValue>) { return std::exp(-x[0] * x[0]); }));
  auto walkers = first_walkers({.particles = 1}, 50, 1, 0, 3);
  const auto report = sampler("metropolis")->sweep(psi, walkers, stream(0), 20, false);
  EXPECT_EQ(report.moves.size(), 1u);
}

}  // namespace
}  // namespace kato
