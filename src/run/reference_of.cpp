// SPDX-License-Identifier: Apache-2.0
#include "run/reference_of.hpp"

#include <fmt/format.h>

#include <limits>

#include "base/error.hpp"
#include "exact/box_reference.hpp"
#include "exact/hartree_fock.hpp"
#include "exact/modified_mcguire.hpp"
#include "exact/pair_transform.hpp"
#include "system/filled_waves.hpp"

namespace kato {
namespace {

constexpr const char* hartree_fock_method = "an approximation: Hartree-Fock";

bool asks_for(const Input& input, const char* method) {
  return input.reference.is_text("energy") && input.reference.text("energy") == method;
}

void require_impurity(const System& system) {
  require(
      system.harmonic() && system.dimensions == 1 && system.species.size() == 2 && system.species[1].count == 1 &&
          system.interactions.size() == 1 && system.contact_strength() != 0,
      "reference.energy: modified-mcguire is of one particle among others (system.down = 1) in the harmonic trap of "
      "one dimension with one contact interaction; use \"exact\" or \"none\"");
}

Reference impurity(const System& system) {
  require_impurity(system);
  return {exact::modified_mcguire(system.species[0].count, system.contact_strength()),
          std::numeric_limits<double>::quiet_NaN(), "an approximation: modified McGuire"};
}

Reference hartree_fock(const System& system, int threads) {
  if (system.space.periodic()) {
    auto found = exact::box_first_order(system).energy;
    found.uncertainty = std::numeric_limits<double>::quiet_NaN();
    found.method = fmt::format("{} (an upper bound), {}", hartree_fock_method, found.method);
    return found;
  }
  const auto found = exact::hartree_fock(system, {.threads = threads});
  return {found.energy, std::numeric_limits<double>::quiet_NaN(),
          fmt::format("{} (an upper bound, within {:.1g} of its limit), {}", hartree_fock_method, found.uncertainty,
                      found.method())};
}

// Whether the determinant of plane waves is at hand where nothing exact is known of a box.
bool has_determinant(const System& system) {
  return system.space.periodic() && system.statistics == Statistics::fermion && closes_shells(system) &&
         exact::pair_transform(system).has_value();
}

}  // namespace

std::optional<Reference> reference_of(const Input& input, const System& system) {
  if (!input.reference.is_text("energy"))
    return Reference{input.reference.real("energy"), input.reference.real("uncertainty"), "given in the input"};
  if (input.reference.text("energy") == "none") return {};
  if (asks_for(input, "modified-mcguire")) return impurity(system);
  if (asks_for(input, "hartree-fock")) return hartree_fock(system, input.threads());
  if (!reference_solver(system) && has_determinant(system)) return hartree_fock(system, input.threads());
  return reference_energy(system, input.threads());
}

bool has_reference(const Input& input, const System& system) {
  if (!input.reference.is_text("energy")) return true;
  if (input.reference.text("energy") == "none") return false;
  return !asks_for(input, "exact") || reference_solver(system) || has_determinant(system);
}

void check_reference(const Input& input, const System& system) {
  if (asks_for(input, "modified-mcguire")) require_impurity(system);
  if (!asks_for(input, "hartree-fock")) return;
  if (system.space.periodic())
    exact::box_first_order(system);
  else
    exact::check_hartree_fock(system);
}

bool is_hartree_fock(const Reference& reference) { return reference.method.starts_with(hartree_fock_method); }

}  // namespace kato
