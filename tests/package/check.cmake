# SPDX-License-Identifier: Apache-2.0
# Installs the build BUILD into a fresh prefix below it, then configures, builds and runs the project in this folder.
set(work ${BUILD}/package_test)
file(REMOVE_RECURSE ${work})
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY OUTPUT_VARIABLE output ECHO_OUTPUT_VARIABLE)
  set(output ${output} PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${work}/build -G ${GENERATOR} -DCMAKE_BUILD_TYPE=${BUILD_TYPE}
    -DCMAKE_CXX_COMPILER=${CXX} -DCMAKE_CXX_FLAGS=${CXX_FLAGS} -DCMAKE_PREFIX_PATH=${work}/prefix
    -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)
run(${CMAKE_COMMAND} --build ${work}/build)
run(${work}/build/consumer)
# 1/sqrt(2 pi)
foreach(expected "interaction gaussian\n" "energy 0.398942\n")
  if(NOT output MATCHES ${expected})
    message(FATAL_ERROR "the consumer did not print '${expected}'")
  endif()
endforeach()
if(NOT EXISTS ${work}/prefix/bin/kato)
  message(FATAL_ERROR "the command is not installed as bin/kato")
endif()
