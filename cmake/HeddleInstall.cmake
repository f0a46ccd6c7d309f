# Installs the C++ libraries, so that find_package(heddle) gives others heddle::core and so on.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

# heddle_install(NAME LINKS …)
# One module with its headers. LINKS are the imported targets that its users link with; flags that
# only this project's own sources are built with stay here.
function(heddle_install name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  set_target_properties(heddle_${name} PROPERTIES EXPORT_NAME ${name})
  foreach(link ${ARG_LINKS})
    target_link_libraries(heddle_${name} INTERFACE $<INSTALL_INTERFACE:$<LINK_ONLY:${link}>>)
  endforeach()
  install(TARGETS heddle_${name} EXPORT heddle
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  get_target_property(folder heddle_${name} SOURCE_DIR)
  install(DIRECTORY ${folder}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endfunction()

# heddle_install_package(NAME…)
# The package of those modules; each is a component of it.
function(heddle_install_package)
  list(JOIN ARGN " " HEDDLE_COMPONENTS)
  set(folder ${CMAKE_INSTALL_LIBDIR}/cmake/heddle)
  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/heddle-config.cmake.in
    ${PROJECT_BINARY_DIR}/heddle-config.cmake INSTALL_DESTINATION ${folder}
    NO_CHECK_REQUIRED_COMPONENTS_MACRO)
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/heddle-config-version.cmake
    COMPATIBILITY SameMinorVersion)
  install(EXPORT heddle NAMESPACE heddle:: FILE heddle-targets.cmake DESTINATION ${folder})
  install(FILES ${PROJECT_BINARY_DIR}/heddle-config.cmake
                ${PROJECT_BINARY_DIR}/heddle-config-version.cmake
    DESTINATION ${folder})
endfunction()
