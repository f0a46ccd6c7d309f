# Third-party C++ comes from Debian packages. For wasm only headers are used, and only their own
# folders are put on the include path: all of /usr/include would replace Emscripten's libc.

find_path(HEDDLE_SYSTEM_INCLUDE xxhash.h PATHS /usr/include NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH
          REQUIRED
          DOC "Where the headers of libhwy-dev, libxxhash-dev, nlohmann-json3-dev, libcli11-dev are")

function(heddle_header_library name header)
  add_library(heddle_${name} INTERFACE)
  if(EMSCRIPTEN)
    set(folder ${CMAKE_BINARY_DIR}/third_party/${name})
    file(MAKE_DIRECTORY ${folder})
    file(CREATE_LINK ${HEDDLE_SYSTEM_INCLUDE}/${header} ${folder}/${header} SYMBOLIC)
    target_include_directories(heddle_${name} SYSTEM INTERFACE ${folder})
  endif()
endfunction()

heddle_header_library(hwy hwy)
heddle_header_library(xxhash xxhash.h)
heddle_header_library(json nlohmann)
heddle_header_library(cli11 CLI)
if(NOT EMSCRIPTEN)
  # Dynamic dispatch to the CPU's instruction set asks the library which there are.
  target_link_libraries(heddle_hwy INTERFACE hwy)
endif()

if(EMSCRIPTEN)
  set(INSTALL_GTEST OFF)
  add_subdirectory(/usr/src/googletest ${CMAKE_BINARY_DIR}/googletest EXCLUDE_FROM_ALL SYSTEM)
else()
  find_package(GTest REQUIRED)
endif()
