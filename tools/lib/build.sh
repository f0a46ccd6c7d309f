# shellcheck shell=sh
# Builds CMake presets and npm workspaces. Sourced after tools/lib/setup.sh.

native_presets='native-release native-debug native-asan native-tsan'
wasm_presets='wasm-threads wasm-simd wasm-script'

# configure_preset NAME: when that is due; afterwards ninja sees changes by itself.
configure_preset() {
  ninja_file=$root/build/$1/build.ninja
  if [ -f "$ninja_file" ] && [ ! "$root/CMakePresets.json" -nt "$ninja_file" ]; then return; fi
  (cd "$root" && logged "$1-configure" cmake --preset "$1") || return 1
  touch "$ninja_file"
}

build_preset() {
  configure_preset "$1" || return 1
  (cd "$root" && logged "$1-build" cmake --build --preset "$1")
}

# build_presets NAME...: the same with a line for each; stops at the first failure.
build_presets() {
  for preset; do
    say "Building $preset"
    build_preset "$preset" || die "$preset does not build; the whole log is in $logs"
  done
}

# build_bench: the programs that only the benchmarks run. CMake looks again for what is compared with.
build_bench() {
  for preset in native-release wasm-threads; do
    (cd "$root" && logged "$preset-configure" cmake --preset "$preset") || return 1
    (cd "$root" && logged "$preset-bench" cmake --build --preset "$preset" --target runtime_bench) ||
      return 1
  done
}

# changed_since STAMP PATH...: something in the paths is newer than the stamp, or there is none.
changed_since() {
  since=$1
  shift
  [ -e "$since" ] || return 0
  find "$@" \( -name node_modules -o -name dist -o -name generated \) -prune \
    -o -type f -newer "$since" ! -name '*.tsbuildinfo' -print 2>/dev/null | grep -q .
}

# build_workspace NAME FOLDER...: npm's build script of the first folder, when a folder changed.
build_workspace() {
  workspace=$1
  shift
  stamp=$root/build/stamps/$(basename "$workspace")
  if [ -d "$root/$workspace/dist" ] && ! changed_since "$stamp" "$@"; then return; fi
  mkdir -p "$root/build/stamps"
  # Taken before, so that an edit made during the build is not lost.
  touch "$stamp.new"
  (cd "$root" && logged "$(basename "$workspace")-build" npm run build -w "$workspace") || return 1
  mv "$stamp.new" "$stamp"
}

# build_wasm: the modules that packages/heddle runs.
build_wasm() {
  for preset in $wasm_presets; do
    build_preset "$preset" || return 1
  done
}

build_heddle() {
  build_workspace packages/heddle "$root/packages/heddle" "$root/abi/exports" \
    "$root/package-lock.json"
}

build_studio() {
  build_workspace apps/studio "$root/apps/studio" "$root/packages/heddle" "$root/package-lock.json"
}

build_javascript() {
  say "Building packages/heddle"
  build_heddle || die "packages/heddle does not build; see above"
  say "Building apps/studio"
  build_studio || die "apps/studio does not build; see above"
}
