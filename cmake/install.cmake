# SPDX-License-Identifier: Apache-2.0
# `cmake --install`: the command, the library, its headers under include/kato, and what find_package(kato) reads. What is
# to run on other machines is built with KATO_ISAS=all (cmake/kernels.cmake).
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/kato)

install(TARGETS kato kato_command_line EXPORT kato_targets)
install(TARGETS kato_command)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/src/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/kato
        FILES_MATCHING PATTERN "*.hpp")
install(FILES ${PROJECT_BINARY_DIR}/generated/base/built_isas.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/kato/base)
install(FILES ${PROJECT_SOURCE_DIR}/app/command_line.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/kato/app)
install(EXPORT kato_targets NAMESPACE kato:: FILE kato-targets.cmake DESTINATION ${package_dir})
if(KATO_MPI AND MPI_C_FOUND)
  set(KATO_LINKS_MPI TRUE)
else()
  set(KATO_LINKS_MPI FALSE)
endif()
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/kato-config.cmake.in
  ${PROJECT_BINARY_DIR}/generated/kato-config.cmake INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/generated/kato-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/generated/kato-config.cmake
              ${PROJECT_BINARY_DIR}/generated/kato-config-version.cmake
        DESTINATION ${package_dir})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
