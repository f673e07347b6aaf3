// SPDX-License-Identifier: Apache-2.0
#include "app/commands.hpp"
#include "record/run_directory.hpp"
#include "run/job.hpp"

namespace kato {

int evaluate_command(const Arguments& arguments) {
  const auto directory = RunDirectory::open(arguments.target);
  return evaluate(arguments.changes, {.directory = directory.path(), .volume = arguments.volume});
}

}  // namespace kato
