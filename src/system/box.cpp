// SPDX-License-Identifier: Apache-2.0
#include "system/box.hpp"

#include <cmath>
#include <numbers>

namespace kato {
namespace {

constexpr double pi = std::numbers::pi;

// The volume of a ball of radius 1.
double ball(int dimensions) {
  constexpr double volumes[] = {2, pi, 4 * pi / 3};
  return volumes[dimensions - 1];
}

}  // namespace

// One particle of each component for every (2 pi)^d of the ball of radius k_F.
double FreeGas::density(double k) const { return components * ball(dimensions) * std::pow(k / (2 * pi), dimensions); }

double FreeGas::fermi_wave_number(double density) const {
  return 2 * pi * std::pow(density / (components * ball(dimensions)), 1.0 / dimensions);
}

double FreeGas::energy(double density, double hbar2_m) const {
  const double k = fermi_wave_number(density);
  return dimensions / (dimensions + 2.0) * 0.5 * hbar2_m * k * k;
}

FreeGas free_gas_of(const Matter& matter) { return {matter.dimensions, matter.species.size() > 1 ? 2 : 1}; }

double density_of_distance(int dimensions, double r_s) { return 1 / (ball(dimensions) * std::pow(r_s, dimensions)); }

double distance_of_density(int dimensions, double density) {
  return std::pow(ball(dimensions) * density, -1.0 / dimensions);
}

double side_of_box(int dimensions, int particles, double density) {
  return std::pow(particles / density, 1.0 / dimensions);
}

}  // namespace kato
