// SPDX-License-Identifier: Apache-2.0
#include "observe/displacement.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "analytic_psi.hpp"

namespace kato {
namespace {

void draw(Displacement& displacement, Amplitude& psi, const WalkerView& walkers) {
  const auto values = values_of(psi, walkers);
  displacement.draw(walkers, {.psi = &psi, .values = values, .stream = {.seed = 1}});
}

// psi = x_0 - x_1 of two particles: the ratios follow by hand.
TEST(Displacement, puts_every_particle_of_a_walker_to_the_same_place) {
  AnalyticPsi psi([](const WalkerView& walker) { return log_psi(walker.x[0] - walker.x[1]); });
  const std::size_t count = 600;  // more than a block
  std::vector<double> x;
  for (std::size_t w = 0; w < count; ++w) x.insert(x.end(), {1, w % 2 == 0 ? -1.0 : 3.0});
  double square = 0;
  for (const double v : x) square += v * v / static_cast<double>(x.size());
  const double width = 1.5 * std::sqrt(square);
  Displacement displacement;
  draw(displacement, psi, {.x = x, .particles = 2, .dimensions = 1});
  double mean = 0, variance = 0;
  for (std::size_t w = 0; w < count; ++w) {
    const double place = displacement.place(w)[0];
    const double density = std::exp(-0.5 * place * place / (width * width)) / (std::sqrt(2 * std::numbers::pi) * width);
    const double value = x[2 * w] - x[2 * w + 1];
    EXPECT_NEAR(displacement.ratio(w, 0) * value * density / (place - x[2 * w + 1]), 1, 1e-10);
    EXPECT_NEAR(displacement.ratio(w, 1) * value * density / (x[2 * w] - place), 1, 1e-10);
    mean += place / count;
    variance += place * place / count;
  }
  EXPECT_LT(std::abs(mean), 5 * width / std::sqrt(600.0));
  EXPECT_NEAR(variance / (width * width), 1, 5 * std::sqrt(2 / 600.0));
}

// Everywhere in the box alike, whatever the walkers: w = 1/L^d.
TEST(Displacement, in_a_box_is_uniform) {
  AnalyticPsi psi([](const WalkerView& walker) { return log_psi(2 + std::cos(std::numbers::pi * walker.x[1])); });
  const std::size_t count = 2000;
  std::vector<double> x;
  for (std::size_t w = 0; w < count; ++w) x.insert(x.end(), {17, 0.5});
  Displacement displacement(Space{.kind = Space::box, .side = 2});
  draw(displacement, psi, {.x = x, .particles = 1, .dimensions = 2});
  for (std::size_t c = 0; c < 2; ++c) {
    double mean = 0, square = 0;
    for (std::size_t w = 0; w < count; ++w) {
      const double place = displacement.place(w)[c];
      EXPECT_TRUE(place >= 0 && place < 2);
      mean += place / count;
      square += place * place / count;
    }
    EXPECT_LT(std::abs(mean - 1), 5.5 * std::sqrt(1.0 / 3 / count));
    EXPECT_LT(std::abs(square - 4.0 / 3), 5.5 * std::sqrt(64.0 / 45 / count));
  }
  for (std::size_t w = 0; w < count; ++w)
    EXPECT_NEAR(displacement.ratio(w, 0), 4 * (2 + std::cos(std::numbers::pi * displacement.place(w)[1])) / 2, 1e-12);
}

// psi = x_i of the one whose label is 1: moving the other one changes nothing.
TEST(Displacement, leaves_labels_where_they_are) {
  AnalyticPsi psi([](const WalkerView& walker) { return log_psi(walker.x[walker.labels[0] == 1 ? 0 : 1]); });
  const std::vector<double> x{0.5, 2, -1, 0.25};
  const std::vector<LabelValue> labels{1, 0, 0, 1};
  Displacement displacement;
  draw(displacement, psi, {.x = x, .particles = 2, .dimensions = 1, .labels = labels});
  for (std::size_t w = 0; w < 2; ++w) {
    const std::size_t moves = w, stays = 1 - w;
    const double from = x[2 * w + moves], to = displacement.place(w)[0];
    EXPECT_NEAR(displacement.ratio(w, moves) / displacement.ratio(w, stays), to / from, 1e-12) << w;
  }
}

// Where ln|psi| has no number, two hard cores overlap, and psi is zero.
TEST(Displacement, a_place_within_a_hard_core_has_no_weight) {
  AnalyticPsi psi([](const WalkerView& walker) {
    return LogPsi{std::log(std::abs(walker.x[0] - walker.x[1]) - 1), 1};
  });
  std::vector<double> x;
  for (int w = 0; w < 100; ++w) x.insert(x.end(), {-1.5, 1.5});
  Displacement displacement;
  draw(displacement, psi, {.x = x, .particles = 2, .dimensions = 1});
  int inside = 0;
  for (std::size_t w = 0; w < 100; ++w) {
    const bool overlap = std::abs(displacement.place(w)[0] - 1.5) < 1;
    inside += overlap;
    EXPECT_EQ(displacement.ratio(w, 0) == 0, overlap);
    EXPECT_TRUE(std::isfinite(displacement.ratio(w, 0)));
  }
  EXPECT_GT(inside, 5);
}

}  // namespace
}  // namespace kato
