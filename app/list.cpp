// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/commands.hpp"
#include "input/describe.hpp"
#include "run/job.hpp"

namespace kato {

int list_command(const Arguments& arguments) {
  fmt::print("{}", list_text(arguments.target));
  return done;
}

}  // namespace kato
