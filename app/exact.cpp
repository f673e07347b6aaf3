// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "commands.hpp"
#include "run/job.hpp"
#include "run/summary.hpp"
#include "run/system_from_input.hpp"

namespace kato {

int exact_command(const Arguments& arguments) {
  const auto input = load_input(arguments.target, arguments.changes);
  const auto found = reference_energy(system_from_input(input), input.threads());
  require(found.has_value(), arguments.target +
                                 ": there is no reference solver for this system (it is too large, or of "
                                 "another kind); give reference.energy as a number, or \"none\"");
  if (arguments.json) {
    fmt::print("{}", reference_json(*found));
  } else {
    fmt::print("energy       {} hbar omega\nuncertainty  {:.2g}\nmethod       {}\n", exact_text(found->energy),
               found->uncertainty, found->method);
  }
  return done;
}

}  // namespace kato
