# heddle_wasm_module(ENGINE)
# Links abi_ENGINE into packages/heddle/wasm/ENGINE.BUILD.mjs, where BUILD is threads, simd or script.
# What it exports is what abi/exports/common.json and abi/exports/ENGINE.json list, and nothing else.
function(heddle_wasm_module engine)
  heddle_link_wasm_module(${engine}
    SOURCES src/wasm_module.cpp
    DEPENDS heddle::abi_${engine}
    EXPORTS exports/common.json exports/${engine}.json
    FOLDER ${PROJECT_SOURCE_DIR}/packages/heddle/wasm)
endfunction()

# heddle_link_wasm_module(NAME SOURCES … DEPENDS … EXPORTS … FOLDER …)
# The same for a module that is not an engine's: links FOLDER/NAME.BUILD.mjs, which exports what the lists
# EXPORTS name.
function(heddle_link_wasm_module name)
  cmake_parse_arguments(ARG "" "FOLDER" "SOURCES;DEPENDS;EXPORTS" ${ARGN})
  set(exports "")
  foreach(list ${ARG_EXPORTS})
    set(file ${CMAKE_CURRENT_SOURCE_DIR}/${list})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} json)
    string(JSON count LENGTH "${json}" functions)
    math(EXPR last "${count} - 1")
    foreach(i RANGE ${last})
      string(JSON function GET "${json}" functions ${i} name)
      list(APPEND exports _${function})
    endforeach()
  endforeach()
  list(JOIN exports "," exports)

  set(target ${name}_${HEDDLE_WASM_BUILD})
  add_executable(${target} ${ARG_SOURCES})
  target_link_libraries(${target} PRIVATE ${ARG_DEPENDS} heddle_flags)
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME ${name}.${HEDDLE_WASM_BUILD}
    SUFFIX .mjs
    RUNTIME_OUTPUT_DIRECTORY ${ARG_FOLDER})
  set(incoming instantiateWasm locateFile print printErr onAbort)
  if(NOT HEDDLE_WASM_BUILD STREQUAL script)
    # So that whoever loads it says how much it may take.
    list(APPEND incoming wasmMemory)
    target_link_options(${target} PRIVATE -sIMPORTED_MEMORY=1)
  endif()
  if(HEDDLE_WASM_THREADS)
    # The number of threads is known when the module is created, and all are started then: a thread
    # that is started later needs the event loop of the worker that waits for it.
    list(APPEND incoming mainScriptUrlOrBlob)
    target_link_options(${target} PRIVATE "-sPTHREAD_POOL_SIZE=Module[\"nThreads\"]||0"
                                          -sPTHREAD_POOL_SIZE_STRICT=2)
  endif()
  list(JOIN incoming "," incoming)
  target_link_options(${target} PRIVATE
    --no-entry -sMODULARIZE=1 -sEXPORT_ES6=1 -sEXPORT_NAME=createModule
    -sENVIRONMENT=web,worker,node -sFILESYSTEM=0 -sINCOMING_MODULE_JS_API=${incoming}
    -sEXPORTED_FUNCTIONS=${exports} -sEXPORTED_RUNTIME_METHODS=wasmMemory)

  set(mark_imports ${PROJECT_SOURCE_DIR}/cmake/HeddleNodeImports.cmake)
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${mark_imports})
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND ${CMAKE_COMMAND} -DFILE=$<TARGET_FILE:${target}> -P ${mark_imports} VERBATIM)
endfunction()
