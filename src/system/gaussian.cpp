// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>

#include "system/pair_potential.hpp"

namespace kato {
namespace {

// V(r) = strength / (sqrt(2 pi) range)^d exp(-r^2 / (2 range^2)): its integral is the strength.
PairFunction gaussian(const Matter& matter, const Settings& settings) {
  const double range = settings.real("range"), exponent = -0.5 / (range * range);
  return {.factor = settings.real("strength") * std::pow(std::sqrt(2 * std::numbers::pi) * range, -matter.dimensions),
          .shape = [exponent](double square, int, int) { return std::exp(exponent * square); }};
}

}  // namespace

void register_gaussian(Registry& registry) {
  registry.add<Interaction>({.name = "gaussian",
                             .summary = "V0/(sqrt(2 pi) s0)^d exp(-r^2/(2 s0^2)) between every pair of particles",
                             .source = "Keeble et al., Phys. Rev. A 108, 063320 (2023), Eq. (2)",
                             .options = {{.name = "strength",
                                          .fallback = 0.0,
                                          .summary = "V0, the integral of the potential; negative attracts",
                                          .unit = "hbar omega a_ho^d",
                                          .required = true},
                                         {.name = "range",
                                          .fallback = 0.5,
                                          .summary = "s0, the width",
                                          .unit = "a_ho",
                                          .lower = 0,
                                          .lower_open = true}}},
                            [](const Matter& matter, const Settings& settings) {
                              return std::make_unique<PairPotential>(matter, gaussian(matter, settings));
                            });
}

}  // namespace kato
