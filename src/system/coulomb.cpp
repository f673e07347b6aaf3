// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "base/error.hpp"
#include "system/pair_potential.hpp"

namespace kato {
namespace {

// V(r) = strength / sqrt(r^2 + softening^2) between every pair. Where it is singular (Kato, Comm. Pure Appl. Math. 10,
// 151 (1957)) 1/r is cancelled by (d - 1)/r psi' of a pair without a node, and by (d + 1)/r psi' beside the node of two
// fermions of one kind; the relative motion has -nabla^2, twice a particle's.
PairFunction coulomb(const Matter& matter, const Settings& settings) {
  const double strength = settings.real("strength"), softening = settings.real("softening");
  const int d = matter.dimensions;
  require(d > 1 || softening > 0,
          "interaction coulomb: 1/r binds or keeps particles apart without bound in one dimension; set softening, or "
          "system.dimensions to 2 or 3");
  PairFunction function{.factor = strength, .shape = [core = softening * softening](double square, int, int) {
                          return 1 / std::sqrt(core + square);
                        }};
  if (softening > 0 || strength == 0) return function;
  const double without_node = strength / (matter.hbar2_m * (d - 1));
  function.cusp = PairCusp{.unlike = without_node,
                           .like = strength / (matter.hbar2_m * (d + 1)),
                           .range = settings.real("range"),
                           .bosons = without_node};
  return function;
}

}  // namespace

void register_coulomb(Registry& registry) {
  registry.add<Interaction>(
      {.name = "coulomb",
       .summary = "strength / sqrt(r^2 + softening^2) between every pair of particles",
       .source = "the cusps: Kato, Comm. Pure Appl. Math. 10, 151 (1957)",
       .options = {{.name = "strength",
                    .fallback = 1.0,
                    .summary = "1 in effective atomic units; negative attracts",
                    .unit = "hbar omega a_ho"},
                   {.name = "softening",
                    .fallback = 0.0,
                    .summary = "keeps the energy finite where particles meet; 0 for 1/r itself and its cusps",
                    .unit = "a_ho",
                    .lower = 0},
                   {.name = "range",
                    .fallback = 1.0,
                    .summary = "the distance to which the cusps are felt, in lengths of the trap",
                    .unit = "a_ho",
                    .lower = 0,
                    .lower_open = true}}},
      [](const Matter& matter, const Settings& settings) {
        return std::make_unique<PairPotential>(matter, coulomb(matter, settings));
      });
}

}  // namespace kato
