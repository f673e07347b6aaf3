// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "system/pair_potential.hpp"

namespace kato {

void register_soft_sphere(Registry& registry) {
  registry.add<Interaction>(
      {.name = "soft-sphere",
       .summary = "v0 exp(-(r/w)^4) between every pair of particles",
       .options = {{.name = "height",
                    .fallback = 1.0,
                    .summary = "v0, the energy of two particles in one place",
                    .unit = "hbar omega"},
                   {.name = "width",
                    .fallback = 1.0,
                    .summary = "w, where the hill ends",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true}}},
      [](const Matter& matter, const Settings& settings) {
        const double width = settings.real("width"), scale = std::pow(width, -4);
        const PairFunction v{.factor = settings.real("height"),
                             .shape = [scale](double square, int, int) { return std::exp(-scale * square * square); }};
        return std::make_unique<PairPotential>(matter, v);
      });
}

}  // namespace kato
