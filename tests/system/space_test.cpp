// SPDX-License-Identifier: Apache-2.0
#include "system/space.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace kato {
namespace {

const Space box{.kind = Space::box, .side = 2.5};

TEST(Space, a_box_sees_the_nearest_image_of_a_particle) {
  const std::array a{0.1, 2.4, 7.6}, b{2.4, 0.1, 0.0};
  std::array<double, 3> r{};
  box.separation(a.data(), b.data(), r);
  EXPECT_NEAR(r[0], 0.2, 1e-14);
  EXPECT_NEAR(r[1], -0.2, 1e-14);
  EXPECT_NEAR(r[2], 0.1, 1e-14);
  EXPECT_NEAR(box.squared_distance(a.data(), b.data(), 3), 0.04 + 0.04 + 0.01, 1e-14);
  Space{}.separation(a.data(), b.data(), r);
  EXPECT_EQ(r[2], 7.6);
}

TEST(Space, places_are_wrapped_into_the_box_and_stay_elsewhere) {
  std::vector<double> x{-0.1, 2.5, 7.6, 1.0, -1e-20}, same = x;
  box.wrap(x);
  EXPECT_NEAR(x[0], 2.4, 1e-15);
  EXPECT_EQ(x[1], 0);
  EXPECT_NEAR(x[2], 0.1, 1e-15);
  EXPECT_EQ(x[3], 1);
  for (const double each : x) EXPECT_TRUE(each >= 0 && each < 2.5);
  const auto before = same;
  Space{}.wrap(same);
  EXPECT_EQ(same, before);
}

// The sum over images of exp(-r^2/(2 s^2)) is the product of (sqrt(2 pi) s/L) sum_k exp(-(k s)^2/2) cos(k r), k = 2 pi
// n/L.
TEST(Space, the_images_of_a_gaussian_add_up_to_its_plane_waves) {
  const double s = 0.8, wave = 2 * std::numbers::pi / box.side;
  const std::array a{0.3, 1.1, -0.4}, b{1.9, 0.2, 6.0};
  for (int d = 1; d <= 3; ++d) {
    double images = 0, waves = 1;
    box.for_images(a.data(), b.data(), d, 4, [&](double square) { images += std::exp(-square / (2 * s * s)); });
    for (int c = 0; c < d; ++c) {
      double sum = 1;
      for (int n = 1; n < 12; ++n)
        sum += 2 * std::exp(-0.5 * std::pow(n * wave * s, 2)) * std::cos(n * wave * (a[c] - b[c]));
      waves *= std::sqrt(2 * std::numbers::pi) * s / box.side * sum;
    }
    EXPECT_NEAR(images, waves, 1e-13) << d;
  }
}

}  // namespace
}  // namespace kato
