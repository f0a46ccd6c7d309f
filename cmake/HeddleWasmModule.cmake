# heddle_wasm_module(ENGINE)
# Links abi_ENGINE into packages/heddle/wasm/ENGINE.BUILD.mjs, where BUILD is threads, simd or script.
# What it exports is what abi/exports/common.json and abi/exports/ENGINE.json list, and nothing else.
function(heddle_wasm_module engine)
  set(exports "")
  foreach(list common ${engine})
    set(file ${CMAKE_CURRENT_SOURCE_DIR}/exports/${list}.json)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} json)
    string(JSON count LENGTH "${json}" functions)
    math(EXPR last "${count} - 1")
    foreach(i RANGE ${last})
      string(JSON name GET "${json}" functions ${i} name)
      list(APPEND exports _${name})
    endforeach()
  endforeach()
  list(JOIN exports "," exports)

  set(target ${engine}_${HEDDLE_WASM_BUILD})
  add_executable(${target} src/wasm_module.cpp)
  target_link_libraries(${target} PRIVATE heddle::abi_${engine} heddle_flags)
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME ${engine}.${HEDDLE_WASM_BUILD}
    SUFFIX .mjs
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_SOURCE_DIR}/packages/heddle/wasm)
  set(incoming instantiateWasm locateFile print printErr onAbort)
  if(HEDDLE_WASM_THREADS)
    # The number of threads is known when the module is created, and all are started then: a thread
    # that is started later needs the event loop of the worker that waits for it.
    list(APPEND incoming mainScriptUrlOrBlob wasmMemory)
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
