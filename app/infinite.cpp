// SPDX-License-Identifier: Apache-2.0
#include "extrapolation/infinite.hpp"

#include "app/commands.hpp"
#include "base/streams.hpp"
#include "run/job.hpp"

namespace kato {

int infinite_command(const Arguments& arguments) {
  print(infinite_system(arguments.directories, {.b1 = arguments.b1, .b2 = arguments.b2}, arguments.json));
  return done;
}

}  // namespace kato
