# SPDX-License-Identifier: Apache-2.0
# The revision of the sources, as git describes it, in a header that every build looks after and changes only if the
# revision did. Sources that are no clone have none.
if(CMAKE_SCRIPT_MODE_FILE)
  set(revision unknown)
  if(EXISTS ${SOURCE}/.git)
    execute_process(COMMAND git describe --always --dirty --abbrev=12 WORKING_DIRECTORY ${SOURCE}
                    OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
    if(NOT failed)
      set(revision ${found})
    endif()
  endif()
  file(CONFIGURE OUTPUT ${HEADER} CONTENT [[// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kato {
inline constexpr char revision[] = "@revision@";
}  // namespace kato
]] @ONLY)
  return()
endif()

function(kato_revision target)
  set(header ${PROJECT_BINARY_DIR}/generated/base/revision.hpp)
  add_custom_target(kato_revision
    COMMAND ${CMAKE_COMMAND} -D SOURCE=${PROJECT_SOURCE_DIR} -D HEADER=${header} -P ${PROJECT_SOURCE_DIR}/cmake/revision.cmake
    BYPRODUCTS ${header} VERBATIM COMMENT "Looking up the revision")
  add_dependencies(${target} kato_revision)
endfunction()
