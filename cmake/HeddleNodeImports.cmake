# Run as: cmake -DFILE=MODULE.mjs -P HeddleNodeImports.cmake, after MODULE.mjs was linked: makes it fit for
# bundlers.
#
# Tells bundlers to leave Emscripten's dynamic imports of Node's own modules alone. They run only in
# Node, but webpack, Vite and esbuild look for them when they build for a browser, and fail or warn.
cmake_minimum_required(VERSION 3.25)

file(READ "${FILE}" script)
# Older Emscriptens leave out the prefix "node:".
string(REGEX REPLACE "import\\(([\"'](node:[a-z_/]+|module|worker_threads)[\"']\\))"
                     "import(/* webpackIgnore: true *//* @vite-ignore */\\1" marked "${script}")
if(marked STREQUAL script)
  # What cannot be marked must not be shipped by a second, quieter build.
  file(REMOVE "${FILE}")
  message(FATAL_ERROR
    "${FILE} has no import(\"node:…\"): this Emscripten writes its imports of Node's modules in "
    "another way; look for them there and correct cmake/HeddleNodeImports.cmake.")
endif()

# webpack calls the chunk of a worker as the worker is called: with one name for the threads of all engines
# it would mix them up. The module itself only compares the name.
get_filename_component(engine "${FILE}" NAME_WE)
string(REPLACE "\"em-pthread\"" "\"em-pthread-${engine}\"" marked "${marked}")
file(WRITE "${FILE}" "${marked}")
