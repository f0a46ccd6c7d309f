#!/bin/sh
# Makes a private copy of Emscripten from the Debian archive in the cache folder, without root and
# without touching the system. Why so: docs/decisions/toolchain.md. Called by tools/emscripten.sh:
#   tools/emscripten-copy.sh MIRROR SUITE
#
#   CACHE/emscripten/debs/SUITE/      what was downloaded; kept until the copy is done
#   CACHE/emscripten/root/            the unpacked packages
#   CACHE/emscripten/libraries/VERSION/   Emscripten's own cache: libraries built for WebAssembly
#   CACHE/emscripten/config           the compiler's settings (EM_CONFIG)
#   CACHE/emscripten/environment.sh   how to use it; written last, so it says that all is well
#
# May be stopped at any moment and run again: without environment.sh it starts over, but downloads
# and libraries that are complete are used again.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/lib/common.sh"

mirror=$1
suite=$2
home=$cache/emscripten
unpacked=$home/root

# private_apt PROGRAM ARGUMENT...: apt with lists, cache and sources of its own. It checks the
# archive's signature as always.
private_apt() {
  program=$1
  shift
  "$program" -o Dir::Etc::sourcelist="$home/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
    -o Dir::State::lists="$home/apt/lists" -o Dir::State::status="$home/apt/status" \
    -o Dir::Cache="$home/apt/cache" -o APT::Get::List-Cleanup=0 -o APT::Sandbox::User=root \
    -o APT::Default-Release= "$@"
}

# read_lists: fetches the suite's package lists; fails unless Debian signed them.
read_lists() {
  rm -rf "$home/apt"
  mkdir -p "$home/apt/lists/partial" "$home/apt/cache/archives/partial"
  : >"$home/apt/status"
  key=
  for file in /usr/share/keyrings/debian-archive-keyring.pgp /usr/share/keyrings/debian-archive-keyring.gpg; do
    if [ -r "$file" ]; then key="[signed-by=$file] " && break; fi
  done
  printf 'deb %s%s %s main\n' "$key" "$mirror" "$suite" >"$home/apt/sources.list"
  private_apt apt-get -o APT::Update::Error-Mode=any update
}

# libraries_of PACKAGE...: the packages with the shared libraries that these need, all the way down.
libraries_of() {
  private_apt apt-cache depends --recurse -i "$@" | grep '^[a-z]' | sort -u
}

# packages: what the copy is made of. Emscripten says which LLVM it was made for; others fail.
packages() {
  llvm=$(private_apt apt-cache depends -i emscripten | sed -n 's/.*Depends: clang-\([0-9][0-9]*\)$/\1/p')
  [ -n "$llvm" ] || return 1
  # lld and llvm are named without their dependencies, most of which only serve native compiling.
  printf '%s\n' emscripten node-acorn "clang-$llvm" "lld-$llvm" "llvm-$llvm" \
    "llvm-$llvm-linker-tools" "libclang-common-$llvm-dev"
  libraries_of binaryen "libllvm$llvm" "libclang-cpp$llvm"
}

download() {
  mkdir -p "$home/debs/$suite"
  # apt keeps the files that are already there and whole.
  # shellcheck disable=SC2046 # a list of words
  (cd "$home/debs/$suite" && private_apt apt-get download $(packages))
}

unpack() {
  rm -rf "$unpacked"
  mkdir -p "$unpacked"
  for package in $(packages); do
    dpkg -x "$(find "$home/debs/$suite" -name "${package}_*.deb" | sort -V | tail -n 1)" "$unpacked"
  done
  rm -rf "$unpacked/usr/share/doc" "$unpacked/usr/share/man" "$unpacked/usr/share/lintian"
  # Emscripten's scripts import acorn; Node looks for it in a folder of this name.
  ln -s nodejs "$unpacked/usr/share/node_modules"
}

# relocate: makes the programs use the copy's libraries, whatever the system has.
relocate() {
  loader=$(find "$unpacked" -name 'ld-linux*.so.*' -type f | head -n 1)
  library_path=$(dirname "$loader")
  llvm_root=$(dirname "$(find "$unpacked/usr/lib" -path '*/bin/clang' | head -n 1)")
  for program in "$llvm_root"/* "$unpacked"/usr/bin/wasm*; do
    if [ -L "$program" ] || ! patchelf --print-interpreter "$program" >/dev/null 2>&1; then continue; fi
    patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$library_path" "$program"
  done
  # A library with a path of its own does not follow its program's.
  find "$library_path" -maxdepth 1 -type f -name '*.so*' | while read -r library; do
    if [ -n "$(patchelf --print-rpath "$library" 2>/dev/null)" ]; then
      patchelf --force-rpath --set-rpath "$library_path" "$library"
    fi
  done
}

configure() {
  version=$(tr -d '" \n' <"$unpacked/usr/share/emscripten/emscripten-version.txt")
  cat >"$home/config" <<CONFIG
import os, shutil
LLVM_ROOT = '$llvm_root'
BINARYEN_ROOT = '$unpacked/usr'
NODE_JS = shutil.which('node')
CACHE = '$home/libraries/$version'
CONFIG
  cat >"$home/environment.new" <<ENVIRONMENT
export HEDDLE_EMSCRIPTEN='$unpacked/usr/share/emscripten'
export EM_CONFIG='$home/config'
export EMSDK_PYTHON=/usr/bin/python3
case :\$PATH: in *:'$unpacked/usr/share/emscripten':*) ;; *)
  export PATH='$unpacked/usr/share/emscripten':"\$PATH" ;;
esac
ENVIRONMENT
}

rm -f "$home/environment.sh"
read_lists
download
unpack
relocate
configure
# shellcheck source=/dev/null
. "$home/environment.new"
sh "$root/tools/emscripten-libraries.sh" "$home/try"
rm -rf "$home/apt" "$home/debs" "$home/try"
mv "$home/environment.new" "$home/environment.sh"
