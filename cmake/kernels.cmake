# SPDX-License-Identifier: Apache-2.0
# The files of src/op and those called *_kernel.cpp in src/base and src/linalg hold the kernels. Each is built once for
# every instruction set of KATO_ISAS, in a namespace of its own (KATO_ISA), and the program picks one when it starts:
# src/base/isa.hpp. On processors other than x86-64 only the portable build exists, with the compiler's default
# instruction set. Other files may be given instead.
set(KATO_ISAS native CACHE STRING
  "Instruction sets of the kernels besides the portable one: native (the widest that this machine runs), all, or some of avx2 and avx512")
set_property(CACHE KATO_ISAS PROPERTY STRINGS native all portable avx2 avx512)

# Sets `variable` to those of avx2 and avx512 that are wanted.
function(kato_wanted_isas variable)
  set(wanted ${KATO_ISAS})
  list(REMOVE_ITEM wanted portable)
  set(known avx2 avx512)
  if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    set(known "")
  endif()
  if(wanted STREQUAL all OR (wanted STREQUAL native AND CMAKE_CROSSCOMPILING))
    set(wanted ${known})
  elseif(wanted STREQUAL native)
    try_run(KATO_ISA_OF_PROCESSOR compiled SOURCES ${PROJECT_SOURCE_DIR}/cmake/processor.cpp
      CMAKE_FLAGS -DINCLUDE_DIRECTORIES=${PROJECT_SOURCE_DIR}/src CXX_STANDARD 20)
    set(by_number portable avx2 avx512)
    list(GET by_number ${KATO_ISA_OF_PROCESSOR} wanted)
    list(REMOVE_ITEM wanted portable)
  endif()
  foreach(isa ${wanted})
    if(NOT isa IN_LIST known)
      message(FATAL_ERROR "KATO_ISAS: '${isa}' is not an instruction set of this processor's kind; use native, all, "
                          "or a list of portable ${known}")
    endif()
  endforeach()
  set(${variable} ${wanted} PARENT_SCOPE)
endfunction()

kato_wanted_isas(kato_isas)
foreach(isa avx2 avx512)
  string(TOUPPER ${isa} upper)
  set(KATO_BUILT_${upper} 0)
  if(isa IN_LIST kato_isas)
    set(KATO_BUILT_${upper} 1)
  endif()
endforeach()
configure_file(${PROJECT_SOURCE_DIR}/src/base/built_isas.hpp.in ${PROJECT_BINARY_DIR}/generated/base/built_isas.hpp @ONLY)

set(kato_flags_avx2 -march=x86-64-v3)
set(kato_flags_avx512 -march=x86-64-v4 -mprefer-vector-width=512)

function(kato_add_kernels target)
  set(kernel_sources ${ARGN})
  if(NOT kernel_sources)
    file(GLOB kernel_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/op/*.cpp
                                            ${PROJECT_SOURCE_DIR}/src/base/*_kernel.cpp
                                            ${PROJECT_SOURCE_DIR}/src/linalg/*_kernel.cpp)
  endif()
  foreach(isa ${kato_isas})
    set(objects ${target}_${isa})
    add_library(${objects} OBJECT ${kernel_sources})
    kato_compile_options(${objects})
    target_compile_options(${objects} PRIVATE ${kato_flags_${isa}})
    target_link_libraries(${objects} PRIVATE fmt::fmt)
    target_include_directories(${objects} PRIVATE $<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>)
    target_compile_definitions(${objects} PRIVATE KATO_ISA=${isa})
    kato_add_isolated(${target} ${objects} ${isa})
  endforeach()
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
