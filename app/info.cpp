// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/commands.hpp"
#include "base/isa.hpp"
#include "base/ranks.hpp"
#include "base/streams.hpp"
#include "base/threads.hpp"
#include "base/version.hpp"
#include "run/job.hpp"

namespace kato {
int info_command(const Arguments&) {
  print(fmt::format(
      "kato             {}\ncompiler         {}, {}\ninstruction set  {}\nthreads          {}\nMPI              {}\n"
      "libraries        {}\n",
      version, compiler, build_type, name(chosen_isa()), available_threads(),
      mpi_library() == "none" ? "none: one process a run (built without it)" : mpi_library(), libraries));
  return done;
}

}  // namespace kato
