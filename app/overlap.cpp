// SPDX-License-Identifier: Apache-2.0
#include "run/overlap.hpp"

#include "app/commands.hpp"

namespace kato {

int overlap_command(const Arguments& arguments) {
  return overlap(arguments.target, arguments.other, {.samples = arguments.samples}, arguments.json, arguments.volume);
}

}  // namespace kato
