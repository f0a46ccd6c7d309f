#!/bin/sh
# Compiles one small program in every way the WebAssembly presets do, so that Emscripten builds the
# C and C++ libraries they need, and runs each under Node: what this script passes, works.
#   tools/emscripten-libraries.sh SCRATCH_FOLDER        (emcc and node are on PATH)
set -eu
mkdir -p "$1"
cd "$1"

cat >program.cpp <<'CPP'
#include <cstdio>
#include <string>
#include <vector>
#ifdef __EMSCRIPTEN_PTHREADS__
#include <thread>
#endif
#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

int main() {
  std::vector<int> values(4, 1);
#ifdef __EMSCRIPTEN_PTHREADS__
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) threads.emplace_back([&values, i] { values[i] = 2; });
  for (std::thread& thread : threads) thread.join();
#endif
#ifdef __wasm_simd128__
  const v128_t vector = wasm_v128_load(values.data());
  wasm_v128_store(values.data(), wasm_i32x4_add(vector, wasm_i32x4_splat(1)));
#endif
#if __cpp_exceptions
  try {
    (void)std::string(1, 'x').at(values.size());
  } catch (const std::exception&) {
    values[3] = 9;
  }
#endif
  for (int value : values) std::printf("%d", value);
  std::printf("\n");
}
CPP

# try_flags EXPECTED FLAG...: builds and runs the program.
try_flags() {
  expected=$1
  shift
  printf 'em++ %s\n' "$*"
  em++ -std=c++20 -O3 program.cpp -o program.js -sENVIRONMENT=node,worker -sEXIT_RUNTIME=1 "$@"
  got=$(node program.js)
  [ "$got" = "$expected" ] || {
    printf 'the program printed %s instead of %s\n' "$got" "$expected"
    exit 1
  }
}

threads='-pthread -msimd128 -sMALLOC=mimalloc -sPTHREAD_POOL_SIZE=2 -sINITIAL_MEMORY=64MB'
# shellcheck disable=SC2086 # a list of words
{
  try_flags 3322 $threads -fno-exceptions
  try_flags 2222 -msimd128 -fno-exceptions
  try_flags 1111 -sWASM=0 -fno-exceptions
  try_flags 3329 $threads -fwasm-exceptions
  try_flags 2229 -msimd128 -fwasm-exceptions
}
