#!/bin/sh
# ./dev bench [NAME] [--json FILE] [--only PART]: runs the side-by-side benchmarks, or those called NAME.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/lib/setup.sh"
. "$root/tools/lib/build.sh"

set_up_native
set_up_javascript
set_up_wasm
need_packages bench browser
# shellcheck disable=SC2086 # a list of words
build_presets native-release $wasm_presets
say "Building packages/heddle"
build_heddle || die "packages/heddle does not build; see above"
say "Building apps/studio"
build_studio || die "apps/studio does not build; see above"
say "Building the programs of the benchmarks"
build_bench || die "the programs of the benchmarks do not build; see above"
npm_packages "$root/bench" "that the benchmarks compare with"

# npm tells the script where the user stands (INIT_CWD), so that FILE means what they typed.
exec npm --prefix "$root/bench" run --silent bench -- "$@"
