// SPDX-License-Identifier: Apache-2.0
#include "run/system_from_input.hpp"

#include "base/error.hpp"

namespace kato {
namespace {

// A species without particles is left out; one alone is still a species, with the same antisymmetry as none.
void add_particles(const Settings& settings, System& system) {
  if (settings.contains("particles")) {
    system.particles = static_cast<int>(settings.integer("particles"));
    return;
  }
  for (const char* name : {"up", "down"}) {
    const int count = static_cast<int>(settings.integer(name));
    if (count > 0) system.species.push_back({name, count});
    system.particles += count;
  }
}

}  // namespace

System system_from_input(const Input& input, const Registry& kinds) {
  const auto& space = input.system.text("space");
  require(space != "box",
          "system.space = \"box\" does not work yet (no periodic wave function); "
          "use \"trap\" or \"free\"");
  System system;
  system.space.kind = space == "trap" ? Space::trap : Space::free;
  system.dimensions = static_cast<int>(input.system.integer("dimensions"));
  add_particles(input.system, system);
  if (input.system.contains("statistics") && input.system.text("statistics") == "boson")
    system.statistics = Statistics::boson;
  if (!input.potential.kind.empty())
    system.potential = kinds.factory<Potential>(input.potential.kind)(system, input.potential.settings);
  for (std::size_t n = 0; n < input.interactions.size(); ++n) {
    const auto& [kind, settings] = input.interactions[n];
    const auto name = input.interactions.size() == 1 ? "interaction" : "interaction." + std::to_string(n);
    system.interactions.push_back({name, kinds.factory<Interaction>(kind)(system, settings)});
  }
  system.cusp();  // throws where particles fall towards each other, or where the input says otherwise of psi
  return system;
}

Particles particles_of(const System& system) {
  const double length = system.length();
  auto cusp = system.cusp();
  if (cusp && cusp->unlike) *cusp->unlike *= length;
  if (cusp && cusp->like) *cusp->like *= length;
  if (cusp) {
    cusp->core /= length;
    cusp->rounding /= length;
  }
  auto frequencies = system.frequencies();
  for (double& omega : frequencies) omega *= length * length;
  return {.count = system.particles,
          .dimensions = system.dimensions,
          .species = system.species,
          .cusp = cusp,
          .statistics = system.statistics,
          .length = length,
          .frequencies = frequencies,
          .labels = static_cast<int>(system.labels.size())};
}

}  // namespace kato
