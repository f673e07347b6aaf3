# SPDX-License-Identifier: Apache-2.0
# Headers of other libraries, read by the compiler once for all files of a target. This saves time and nothing else: each
# file still includes what it uses, and compiles with -D CMAKE_DISABLE_PRECOMPILE_HEADERS=ON.
set(kato_precompiled <algorithm> <array> <charconv> <chrono> <cmath> <cstddef> <cstdint> <filesystem> <fmt/format.h>
  <functional> <limits> <map> <memory> <numbers> <numeric> <optional> <span> <stdexcept> <string> <string_view>
  <utility> <variant> <vector>)

# Adds the headers, and those that are named besides; or with REUSE_FROM another target, of the same flags, its headers.
function(kato_precompile target)
  if(ARGV1 STREQUAL REUSE_FROM)
    target_precompile_headers(${target} REUSE_FROM ${ARGV2})
  else()
    target_precompile_headers(${target} PRIVATE ${kato_precompiled} ${ARGN})
  endif()
  # Both let ccache know an object again that was made with precompiled headers.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
                                           "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endfunction()
