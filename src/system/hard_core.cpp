// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "base/error.hpp"
#include "system/pair_potential.hpp"

namespace kato {
namespace {

// V(r) is infinite for r <= a and zero beyond: wave functions vanish there, and no walker ever comes in. What it does
// at the surface of the cores is met by no walker; the observable virial is refused for it.
PairFunction hard_core(const Settings& settings) {
  const double radius = settings.real("radius");
  return {.shape = [radius](double square, int,
                            int) { return square <= radius * radius ? std::numeric_limits<double>::infinity() : 0.0; },
          .cusp = PairCusp{.range = settings.real("range"), .core = radius}};
}

}  // namespace

void register_hard_core(Registry& registry) {
  registry.add<Interaction>(
      {.name = "hard-core",
       .summary = "no two particles come closer than the radius a; in three dimensions a is the scattering length",
       .source = "DuBois and Glyde, Phys. Rev. A 63, 023602 (2001), for trapped bosons",
       .options = {{.name = "radius",
                    .fallback = 0.0,
                    .summary = "a, the least distance of two particles",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true,
                    .required = true},
                   {.name = "range",
                    .fallback = 1.0,
                    .summary = "in one dimension: the distance over which the factor beside the core levels off, in "
                               "lengths of the trap",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true}}},
      [](const Matter& matter, const Settings& settings) {
        require(!matter.space.periodic(),
                "interaction hard-core: has no wave function in a box yet; use a repulsion of short range, or a trap");
        return std::make_unique<PairPotential>(matter, hard_core(settings));
      });
}

}  // namespace kato
