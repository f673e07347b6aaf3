# SPDX-License-Identifier: Apache-2.0
# The files of src/op hold the kernels. Each is built once for every instruction set, in a namespace of its own
# (KATO_ISA), and the program picks one when it starts: src/base/isa.hpp.
function(kato_add_kernels target)
  file(GLOB kernel_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/op/*.cpp)
  if(NOT kernel_sources OR NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    return()
  endif()
  foreach(isa avx2 avx512)
    set(objects ${target}_${isa})
    add_library(${objects} OBJECT ${kernel_sources})
    kato_compile_options(${objects})
    target_link_libraries(${objects} PRIVATE PkgConfig::OPENBLAS fmt::fmt)
    target_compile_definitions(${objects} PRIVATE KATO_ISA=${isa})
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:${objects}>)
  endforeach()
  target_compile_options(${target}_avx2 PRIVATE -march=x86-64-v3)
  target_compile_options(${target}_avx512 PRIVATE -march=x86-64-v4 -mprefer-vector-width=512)
endfunction()
