// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/commands.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "run/files.hpp"
#include "run/job.hpp"
#include "run/momentum_system.hpp"
#include "run/summary.hpp"
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

}  // namespace

int exact_command(const Arguments& arguments) {
  const auto input = load_input(arguments.target, arguments.changes);
  if (in_momentum_space(input)) return exact_in_momentum_space(input, arguments);
  require(arguments.table.empty(), "exact: --table writes matrix elements in momentum space; leave it out here");
  const auto system = system_from_input(input);
  const auto found = reference_energy(system, input.threads());
  require(found.has_value(), arguments.target +
                                 ": there is no reference solver for this system (it is too large, or of "
                                 "another kind); give reference.energy as a number, or \"none\"");
  if (arguments.json) {
    fmt::print("{}", reference_json(*found));
  } else {
    fmt::print("energy       {} {}\nuncertainty  {:.2g}\nmethod       {}\n", exact_text(found->energy),
               system.energy_unit(), found->uncertainty, found->method);
  }
  return done;
}

}  // namespace kato
