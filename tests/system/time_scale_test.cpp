// SPDX-License-Identifier: Apache-2.0
#include "system/time_scale.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "base/registry.hpp"
#include "box_of.hpp"
#include "settings.hpp"
#include "system/box.hpp"

namespace kato {
namespace {

System gas(int each, int dimensions, double r_s, bool charges) {
  const double density = density_of_distance(dimensions, r_s);
  System system{box_of(dimensions, {{"up", each}, {"down", each}}, std::pow(2 * each / density, 1.0 / dimensions))};
  if (charges)
    system.interactions.push_back({"interaction", registry().factory<Interaction>("coulomb")(
                                                      system, default_settings("interaction", "coulomb"))});
  return system;
}

TEST(TimeScale, in_a_box_it_depends_on_the_density_and_not_on_the_number_of_particles) {
  EXPECT_NEAR(time_scale(gas(7, 3, 5, true)), time_scale(gas(27, 3, 5, true)), 1e-12);
  EXPECT_NEAR(time_scale(gas(1, 1, 2, false)), time_scale(gas(5, 1, 2, false)), 1e-12);
}

TEST(TimeScale, a_dense_gas_has_its_fermi_energy_and_a_dilute_one_of_charges_its_plasmon) {
  const double fermi = std::cbrt(9 * std::numbers::pi / 4);  // k_F r_s
  const double dense = 0.001, dilute = 1e5;
  EXPECT_NEAR(time_scale(gas(7, 3, dense, true)), std::pow(dense / fermi, 2), 0.03 * std::pow(dense / fermi, 2));
  const double plasmon = std::sqrt(3 / std::pow(dilute, 3));
  EXPECT_NEAR(time_scale(gas(7, 3, dilute, true)) * plasmon, 1, 0.03);
  EXPECT_NEAR(time_scale(gas(7, 3, dilute, false)), std::pow(dilute / fermi, 2), 1e-9 * dilute * dilute);
  const double plane = std::sqrt(2) / dilute;  // k_F: omega^2 = 2 pi n k_F, n = 1/(pi r_s^2)
  EXPECT_NEAR(time_scale(gas(5, 2, dilute, true)), 1 / (plane * plane + std::sqrt(2 * plane) / dilute),
              1e-9 * dilute * dilute);
}

TEST(TimeScale, a_trap_has_one_over_omega) {
  System system;
  system.particles = 2;
  EXPECT_EQ(time_scale(system), system.length() * system.length());
}

}  // namespace
}  // namespace kato
