# SPDX-License-Identifier: Apache-2.0
# The files of src/op and those called *_kernel.cpp in src/base and src/linalg hold the kernels. Each is built once for
# every instruction set, in a namespace of its own (KATO_ISA), and the program picks one when it starts:
# src/base/isa.hpp. On processors other than x86-64 only the portable build exists, with the compiler's default
# instruction set. Other files may be given instead.
function(kato_add_kernels target)
  set(kernel_sources ${ARGN})
  if(NOT kernel_sources)
    file(GLOB kernel_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/op/*.cpp
                                            ${PROJECT_SOURCE_DIR}/src/base/*_kernel.cpp
                                            ${PROJECT_SOURCE_DIR}/src/linalg/*_kernel.cpp)
  endif()
  if(NOT kernel_sources OR NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    return()
  endif()
  foreach(isa avx2 avx512)
    set(objects ${target}_${isa})
    add_library(${objects} OBJECT ${kernel_sources})
    kato_compile_options(${objects})
    target_link_libraries(${objects} PRIVATE fmt::fmt)
    target_include_directories(${objects} PRIVATE $<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>)
    target_compile_definitions(${objects} PRIVATE KATO_ISA=${isa})
    kato_add_isolated(${target} ${objects} ${isa})
  endforeach()
  target_compile_options(${target}_avx2 PRIVATE -march=x86-64-v3)
  target_compile_options(${target}_avx512 PRIVATE -march=x86-64-v4 -mprefer-vector-width=512)
endfunction()

# Random numbers are the same, bit for bit, with and without fused operations.
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/base/random_kernel.cpp PROPERTIES
                            COMPILE_OPTIONS -ffp-contract=off SKIP_PRECOMPILE_HEADERS ON)

# Adds the objects to the target as one in which only symbols of namespace `isa` are seen from outside. Without this the
# linker would keep one of the weak copies of std::vector<double>::push_back, inline functions and the like for the whole
# program, perhaps the AVX-512 one, which ends it on an older processor. tools/lint/instruction_sets checks the outcome.
function(kato_add_isolated target objects isa)
  find_program(KATO_GNU_LD NAMES ld.bfd REQUIRED)
  mark_as_advanced(KATO_GNU_LD)
  target_compile_options(${objects} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)  # unique symbols stay global
  string(LENGTH ${isa} length)
  set(all ${PROJECT_BINARY_DIR}/generated/${objects}_all.o)
  set(isolated ${PROJECT_BINARY_DIR}/generated/${objects}.o)
  add_custom_command(
    OUTPUT ${isolated}
    BYPRODUCTS ${all}
    COMMAND ${KATO_GNU_LD} -r --force-group-allocation -o ${all} $<TARGET_OBJECTS:${objects}>
    COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=*${length}${isa}* ${all} ${isolated}
    DEPENDS ${objects} $<TARGET_OBJECTS:${objects}>
    COMMENT "Isolating the ${isa} kernels"
    COMMAND_EXPAND_LISTS VERBATIM)
  set_source_files_properties(${isolated} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
  target_sources(${target} PRIVATE ${isolated})
endfunction()
