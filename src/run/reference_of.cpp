// SPDX-License-Identifier: Apache-2.0
#include "run/reference_of.hpp"

#include <limits>

#include "base/error.hpp"
#include "exact/modified_mcguire.hpp"
#include "run/system_from_input.hpp"

namespace kato {
namespace {

bool is_approximate(const Input& input) {
  return input.reference.is_text("energy") && input.reference.text("energy") == "modified-mcguire";
}

void require_impurity(const System& system) {
  require(
      system.harmonic() && system.dimensions == 1 && system.labels.size() == 2 && system.labels[1].count == 1 &&
          system.interactions.size() == 1 && system.contact_strength() != 0,
      "reference.energy: modified-mcguire is of one particle among others (system.down = 1) in the harmonic trap of "
      "one dimension with one contact interaction; use \"exact\" or \"none\"");
}

Reference impurity(const System& system) {
  require_impurity(system);
  return {exact::modified_mcguire(system.labels[0].count, system.contact_strength()),
          std::numeric_limits<double>::quiet_NaN(), "an approximation: modified McGuire"};
}

}  // namespace

std::optional<Reference> reference_of(const Input& input) {
  if (!input.reference.is_text("energy"))
    return Reference{input.reference.real("energy"), input.reference.real("uncertainty"), "given in the input"};
  if (input.reference.text("energy") == "none") return {};
  if (is_approximate(input)) return impurity(system_from_input(input));
  return reference_energy(system_from_input(input), input.threads());
}

void check_reference(const Input& input) {
  if (is_approximate(input)) require_impurity(system_from_input(input));
}

}  // namespace kato
