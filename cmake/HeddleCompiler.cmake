# Flags that every target of ours is built with.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

set(HEDDLE_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them")
option(HEDDLE_FUZZ "Build the libFuzzer targets; needs clang" OFF)
set(HEDDLE_WASM_BUILD "" CACHE STRING "With Emscripten: threads, simd or script")

add_library(heddle_flags INTERFACE)
# No contraction: a fused multiply-add changes bits between targets.
# Designated initializers leave fields out on purpose.
target_compile_options(heddle_flags INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion
                                              -Wno-missing-field-initializers -Werror
                                              -ffp-contract=off)

# Modules below the command line use neither exceptions nor RTTI.
add_library(heddle_module_flags INTERFACE)
target_link_libraries(heddle_module_flags INTERFACE heddle_flags)
target_compile_options(heddle_module_flags INTERFACE -fno-exceptions -fno-rtti)

if(HEDDLE_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "HEDDLE_FUZZ needs clang, not ${CMAKE_CXX_COMPILER_ID}: use the preset native-fuzz")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(HEDDLE_SANITIZE)
  add_compile_options(-fsanitize=${HEDDLE_SANITIZE} -fno-omit-frame-pointer -g -O1)
  add_link_options(-fsanitize=${HEDDLE_SANITIZE})
  if(HEDDLE_SANITIZE MATCHES undefined)
    # The check of virtual calls needs the type information that modules are built without.
    add_compile_options(-fno-sanitize-recover=undefined -fno-sanitize=vptr)
  endif()
endif()

if(EMSCRIPTEN)
  set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")
  if(HEDDLE_WASM_BUILD STREQUAL threads)
    set(HEDDLE_WASM_THREADS ON)
    add_compile_options(-pthread -msimd128)
    add_link_options(-pthread -sMALLOC=mimalloc)
  elseif(HEDDLE_WASM_BUILD STREQUAL simd)
    add_compile_options(-msimd128)
  elseif(HEDDLE_WASM_BUILD STREQUAL script)
    # wasm2js takes neither SIMD nor threads.
    add_link_options(-sWASM=0)
  else()
    message(FATAL_ERROR "HEDDLE_WASM_BUILD is '${HEDDLE_WASM_BUILD}': use a preset wasm-threads, "
                        "wasm-simd or wasm-script")
  endif()
  # A failed allocation returns null, which our code turns into a Status. Memory beyond 2 GiB would
  # make pointers negative numbers in JavaScript.
  add_link_options(-sALLOW_MEMORY_GROWTH=1 -sABORTING_MALLOC=0 -sMAXIMUM_MEMORY=2GB
                   -sSTACK_SIZE=1MB -Wno-pthreads-mem-growth)
else()
  set(THREADS_PREFER_PTHREAD_FLAG ON)
  find_package(Threads REQUIRED)
  target_link_libraries(heddle_flags INTERFACE Threads::Threads)
endif()
