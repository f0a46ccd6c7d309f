#!/bin/sh
# ./dev build [PRESET...]: builds the named CMake presets, or everything that is shipped.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/lib/setup.sh"
. "$root/tools/lib/build.sh"

for preset; do
  case " $native_presets $wasm_presets " in
    *" $preset "*) ;;
    *) warn "heddle: no preset $preset; there are: $native_presets $wasm_presets" && exit 2 ;;
  esac
done

if [ $# -gt 0 ]; then
  set_up_native
  case " $* " in *" wasm-"*) set_up_wasm ;; esac
  build_presets "$@"
else
  set_up_native
  set_up_javascript
  set_up_wasm
  # shellcheck disable=SC2086 # a list of words
  build_presets native-release $wasm_presets
  build_javascript
fi
