// SPDX-License-Identifier: Apache-2.0
#include "run/reference.hpp"

#include "run/system_from_input.hpp"
#if __has_include("exact/reference.hpp")
#include "exact/reference.hpp"
#define KATO_HAS_REFERENCE
#endif

namespace kato {

std::optional<Summary::Reference> exact_energy(const Input& input) {
  const auto system = system_from_input(input);
#ifdef KATO_HAS_REFERENCE
  if (const auto found = reference_energy(system, input.threads()))
    return Summary::Reference{found->energy, found->uncertainty, found->method};
#endif
  return {};
}

std::optional<Summary::Reference> reference_of(const Input& input) {
  if (!input.reference.is_text("energy"))
    return Summary::Reference{input.reference.real("energy"), input.reference.real("uncertainty"), "given in the input"};
  if (input.reference.text("energy") == "none") return {};
  return exact_energy(input);
}

}  // namespace kato
