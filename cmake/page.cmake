# SPDX-License-Identifier: Apache-2.0
# Puts the files of the report's page into the program: src/report/page and Chart.js, which does the drawing. The scripts
# become one, in order of their names. It runs as a script when the program is built:
#     cmake -D PAGE=src/report/page -D CHART=chart.min.js -D OUTPUT=... -P cmake/page.cmake
if(CMAKE_SCRIPT_MODE_FILE)
  # The bytes of the files as one array.
  function(bytes_of variable)
    set(all "")
    foreach(file ${ARGN})
      file(READ ${file} hex HEX)
      string(APPEND all ${hex})
    endforeach()
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," all "${all}")
    set(${variable} "${all}" PARENT_SCOPE)
  endfunction()

  file(GLOB scripts ${PAGE}/*.js)
  list(SORT scripts)
  set(arrays "")
  set(choices "")
  foreach(name page.html page.css page.js chart.min.js chart-licence.txt)
    if(name STREQUAL "page.js")
      bytes_of(bytes ${scripts})
    elseif(name STREQUAL "chart.min.js")
      bytes_of(bytes ${CHART})
    else()
      bytes_of(bytes ${PAGE}/${name})
    endif()
    string(MAKE_C_IDENTIFIER ${name} identifier)
    string(APPEND arrays "constexpr unsigned char ${identifier}[] = {${bytes}};\n")
    string(APPEND choices "  if (name == \"${name}\") return text(${identifier});\n")
  endforeach()
  file(CONFIGURE OUTPUT ${OUTPUT} CONTENT [[
// Made by cmake/page.cmake.
#include "report/page_files.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>

namespace kato {
namespace {

@arrays@
template <std::size_t n>
std::string_view text(const unsigned char (&bytes)[n]) {
  return {reinterpret_cast<const char*>(bytes), n};
}

}  // namespace

std::string_view page_file(std::string_view name) {
@choices@  throw std::logic_error("there is no file '" + std::string(name) + "' in the program");
}

}  // namespace kato
]] @ONLY)
  return()
endif()

find_file(KATO_CHART_JS chart.min.js
  PATHS /usr/share/javascript/chart.js /usr/share/nodejs/chart.js/dist /usr/local/share/javascript/chart.js
  NO_DEFAULT_PATH REQUIRED)
mark_as_advanced(KATO_CHART_JS)

# Adds the generated file to `target`.
function(kato_page target)
  set(output ${PROJECT_BINARY_DIR}/generated/page_files.cpp)
  set(script ${PROJECT_SOURCE_DIR}/cmake/page.cmake)
  set(page ${PROJECT_SOURCE_DIR}/src/report/page)
  file(GLOB files CONFIGURE_DEPENDS ${page}/*)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D PAGE=${page} -D CHART=${KATO_CHART_JS} -D OUTPUT=${output} -P ${script}
    DEPENDS ${files} ${KATO_CHART_JS} ${script}
    COMMENT "Putting the report's page into the program"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
