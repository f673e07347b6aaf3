// SPDX-License-Identifier: Apache-2.0
#include "app/commands.hpp"
#include "base/streams.hpp"
#include "input/method.hpp"
#include "run/job.hpp"

namespace kato {

int exact_command(const Arguments& arguments) {
  const auto input = load_input(arguments.target, arguments.changes);
  const auto found = method_of(input).exact(input, !arguments.table.empty());
  if (!arguments.table.empty()) write_output(arguments.table, found.table);
  print(arguments.json ? found.json : found.text);
  return done;
}

}  // namespace kato
