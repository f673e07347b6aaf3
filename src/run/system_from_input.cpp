// SPDX-License-Identifier: Apache-2.0
#include "run/system_from_input.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "system/box.hpp"
#include "system/plane_waves.hpp"

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

// The side of a box from the one number that is given.
double side_from(const Settings& settings, const System& system) {
  if (settings.contains("length")) return settings.real("length");
  const int d = system.dimensions;
  const double density = settings.contains("density") ? settings.real("density")
                         : settings.contains("r_s")   ? density_of_distance(d, settings.real("r_s"))
                                                      : free_gas_of(system).density(settings.real("k_F"));
  return side_of_box(d, system.particles, density);
}

void check_shells(const System& system) {
  if (system.statistics == Statistics::boson) return;
  for (const auto& range : system.ranges())
    require(
        closes_shell(system.dimensions, range.count),
        fmt::format("system: {} particles of one kind fill no shell of plane waves in {} dimensions; take {}, or set "
                    "system.require_closed_shell = false",
                    range.count, system.dimensions, nearest_closed_shells(system.dimensions, range.count)));
}

Space space_from(const Settings& settings, const System& system) {
  const auto& space = settings.text("space");
  if (space != "box") return {.kind = space == "trap" ? Space::trap : Space::free};
  if (settings.flag("require_closed_shell")) check_shells(system);
  return {.kind = Space::box, .side = side_from(settings, system)};
}

}  // namespace

System system_from_input(const Input& input, const Registry& kinds) {
  System system;
  system.dimensions = static_cast<int>(input.system.integer("dimensions"));
  add_particles(input.system, system);
  if (input.system.contains("statistics") && input.system.text("statistics") == "boson")
    system.statistics = Statistics::boson;
  system.space = space_from(input.system, system);
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
          .periodic = system.space.periodic(),
          .frequencies = frequencies,
          .labels = static_cast<int>(system.labels.size())};
}

}  // namespace kato
