// SPDX-License-Identifier: Apache-2.0
#include "run/exact_solution.hpp"

#include <fmt/format.h>

#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"
#include "exact/hartree_fock.hpp"
#include "exact/reference.hpp"
#include "record/summary.hpp"
#include "run/box_solution.hpp"
#include "run/system_from_input.hpp"
#include "system/lower_bound.hpp"

namespace kato {
namespace {

// What a solver finds, or nothing and why.
template <class Solve>
std::optional<Reference> found_by(Solve&& solve, std::string& why_not) {
  try {
    return solve();
  } catch (const Error& reason) {
    why_not += std::string("; ") + reason.what();
    return std::nullopt;
  }
}

// The best determinant of particles that interact.
std::optional<Reference> hartree_fock_energy(const System& system, int threads) {
  if (system.interactions.empty() || system.particles < 2) return std::nullopt;
  const auto found = exact::hartree_fock(system, {.threads = threads});
  return Reference{found.energy, found.uncertainty, found.method()};
}

std::string energies_text(const std::optional<Reference>& exact, const std::optional<Reference>& hartree_fock,
                          const std::string& unit) {
  std::string text = exact ? fmt::format("energy       {} {}\nuncertainty  {:.2g}\nmethod       {}\n",
                                         exact_text(exact->energy), unit, exact->uncertainty, exact->method)
                           : "energy       unknown (there is no exact solver for this system)\n";
  if (hartree_fock)
    text += fmt::format("\nhartree-fock {} {} (an upper bound)\nuncertainty  {:.2g}\nmethod       {}\n",
                        exact_text(hartree_fock->energy), unit, hartree_fock->uncertainty, hartree_fock->method);
  if (exact && hartree_fock)
    text += fmt::format("correlation  {:.9g} {}\n", exact->energy - hartree_fock->energy, unit);
  return text;
}

}  // namespace

ExactSolution exact_solution(const Input& input, bool table) {
  require(!table, "exact: --table writes matrix elements in momentum space; leave it out here");
  const auto system = system_from_input(input);
  if (system.space.periodic()) return box_solution(system);
  require_lower_bound(system);
  std::string why_not;
  const auto found = found_by([&] { return reference_energy(system, input.threads()); }, why_not);
  const auto determinant = found_by([&] { return hartree_fock_energy(system, input.threads()); }, why_not);
  require(found || determinant,
          fmt::format("exact: there is no reference solver for this system (it is too large, or of another kind{}); "
                      "give reference.energy as a number, or \"none\"",
                      why_not));
  return {.text = energies_text(found, determinant, system.energy_unit()),
          .json = reference_json(found, determinant),
          .table = {}};
}

}  // namespace kato
