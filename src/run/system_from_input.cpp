// SPDX-License-Identifier: Apache-2.0
#include "run/system_from_input.hpp"

#include "base/error.hpp"

namespace kato {

System system_from_input(const Input& input, const Registry& kinds) {
  const auto& space = input.system.text("space");
  require(space != "box",
          "system.space = \"box\" does not work yet (no periodic wave function); "
          "use \"trap\" or \"free\"");
  System system;
  system.space = space == "trap" ? System::Space::trap : System::Space::free;
  system.dimensions = static_cast<int>(input.system.integer("dimensions"));
  system.particles = static_cast<int>(input.system.integer("particles"));
  for (std::size_t n = 0; n < input.interactions.size(); ++n) {
    const auto& [kind, settings] = input.interactions[n];
    const auto name = input.interactions.size() == 1 ? "interaction" : "interaction." + std::to_string(n);
    system.interactions.push_back({name, kinds.factory<Interaction>(kind)(settings)});
  }
  return system;
}

}  // namespace kato
