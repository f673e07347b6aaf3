// SPDX-License-Identifier: Apache-2.0
#include "observe/wave_shells.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "box_of.hpp"
#include "message.hpp"
#include "plane_wave_state.hpp"
#include "system/box.hpp"

namespace kato {
namespace {

TEST(WaveShells, add_the_waves_of_every_shell) {
  const double side = 1.7, x[] = {0.3, -2.1, 4.4};
  for (int d = 1; d <= 3; ++d) {
    const WaveShells shells(plane_waves_within(d, 20), side);
    std::vector<double> cosines(shells.waves(), 1.0), sines(shells.waves()), of_shell(shells.shells());
    shells.add(x, 0.5, cosines, sines);
    for (double& c : cosines) c -= 1;  // what was there before
    shells.add_means(cosines, of_shell);
    EXPECT_NEAR(of_shell[0], 0.5, 1e-14);  // k = 0
    const auto expected = waves_by_length(d, 20);
    ASSERT_EQ(shells.shells(), expected.size() + 1);
    std::size_t waves = 1;
    for (std::size_t s = 0; s < expected.size(); ++s) {
      double mean = 0;
      for (const auto& wave : expected[s]) {
        double phase = 0;
        for (std::size_t c = 0; c < wave.size(); ++c) phase += 2 * std::numbers::pi / side * wave[c] * x[c];
        mean += 0.5 * std::cos(phase) / static_cast<double>(expected[s].size());
      }
      EXPECT_NEAR(of_shell[s + 1], mean, 1e-13) << d << " " << s;
      EXPECT_NEAR(shells.wave_numbers()[s + 1], 2 * std::numbers::pi / side * std::sqrt(squared_length(expected[s][0])),
                  1e-12);
      waves += expected[s].size() / 2;
    }
    EXPECT_EQ(shells.waves(), waves);  // of each pair one
    for (std::size_t k = 0; k < waves; ++k) EXPECT_NEAR(std::hypot(cosines[k], sines[k]), 0.5, 1e-14);
  }
}

TEST(WaveShells, keep_the_sign_of_the_sine) {
  const WaveShells shells(std::vector<std::vector<int>>{{1, -2}}, 2 * std::numbers::pi);
  std::vector<double> cosine(1), sine(1);
  const double x[] = {0.3, 0.4};
  shells.add(x, 1, cosine, sine);
  EXPECT_NEAR(sine[0], std::sin(0.3 - 0.8), 1e-15);
  EXPECT_NEAR(cosine[0], std::cos(0.3 - 0.8), 1e-15);
}

TEST(WaveShells, reach_to_four_times_the_fermi_wave_number_or_to_what_is_said) {
  const double side = side_of_box(3, 14, FreeGas{3, 2}.density(1));  // k_F = 1
  const System system{box_of(3, {{"up", 7}, {"down", 7}}, side)};
  const double unit = 2 * std::numbers::pi / side;
  const auto usual = wave_shells_of(system, 0, "s");
  const int most = static_cast<int>(16 / (unit * unit));
  EXPECT_EQ(usual.shells(), waves_by_length(3, most).size() + 1);
  EXPECT_LE(usual.wave_numbers().back(), 4);
  EXPECT_EQ(wave_shells_of(system, 2 * unit, "s").shells(), 5u);  // n^2 = 0 .. 4, the last one by rounding
  EXPECT_EQ(wave_shells_of(system, 0.1 * unit, "s").shells(), 2u);
  const auto message = message_of([&] { wave_shells_of(system, 1000, "structure-factor"); });
  EXPECT_TRUE(has(message, "observable structure-factor: ", "extent = 1000", "too many", "smaller")) << message;
}

}  // namespace
}  // namespace kato
