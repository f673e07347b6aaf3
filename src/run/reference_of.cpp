// SPDX-License-Identifier: Apache-2.0
#include "run/reference_of.hpp"

#include "run/system_from_input.hpp"

namespace kato {

std::optional<Reference> reference_of(const Input& input) {
  if (!input.reference.is_text("energy"))
    return Reference{input.reference.real("energy"), input.reference.real("uncertainty"), "given in the input"};
  if (input.reference.text("energy") == "none") return {};
  return reference_energy(system_from_input(input), input.threads());
}

}  // namespace kato
