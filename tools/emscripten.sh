#!/bin/sh
# Finds a usable Emscripten, or makes a private copy of one.
#   tools/emscripten.sh          makes sure that there is one
#   tools/emscripten.sh --print  the same, and prints shell lines that put it to use
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/lib/common.sh"
. "$root/tools/lib/apt.sh"
. "$root/tools/lib/node.sh"
. "$root/tools/lib/debian-mirrors.sh"

oldest=3.1.69
private=$cache/emscripten

# usable FOLDER: FOLDER holds an emcc that is new enough. Reads a file, since emcc is slow to ask.
usable() {
  [ -x "$1/emcc" ] && [ -r "$1/emscripten-version.txt" ] &&
    version_at_least "$(tr -d '" \n' <"$1/emscripten-version.txt")" "$oldest"
}

# own_emscripten: prints the folder of the machine's own Emscripten where that will do.
own_emscripten() {
  if emcc=$(command -v emcc); then
    folder=$(dirname -- "$(readlink -f -- "$emcc")")
    case $folder in "$private"/*) return 1 ;; esac
    if usable "$folder"; then
      printf '%s\n' "$folder"
      return
    fi
  fi
  [ -n "${EMSDK:-}" ] && usable "$EMSDK/upstream/emscripten" || return 1
  printf '%s\n' "$EMSDK/upstream/emscripten"
}

make_copy() {
  case $private in
    *[[:space:]]*) die "the compiler cannot live in a folder with spaces ($private); set HEDDLE_CACHE to another one" ;;
  esac
  use_node
  need_packages wasm
  mkdir -p "$private"
  exec 9>"$private/lock"
  if ! flock -n 9; then
    say "Another run is making the compiler copy; waiting for it."
    flock 9
  fi
  [ ! -r "$private/environment.sh" ] || return 0
  say "Making a private copy of the Emscripten compiler in $private"
  say "  (Debian's own is too old; about 100 MB to download, 500 MB on disk, a few minutes)"
  for suite in testing stable; do
    for mirror in $(debian_mirrors); do
      say "  from the $suite suite of $mirror"
      if logged "emscripten-$suite" sh "$root/tools/emscripten-copy.sh" "$mirror" "$suite"; then
        return
      fi
    done
  done
  die "no Emscripten could be made from the Debian archive; check the network, or install Emscripten $oldest or newer so that emcc is on PATH"
}

if folder=$(own_emscripten); then
  environment="export HEDDLE_EMSCRIPTEN='$folder'
export PATH='$folder':\"\$PATH\""
else
  [ -r "$private/environment.sh" ] || make_copy >&2
  environment=$(cat "$private/environment.sh")
fi

if [ "${1:-}" = --print ]; then printf '%s\n' "$environment"; fi
