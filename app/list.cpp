// SPDX-License-Identifier: Apache-2.0
#include "app/commands.hpp"
#include "base/streams.hpp"
#include "input/describe.hpp"
#include "run/job.hpp"

namespace kato {

int list_command(const Arguments& arguments) {
  print(list_text(arguments.target));
  return done;
}

}  // namespace kato
