#!/bin/sh
# Runs clang-tidy over our own C++ sources, on every core. A file that passed is skipped until it, a
# header or the rules change.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/lib/setup.sh"
. "$root/tools/lib/build.sh"

stamps=$root/build/clang-tidy
mkdir -p "$stamps"
cd "$root"
configure_preset native-debug || die "native-debug cannot be configured; see above"

# Newer than every header, or absent.
newest=$(git ls-files -z --cached --others --exclude-standard -- '*.h' .clang-tidy |
  xargs -0 -r ls -t 2>/dev/null | head -n 1)

due() {
  sed -n 's/^ *"file": "\(.*\)",\{0,1\}$/\1/p' build/native-debug/compile_commands.json |
    grep "^$root/" | grep -v "^$root/build/" | sort -u | while read -r file; do
    stamp=$stamps/$(printf '%s' "${file#"$root"/}" | tr / _)
    if [ ! -e "$stamp" ] || [ "$file" -nt "$stamp" ] || [ "$newest" -nt "$stamp" ]; then
      printf '%s\0%s\0' "$file" "$stamp"
    fi
  done
}

# shellcheck disable=SC2016 # $1 and $2 are for the inner shell
due | xargs -0 -r -n 2 -P "$(nproc)" sh -c '
  if clang-tidy -p build/native-debug --quiet --extra-arg=-Wno-unknown-warning-option "$1" \
    >"$2.log" 2>&1; then
    rm -f "$2.log"
    touch "$2"
  else
    cat "$2.log"
    exit 1
  fi
' tidy
