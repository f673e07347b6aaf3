// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/commands.hpp"
#include "base/ranks.hpp"
#include "base/streams.hpp"
#include "record/run_directory.hpp"
#include "record/session.hpp"
#include "run/job.hpp"

namespace kato {

int run_command(const Arguments& arguments) {
  const auto input = load_input(arguments.target, arguments.changes);
  if (arguments.dry_run) {
    const auto session = make_session(input);
    const auto prediction = session->prediction_text();  // by all ranks together
    if (first_rank()) print(fmt::format("{}\n{}{}", to_toml(session->input()), session->cost_text(), prediction));
    return done;
  }
  const auto directory =
      arguments.directory.empty() ? RunDirectory::default_path(arguments.target) : arguments.directory;
  return run(
      input,
      {.directory = directory, .force = arguments.force, .volume = arguments.volume, .profile = arguments.profile});
}

}  // namespace kato
