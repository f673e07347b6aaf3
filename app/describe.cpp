// SPDX-License-Identifier: Apache-2.0
#include "input/describe.hpp"

#include <fmt/format.h>

#include "app/commands.hpp"
#include "base/error.hpp"
#include "run/job.hpp"

namespace kato {

int describe_command(const Arguments& arguments) {
  if (arguments.markdown) {
    fmt::print("{}", reference_page());
    return done;
  }
  require(!arguments.target.empty(),
          "describe: nothing is named; name a kind (`kato list` shows them), a table of the "
          "input such as train, or an input file");
  if (arguments.graph) {
    fmt::print("{}", graph_text(load_input(arguments.target, arguments.changes)));
  } else if (arguments.target.ends_with(".toml")) {
    const auto input = load_input(arguments.target, arguments.changes);
    fmt::print("{}\n{}", to_toml(input), cost_text(input));
  } else {
    fmt::print("{}", describe_text(arguments.target));
  }
  return done;
}

}  // namespace kato
