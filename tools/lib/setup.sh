# shellcheck shell=sh
# Sets up what is missing, each thing only when it is. Sourced; brings the other libraries along.

. "$root/tools/lib/common.sh"
. "$root/tools/lib/apt.sh"
. "$root/tools/lib/node.sh"

# use_compiler_cache: what was compiled once is not compiled again, in another clone either.
use_compiler_cache() {
  export CMAKE_CXX_COMPILER_LAUNCHER="${CMAKE_CXX_COMPILER_LAUNCHER-ccache}"
  # Paths in this clone count as the same as those in another one.
  export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$root}" CCACHE_NOHASHDIR=1
}

set_up_native() {
  need_packages build
  use_compiler_cache
}

set_up_javascript() {
  use_node
  npm_packages "$root" "of the workspace"
}

set_up_wasm() {
  need_packages build wasm
  use_compiler_cache
  use_node
  sh "$root/tools/emscripten.sh"
  eval "$(sh "$root/tools/emscripten.sh" --print)"
}

# The browsers beside Chromium may be missing on other systems than Debian 12 and 13; in CI they may not.
set_up_browsers() {
  need_packages browser
  if [ "${CI:-}" = true ]; then
    need_packages browsers
  elif ! (need_packages browsers); then
    warn "heddle: going on without the browsers that could not be installed; their tests are skipped"
  fi
}

set_up_models() { need_packages build models; }
set_up_fuzzing() {
  need_packages build fuzz
  use_compiler_cache
}
