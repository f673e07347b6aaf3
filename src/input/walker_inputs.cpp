// SPDX-License-Identifier: Apache-2.0
#include "input/walker_inputs.hpp"

#include "base/error.hpp"

namespace kato {
namespace {

// One of two forms: so many spinless fermions, or so many of each spin.
void require_particles(const Settings& system, const DocumentNode& node) {
  const auto& where = node.where;
  const bool up = system.contains("up"), down = system.contains("down");
  if (system.contains("particles")) {
    require(!up && !down, where + ": system.particles and system." + (up ? "up" : "down") +
                              " are both given; give particles for spinless fermions, or up and down for two spins");
    return;
  }
  require(up || down, where +
                          ": system.particles is missing (A, the number of spinless fermions); it must be a whole "
                          "number, at least 1, or give up and down for fermions with spin");
  require(up && down, where + ": system." + (up ? "down" : "up") +
                          " is missing; give the numbers of both spins (0 for none), or particles for spinless "
                          "fermions");
  require(system.integer("up") + system.integer("down") > 0,
          where + ": system.up and system.down are both 0; there must be at least one particle");
}

}  // namespace

Method walker_inputs() {
  return {.spaces = {"trap", "box", "free"}, .tables = input_tables(), .check_system = require_particles};
}

}  // namespace kato
