#!/bin/sh
# ./dev lint: checks layout, then the C++ (clang-tidy), TypeScript (tsc, ESLint) and shell sources.
# Goes on after a failure, so that one run shows everything.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/lib/setup.sh"
. "$root/tools/lib/build.sh"

need_packages build format lint
set_up_javascript
cd "$root"
status=0

check() {
  say "== $1"
  shift
  "$@" || status=1
}

shell_sources() {
  shellcheck -x dev tools/*.sh tools/lib/*.sh .ci/run
}

typescript() {
  npm run --silent typecheck --workspaces --if-present
}

check layout sh tools/format.sh --check
check shellcheck shell_sources
check clang-tidy sh tools/clang-tidy.sh
# The Studio's types come from the package's build.
check packages/heddle build_heddle
check tsc typescript
check eslint node_modules/.bin/eslint --max-warnings 0 .
[ "$status" -eq 0 ] || die "lint found something; see above"
