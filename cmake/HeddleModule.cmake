# heddle_module(NAME SOURCES … DEPENDS …)
# One library per module. Its include path holds its own headers and those of its declared
# dependencies only, so that an include against the house rules does not compile.
function(heddle_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(heddle_${name} STATIC ${ARG_SOURCES})
  add_library(heddle::${name} ALIAS heddle_${name})
  target_compile_features(heddle_${name} PUBLIC cxx_std_20)
  target_include_directories(heddle_${name} PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>
                                            PRIVATE src)
  # What is private stays private when the module is installed.
  foreach(private heddle_module_flags ${ARG_PRIVATE_DEPENDS})
    target_link_libraries(heddle_${name} PRIVATE $<BUILD_INTERFACE:${private}>)
  endforeach()
  target_link_libraries(heddle_${name} PUBLIC ${ARG_DEPENDS})
endfunction()

# heddle_tests(NAME SOURCES … DEPENDS … [READS_FILES] [APART SUITE…])
# One test program per module; the same sources run natively and, under Node, as wasm. Those of the
# build with threads also run in a browser (tests/browser), unless the program READS_FILES. Suites that are
# APART take so long as JavaScript that each is a test of its own there.
function(heddle_tests name)
  cmake_parse_arguments(ARG "READS_FILES" "" "SOURCES;DEPENDS;DEFINITIONS;APART" ${ARGN})
  add_executable(${name}_tests ${ARG_SOURCES})
  target_include_directories(${name}_tests PRIVATE src tests)
  target_compile_definitions(${name}_tests PRIVATE ${ARG_DEFINITIONS})
  target_link_libraries(${name}_tests PRIVATE ${ARG_DEPENDS} heddle_flags GTest::gtest_main)
  if(HEDDLE_SANITIZE MATCHES address)
    # GoogleTest's macros take three times as long to compile when what these sanitizers add is optimized.
    target_compile_options(${name}_tests PRIVATE -O0)
  endif()
  if(EMSCRIPTEN)
    # .cjs: the nearest package.json makes .js an ES module.
    set_target_properties(${name}_tests PROPERTIES SUFFIX .cjs)
    target_link_options(${name}_tests PRIVATE -sEXIT_RUNTIME=1)
    if(ARG_READS_FILES)
      target_link_options(${name}_tests PRIVATE -sNODERAWFS=1 -sENVIRONMENT=node)
    else()
      target_link_options(${name}_tests PRIVATE -sENVIRONMENT=web,worker,node)
    endif()
    if(HEDDLE_WASM_BUILD STREQUAL script)
      # wasm2js and its JavaScript optimizer take minutes for a test program at -O3.
      target_link_options(${name}_tests PRIVATE -O1)
    endif()
    if(HEDDLE_WASM_THREADS)
      # Threads are started before main: main blocks the event loop that would start them.
      # One more than there are would wait for ever in a browser, so that it fails instead.
      target_link_options(${name}_tests PRIVATE -sPTHREAD_POOL_SIZE=66 -sPTHREAD_POOL_SIZE_STRICT=2)
    endif()
    set(program ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:${name}_tests>)
    set(together "")
    if(HEDDLE_WASM_BUILD STREQUAL script AND ARG_APART)
      foreach(suite ${ARG_APART})
        add_test(NAME ${name}_tests.${suite} COMMAND ${program} --gtest_filter=${suite}.*)
      endforeach()
      list(JOIN ARG_APART ".*:" suites)
      set(together --gtest_filter=-${suites}.*)
    endif()
    add_test(NAME ${name}_tests COMMAND ${program} ${together})
  else()
    include(GoogleTest)
    gtest_discover_tests(${name}_tests DISCOVERY_MODE PRE_TEST)
  endif()
endfunction()

# heddle_fuzz_target(NAME SOURCE DEPENDS …)
# A libFuzzer program, built by the preset native-fuzz; tools/fuzz.sh runs it.
function(heddle_fuzz_target name source)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  add_executable(${name} EXCLUDE_FROM_ALL ${source})
  target_include_directories(${name} PRIVATE src)
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} heddle_module_flags)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  if(NOT TARGET fuzz_targets)
    add_custom_target(fuzz_targets)
  endif()
  add_dependencies(fuzz_targets ${name})
endfunction()
