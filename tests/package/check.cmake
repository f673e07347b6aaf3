# SPDX-License-Identifier: Apache-2.0
# Installs the build BUILD into a fresh prefix below it; then configures, builds and runs two projects of somebody else:
# the one in this folder, and the one of docs/tutorial.md in examples/library.
set(work ${BUILD}/package_test)
set(tutorial ${CMAKE_CURRENT_LIST_DIR}/../../examples/library)
file(REMOVE_RECURSE ${work})
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY OUTPUT_VARIABLE output ECHO_OUTPUT_VARIABLE)
  set(output ${output} PARENT_SCOPE)
endfunction()
function(expect)
  foreach(expected ${ARGN})
    if(NOT output MATCHES ${expected})
      message(FATAL_ERROR "'${expected}' was not printed")
    endif()
  endforeach()
endfunction()
function(build source name)
  run(${CMAKE_COMMAND} -S ${source} -B ${work}/${name} -G ${GENERATOR} -DCMAKE_BUILD_TYPE=${BUILD_TYPE}
      -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_CXX_FLAGS=${CXX_FLAGS} -DCMAKE_PREFIX_PATH=${work}/prefix
      -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)
  run(${CMAKE_COMMAND} --build ${work}/${name})
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
if(NOT EXISTS ${work}/prefix/bin/kato)
  message(FATAL_ERROR "the command is not installed as bin/kato")
endif()

build(${CMAKE_CURRENT_LIST_DIR} consumer)
run(${work}/consumer/consumer)
expect("interaction gaussian\n" "energy 0.398942\n" "trained in 3 steps\n")  # 1/sqrt(2 pi)

build(${tutorial} springs)
run(${work}/springs/springs list)
expect("correlated-gaussian" "breathing" "equivariant-slater")
run(${work}/springs/springs run ${tutorial}/springs.toml -o ${work}/run --set evaluate.samples=20000)
expect("correlated-gaussian with 2 parameters" "energy     15\\.50000")
run(${work}/springs/springs report ${work}/run -o ${work}/run/report.html)
file(READ ${work}/run/report.html page)
if(NOT page MATCHES "breathing.internal")
  message(FATAL_ERROR "the report does not show what the tutorial's observable measured")
endif()

# The tutorial shows the files as they are.
file(READ ${CMAKE_CURRENT_LIST_DIR}/../../docs/tutorial.md text)
foreach(file CMakeLists.txt main.cpp correlated_gaussian.cpp breathing.cpp springs.toml)
  file(READ ${tutorial}/${file} shown)
  string(REGEX REPLACE "^(#|//) SPDX[^\n]*\n" "" shown "${shown}")
  string(FIND "${text}" "${shown}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "docs/tutorial.md does not show examples/library/${file} as it is; copy it there anew")
  endif()
endforeach()
