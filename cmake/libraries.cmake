# SPDX-License-Identifier: Apache-2.0
# Every library the project stands on, all of them packages of the distribution (packages.txt).
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(OPENBLAS REQUIRED IMPORTED_TARGET openblas)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)  # of the command alone
find_package(fmt REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)  # of the command and the benchmarks, not of the library
find_package(nlohmann_json REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(HDF5 REQUIRED COMPONENTS C)
find_package(muparser REQUIRED)

# MPI is used in C by src/base/transport.cpp alone.
if(KATO_MPI STREQUAL "AUTO")
  find_package(MPI COMPONENTS C)
elseif(KATO_MPI)
  find_package(MPI REQUIRED COMPONENTS C)
endif()

# BUILD_INTERFACE marks the libraries that consist of headers alone: who links the installed library needs none of them
# (but for report/history_data.hpp).
function(kato_link_libraries target)
  target_link_libraries(${target}
    PUBLIC Threads::Threads fmt::fmt
    PRIVATE PkgConfig::OPENBLAS tomlplusplus::tomlplusplus hdf5::hdf5 muparser::muparser
            $<BUILD_INTERFACE:nlohmann_json::nlohmann_json> $<BUILD_INTERFACE:Eigen3::Eigen>)
  target_compile_definitions(${target} PRIVATE EIGEN_DONT_PARALLELIZE)  # the program splits its own work
  if(KATO_MPI AND MPI_C_FOUND)
    target_link_libraries(${target} PRIVATE MPI::MPI_C)
    target_compile_definitions(${target} PRIVATE KATO_WITH_MPI)
  endif()
endfunction()

# What is compiled more often than it takes time to run.
set(kato_unhurried_options $<$<CONFIG:Release>:-O1>)

# The flags of every target. No -ffast-math: it would defeat the checks for numbers that are not finite.
# -fopenmp-simd: `#pragma omp simd` counts in the kernels too, which are built without threads.
function(kato_compile_options target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wno-psabi -fno-math-errno -fno-trapping-math -fopenmp-simd -ffp-contract=fast
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # GCC 12 warns of std::string's own code
    $<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=524288>  # GCC tidies its memory seldom: a tenth of its time
    $<$<CXX_COMPILER_ID:Clang>:-Wno-pass-failed>  # a loop that clang does not vectorise is slower, not wrong
    $<$<BOOL:${KATO_WERROR}>:-Werror>)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_options(${target} PRIVATE -march=x86-64-v2)
  endif()
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>
                                              $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/kato>)
endfunction()
