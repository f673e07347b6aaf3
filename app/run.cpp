// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/commands.hpp"
#include "base/ranks.hpp"
#include "momentum/system.hpp"
#include "record/run_directory.hpp"
#include "run/job.hpp"
#include "run/system_from_input.hpp"

namespace kato {

int run_command(const Arguments& arguments) {
  const auto input = load_input(arguments.target, arguments.changes);
  if (!in_momentum_space(input))
    for (const auto& stage : input.stages) system_from_input(stage);  // does every stage name a system that works?
  if (arguments.dry_run) {
    if (first_rank()) fmt::print("{}\n{}", to_toml(input), cost_text(input));
    return done;
  }
  const auto directory =
      arguments.directory.empty() ? RunDirectory::default_path(arguments.target) : arguments.directory;
  return run(
      input,
      {.directory = directory, .force = arguments.force, .volume = arguments.volume, .profile = arguments.profile});
}

}  // namespace kato
