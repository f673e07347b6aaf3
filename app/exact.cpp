// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <optional>
#include <string>

#include "app/commands.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "exact/hartree_fock.hpp"
#include "exact/reference.hpp"
#include "momentum/system.hpp"
#include "record/summary.hpp"
#include "run/job.hpp"
#include "run/system_from_input.hpp"

namespace kato {

namespace {

// The diagonalisation on the mesh and, if it is asked for, the potential as a table.
int exact_in_momentum_space(const Input& input, const Arguments& arguments) {
  const MomentumSystem system(input);
  if (!arguments.table.empty()) write_file(arguments.table, potential_table_text(system.table()));
  const auto found = system.reference();
  if (arguments.json) {
    fmt::print("{}", reference_json(found));
  } else {
    const auto& hamiltonian = system.hamiltonian();
    fmt::print("energy       {} MeV\nuncertainty  {:.2g}\nmethod       {}\n{}", exact_text(found.energy),
               found.uncertainty, found.method,
               properties_text(properties(hamiltonian, system.exact().psi), hamiltonian.channels == 2));
  }
  return done;
}

// The best determinant of particles that interact, or why there is none.
std::optional<Reference> hartree_fock_energy(const System& system, int threads, std::string& why_not) {
  if (system.interactions.empty() || system.particles < 2) return std::nullopt;
  try {
    const auto found = exact::hartree_fock(system, {.threads = threads});
    return Reference{found.energy, found.uncertainty, found.method()};
  } catch (const Error& reason) {
    why_not = reason.what();
    return std::nullopt;
  }
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

int exact_command(const Arguments& arguments) {
  const auto input = load_input(arguments.target, arguments.changes);
  if (in_momentum_space(input)) return exact_in_momentum_space(input, arguments);
  require(arguments.table.empty(), "exact: --table writes matrix elements in momentum space; leave it out here");
  const auto system = system_from_input(input);
  const auto found = reference_energy(system, input.threads());
  std::string why_not;
  const auto determinant = hartree_fock_energy(system, input.threads(), why_not);
  require(found || determinant,
          fmt::format("{}: there is no reference solver for this system (it is too large, or of another kind{}); give "
                      "reference.energy as a number, or \"none\"",
                      arguments.target, why_not.empty() ? "" : "; " + why_not));
  fmt::print("{}", arguments.json ? reference_json(found, determinant)
                                  : energies_text(found, determinant, system.energy_unit()));
  return done;
}

}  // namespace kato
