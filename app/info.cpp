// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/isa.hpp"
#include "base/threads.hpp"
#include "base/version.hpp"
#include "commands.hpp"
#include "run/job.hpp"

namespace kato {
int info_command(const Arguments&) {
  fmt::print(
      "kato             {}\ncompiler         {}, {}\ninstruction set  {}\nthreads          {}\nlibraries        {}\n",
      version, compiler, build_type, name(chosen_isa()), available_threads(), libraries);
  return done;
}

}  // namespace kato
