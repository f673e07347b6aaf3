// SPDX-License-Identifier: Apache-2.0
#include "input/walker_inputs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <string>
#include <vector>

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

// A box is given by one of four numbers, and nothing else has a size.
void require_size(const Settings& system, const DocumentNode& node) {
  constexpr std::array sizes{"length", "density", "r_s", "k_F"};
  std::vector<std::string> given;
  for (const char* size : sizes)
    if (system.contains(size)) given.push_back(fmt::format("system.{}", size));
  const auto& space = system.text("space");
  if (space == "box")
    require(
        given.size() == 1,
        fmt::format("{}: {} for a box; give exactly one of system.length, density, r_s and k_F", node.where,
                    given.empty() ? "no size is given" : fmt::format("{} are both given", fmt::join(given, " and "))));
  else
    require(given.empty(), fmt::format("{}: {} is the size of a box, and system.space is \"{}\"; leave it out, or set "
                                       "system.space = \"box\"",
                                       node.where, fmt::join(given, " and "), space));
}

void require_system(const Settings& system, const DocumentNode& node) {
  require_particles(system, node);
  require_size(system, node);
}

}  // namespace

Method walker_inputs() {
  return {.spaces = {"trap", "box", "free"}, .tables = input_tables(), .check_system = require_system};
}

}  // namespace kato
