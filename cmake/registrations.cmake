# SPDX-License-Identifier: Apache-2.0
# A leaf (an ansatz, interaction, sampler, optimiser or observable) is one file that defines
# `void register_<stem>(Registry& registry)`, <stem> the file's name; this collects the calls, in order of path.
function(kato_registrations sources_variable output)
  set(declarations "")
  set(calls "")
  foreach(source ${${sources_variable}})
    get_filename_component(stem ${source} NAME_WE)
    file(STRINGS ${source} found REGEX "^void register_${stem}\\(Registry&")
    if(found)
      string(APPEND declarations "void register_${stem}(Registry& registry);\n")
      string(APPEND calls "    register_${stem}(all);\n")
    endif()
  endforeach()
  file(CONFIGURE OUTPUT ${output} CONTENT [[
// Made by cmake/registrations.cmake.
#include "base/registry.hpp"

namespace kato {

@declarations@
const Registry& registry() {
  static const Registry filled = [] {
    Registry all;
@calls@    return all;
  }();
  return filled;
}

}  // namespace kato
]] @ONLY)
endfunction()
