// SPDX-License-Identifier: Apache-2.0
#include "sample/tiles.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "message.hpp"

namespace kato {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

TEST(Accepts, compares_the_squares_with_the_chance) {
  EXPECT_TRUE(accepts(1, 1.1, 0.999));
  EXPECT_TRUE(accepts(1, 0.5, std::exp(-1.0) - 1e-12));
  EXPECT_FALSE(accepts(1, 0.5, std::exp(-1.0) + 1e-12));
  EXPECT_TRUE(accepts(1, 0.5, 0.9, 1));  // the way back is proposed e times as often
}

TEST(Accepts, nobody_goes_where_the_wave_function_vanishes_and_all_leave) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double nowhere : {-infinite, infinite, nan}) {
    EXPECT_FALSE(accepts(1, nowhere, 0.5));
    EXPECT_FALSE(accepts(nowhere, nowhere, 0.5));
    EXPECT_TRUE(accepts(nowhere, -100, 0.5));
  }
}

TEST(Draws, are_one_stream_however_many_are_held_at_a_time) {
  constexpr int sweeps = 150;
  constexpr std::size_t normals = 3, chances = 5;
  const StreamKey stream{.seed = 4, .purpose = Purpose::test};
  std::vector<double> x(2), log_abs(2);
  const WalkerTile tile{.first = 7, .particles = 1, .dimensions = 1, .x = x, .labels = {}, .log_abs = log_abs};
  Draws draws(stream, tile, normals, chances, sweeps);
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    draws.begin(sweep);
    for (std::size_t w = 0; w < 2; ++w) {
      std::vector<double> z(normals * sweeps), u(chances * sweeps);
      fill_normal(stream, static_cast<std::uint32_t>(7 + w), 0, z);
      fill_uniform(stream, static_cast<std::uint32_t>(7 + w), normals * sweeps, u);  // an even number
      const auto at = static_cast<std::size_t>(sweep);
      for (std::size_t n = 0; n < normals; ++n) ASSERT_EQ(draws.normals(w)[n], z[at * normals + n]);
      for (std::size_t n = 0; n < chances; ++n) ASSERT_EQ(draws.chance(w, n), u[at * chances + n]);
    }
  }
}

TEST(StepWidth, of_a_sampler_is_in_its_state_and_must_be) {
  const auto sampler = registry().factory<Sampler>("metropolis")(
      Settings({{"width", 0.5}, {"target_acceptance", 0.5}, {"moved", std::int64_t{0}}}));
  EXPECT_TRUE(has(message_of([&] { sampler->restore({}); }), "metropolis", "no step width"));
  EXPECT_TRUE(has(message_of([&] { sampler->restore({{"width", {0.0}}}); }), "no step width"));
  sampler->restore({{"width", {0.25}}});
  EXPECT_EQ(sampler->state().at("width"), std::vector{0.25});
}

}  // namespace
}  // namespace kato
