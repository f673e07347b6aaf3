// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <numbers>

#include "observe/exact_pair.hpp"
#include "observe/sampled.hpp"
#include "species_state.hpp"

namespace kato {
namespace {

TEST(RadialDensity, counts_particles_by_the_volume_of_shells) {
  for (const int d : {1, 2, 3}) {
    System system;
    system.particles = 1;
    system.dimensions = d;
    const auto observable =
        make_observable("radial-density", system, 2, Settings({{"bins", std::int64_t{2}}, {"extent", 2.0}}));
    std::vector<double> x(static_cast<std::size_t>(2 * d));
    x.front() = 1.5;
    x.back() = -0.25;
    observable->measure({.x = x, .particles = 1, .dimensions = d}, {});
    const auto curve = observable->result();
    EXPECT_EQ(curve.x, (std::vector{0.5, 1.5}));
    const double inner = d == 1 ? 2 : d == 2 ? std::numbers::pi : 4 * std::numbers::pi / 3;
    EXPECT_NEAR(curve.mean[0], 0.5 / inner, 1e-14);
    EXPECT_NEAR(curve.mean[1], 0.5 / (inner * (std::pow(2, d) - 1)), 1e-14);
  }
}

TEST(RadialDensity, in_one_dimension_is_the_mean_of_both_sides) {
  const ExactPair pair;
  System system;
  system.particles = 2;
  const auto radial =
      make_observable("radial-density", system, 500, Settings({{"bins", std::int64_t{12}}, {"extent", 3.0}}));
  const auto both = make_observable("density", system, 500, Settings({{"bins", std::int64_t{24}}, {"extent", 3.0}}));
  const auto r = pair.measured(*radial, 500, 5).at(""), x = pair.measured(*both, 500, 5).at("");
  for (std::size_t bin = 0; bin < 12; ++bin)
    EXPECT_NEAR(r.mean[bin], 0.5 * (x.mean[12 + bin] + x.mean[11 - bin]), 1e-12);
}

TEST(RadialDensity, may_be_measured_from_the_centre_of_mass_and_of_each_species) {
  const auto observable =
      make_observable("radial-density", spin_trap(1, 1), 2,
                      Settings({{"bins", std::int64_t{2}}, {"extent", 2.0}, {"centre", std::string("mass")}}));
  observable->measure({.x = std::vector<double>{10, 13, 20, 23}, .particles = 2, .dimensions = 1}, {});
  const auto found = observable->results();
  EXPECT_NEAR(found.at("").mean[1], 1, 1e-14);  // 1.5 from the centre
  EXPECT_EQ(found.at("").mean[0], 0);
  EXPECT_NEAR(found.at("down").mean[1], 0.5, 1e-14);
}

}  // namespace
}  // namespace kato
