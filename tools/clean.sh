#!/bin/sh
# ./dev clean [--all]: removes what the builds made; --all also the npm packages.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/lib/common.sh"

case ${1:-} in
  '' | --all) ;;
  *) warn "heddle: ./dev clean takes --all only, not $1" && exit 2 ;;
esac

cd "$root"
rm -rf build test-output packages/heddle/wasm packages/heddle/src/generated packages/heddle/dist \
  apps/studio/dist
if [ "${1:-}" = --all ]; then
  rm -rf node_modules packages/heddle/node_modules apps/studio/node_modules tests/node_modules \
    bench/node_modules
fi
if command -v ccache >/dev/null 2>&1; then
  say "What was compiled stays in ccache's own folder; to empty it: ccache --clear"
fi
if [ -d "$cache" ]; then
  say "The private compiler and Node stay in $cache; other clones use them too. To remove them: rm -rf '$cache'"
fi
