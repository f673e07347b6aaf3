// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/threads.hpp"
#include "base/version.hpp"
#include "commands.hpp"
#include "run/job.hpp"

namespace kato {
namespace {

const char* instruction_set() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    return "x86-64 with AVX-512";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "x86-64 with AVX2";
  return "x86-64";
#else
  return "portable";
#endif
}

}  // namespace

int info_command(const Arguments&) {
  fmt::print("kato             {}\ncompiler         {}, {}\ninstruction set  {}\nthreads          {}\nlibraries        {}\n",
             version, compiler, build_type, instruction_set(), available_threads(), libraries);
  return done;
}

}  // namespace kato
