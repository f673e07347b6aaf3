// SPDX-License-Identifier: Apache-2.0
#include "input/describe.hpp"

#include <fmt/format.h>

#include "app/commands.hpp"
#include "base/error.hpp"
#include "base/streams.hpp"
#include "input/method.hpp"
#include "record/session.hpp"
#include "run/job.hpp"

namespace kato {

int describe_command(const Arguments& arguments) {
  if (arguments.markdown) {
    print(reference_page());
    return done;
  }
  require(!arguments.target.empty(),
          "describe: nothing is named; name a kind (`kato list` shows them), a table of the "
          "input such as train, or an input file");
  if (arguments.graph) {
    const auto input = load_input(arguments.target, arguments.changes);
    print(method_of(input).graph_text(input));
  } else if (arguments.target.ends_with(".toml")) {
    const auto session = make_session(load_input(arguments.target, arguments.changes));
    print(fmt::format("{}\n{}", to_toml(session->input()), session->cost_text()));
  } else {
    print(describe_text(arguments.target));
  }
  return done;
}

}  // namespace kato
