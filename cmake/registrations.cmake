# SPDX-License-Identifier: Apache-2.0
# A leaf (an ansatz, interaction, sampler, optimiser, observable or method) is one file that defines
# `void register_<stem>(Registry& registry)`, <stem> the file's name. This collects the calls, in order of path, into
# OUTPUT. It runs as a script when the program is built, so that a registration added to a file is never missed:
#     cmake -D SOURCES=<file with a path a line> -D OUTPUT=... -P cmake/registrations.cmake
if(CMAKE_SCRIPT_MODE_FILE)
  file(STRINGS ${SOURCES} sources)
  foreach(source ${sources})
    get_filename_component(stem ${source} NAME_WE)
    file(STRINGS ${source} found REGEX "^void register_${stem}\\(Registry&")
    if(found)
      string(APPEND declarations "void register_${stem}(Registry& registry);\n")
      string(APPEND calls "    register_${stem}(all);\n")
    endif()
  endforeach()
  file(CONFIGURE OUTPUT ${OUTPUT} CONTENT [[
// Made by cmake/registrations.cmake.
#include "base/registry.hpp"

namespace kato {

@declarations@
namespace {

Registry& filled() {
  static Registry kinds = [] {
    Registry all;
@calls@    return all;
  }();
  return kinds;
}

}  // namespace

const Registry& registry() { return filled(); }
void extend_registry(const std::function<void(Registry&)>& add) { add(filled()); }

}  // namespace kato
]] @ONLY)
  return()
endif()

# Adds the generated file to `target`, whose sources are `sources`.
function(kato_registrations target sources)
  set(output ${PROJECT_BINARY_DIR}/generated/registrations.cpp)
  set(script ${PROJECT_SOURCE_DIR}/cmake/registrations.cmake)
  set(list ${PROJECT_BINARY_DIR}/generated/sources.txt)
  list(JOIN sources "\n" lines)
  file(CONFIGURE OUTPUT ${list} CONTENT "${lines}\n" @ONLY)  # written only when a source comes or goes
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D SOURCES=${list} -D OUTPUT=${output} -P ${script}
    DEPENDS ${sources} ${list} ${script}
    COMMENT "Collecting the registered kinds"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
