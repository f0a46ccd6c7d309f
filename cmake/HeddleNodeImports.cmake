# Run as: cmake -DFILE=MODULE.mjs -P HeddleNodeImports.cmake, after MODULE.mjs was linked.
# Tells bundlers to leave Emscripten's dynamic imports of Node's own modules alone. They run only in
# Node, but webpack, Vite and esbuild look for them when they build for a browser, and fail or warn.
cmake_minimum_required(VERSION 3.25)

file(READ "${FILE}" script)
string(REGEX MATCHALL "import\\(\"node:" imports "${script}")
if(imports STREQUAL "")
  # The mark would silently be lost if Emscripten wrote its imports in another way.
  file(REMOVE "${FILE}")
  message(FATAL_ERROR
    "${FILE} has no import(\"node:…\"): this Emscripten writes its imports of Node's modules in "
    "another way; look for them there and correct cmake/HeddleNodeImports.cmake.")
endif()
string(REPLACE "import(\"node:" "import(/* webpackIgnore: true *//* @vite-ignore */\"node:"
       marked "${script}")
file(WRITE "${FILE}" "${marked}")
