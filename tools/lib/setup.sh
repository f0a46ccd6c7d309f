# shellcheck shell=sh
# Sets up what is missing, each thing only when it is. Sourced; brings the other libraries along.

. "$root/tools/lib/common.sh"
. "$root/tools/lib/apt.sh"
. "$root/tools/lib/node.sh"

set_up_native() { need_packages build; }

set_up_javascript() {
  use_node
  npm_packages "$root" "of the workspace"
}

set_up_wasm() {
  need_packages build wasm
  use_node
  sh "$root/tools/emscripten.sh"
  eval "$(sh "$root/tools/emscripten.sh" --print)"
}

set_up_browser() { need_packages browser; }

set_up_models() { need_packages build models; }
