// SPDX-License-Identifier: Apache-2.0
#include "run/doubts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "exact/encounters.hpp"
#include "system/lower_bound.hpp"

namespace kato {

std::vector<std::string> doubts(const Input& input, const System& system) {
  constexpr double enough = 100;    // the mean of the interaction is known to a tenth
  constexpr double usual = 20'000;  // no fault of the interaction with fewer samples
  std::vector<std::string> found;
  if (auto why = system.space.periodic() ? std::string() : fall_without_end(system); !why.empty())
    found.push_back(std::move(why));
  const double samples = std::max(static_cast<double>(input.evaluate.integer("samples")), usual);
  if (const double met = exact::encounters(system, samples); met < enough)
    found.push_back(fmt::format(
        "the interaction is too narrow for the walkers to meet it (of {} samples about {:.1g} have two particles "
        "within its "
        "range), and the energy is not to be trusted; take a contact interaction or a longer range, or more "
        "evaluate.samples",
        samples, met));
  return found;
}

}  // namespace kato
