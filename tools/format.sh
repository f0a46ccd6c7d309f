#!/bin/sh
# ./dev format: lays out every source file. --check changes nothing and fails where it would.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/lib/setup.sh"

need_packages format
set_up_javascript
cd "$root"

sources() { git ls-files -z --cached --others --exclude-standard -- '*.h' '*.cpp'; }

if [ "${1:-}" = --check ]; then
  status=0
  sources | xargs -0 -r clang-format --dry-run -Werror || status=1
  node_modules/.bin/prettier --log-level warn --check . || status=1
  [ "$status" -eq 0 ] || die "some files are not laid out; ./dev format does it"
else
  sources | xargs -0 -r clang-format -i
  node_modules/.bin/prettier --log-level warn --write .
fi
