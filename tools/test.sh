#!/bin/sh
# ./dev test [--quick]: runs every test, or the quickest ones; goes on after a failure, so that one
# run shows everything. The last line is exactly "N passed, N failed", in test cases; a stage that
# fails without naming a test case counts as one.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/lib/setup.sh"
. "$root/tools/lib/build.sh"
. "$root/tools/lib/results.sh"

quick=false
case ${1:-} in
  '') ;;
  --quick) quick=true ;;
  *) warn "heddle: ./dev test takes --quick only, not $1" && exit 2 ;;
esac

results=$root/build/test-results
summary=
failures=
failed_cases=
all_passed=0
all_failed=0

# stage NAME KIND COMMAND...: runs one stage. KIND says who counts its cases: ctest, vitest or none.
# The command writes $results/NAME.xml, unless KIND is none.
stage() {
  name=$1
  kind=$2
  shift 2
  say ""
  say "== $name"
  began=$(date +%s)
  log=$logs/stage-$name.log
  # A pipe's status is that of its last command, so that of the first goes by a file.
  {
    stage_status=0
    "$@" || stage_status=$?
    printf '%s\n' "$stage_status" >"$log.status"
  } 2>&1 | tee "$log"
  stage_status=$(cat "$log.status")
  passed=0
  failed=0
  if [ "$kind" != none ] && [ -s "$results/$name.xml" ]; then
    # shellcheck disable=SC2046 # two words
    set -- $("count_$kind" "$results/$name.xml")
    passed=$1
    failed=$2
  fi
  if [ "$stage_status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  if [ "$kind" != none ] && [ $((passed + failed)) -eq 0 ]; then
    warn "heddle: no test ran in $name"
    failed=1
  fi
  outcome=ok
  if [ "$failed" -ne 0 ]; then
    outcome=FAILED
    failures="$failures $name"
    if [ "$kind" != none ] && [ -s "$results/$name.xml" ]; then
      failed_cases="$failed_cases$("name_failed_$kind" "$results/$name.xml" | sed "s/^/FAILED  $name: /")
"
    fi
  fi
  seconds=$(($(date +%s) - began))
  say "== $name: $outcome, $seconds s"
  all_passed=$((all_passed + passed))
  all_failed=$((all_failed + failed))
  summary="$summary$(printf '%-7s %-22s %6d passed %4d failed %5d s' \
    "$outcome" "$name" "$passed" "$failed" "$seconds")
"
  [ "$failed" -eq 0 ]
}

# cmake_tests PRESET: builds the preset and runs its tests.
cmake_tests() {
  build_preset "$1" || return 1
  (cd "$root" && ctest --preset "$1" --output-junit "$results/$1.xml" --test-output-size-passed 1000000)
}

# npm_tests WORKSPACE NAME: runs the workspace's Vitest.
npm_tests() {
  (cd "$root" && npm test -w "$1" -- --reporter=default --reporter=junit \
    --outputFile.junit="$results/$2.xml")
}

heddle_tests() { npm_tests packages/heddle heddle; }
studio_tests() { npm_tests apps/studio studio; }
cross_layer_tests() { npm_tests tests cross-layer; }
fuzzing() { sh "$root/tools/fuzz.sh" "$results/fuzz.xml"; }
model_checks() { sh "$root/tools/models.sh" "$results/models.xml"; }

rm -rf "$results"
mkdir -p "$results" "$logs"
began_all=$(date +%s)

set_up_native
set_up_javascript
set_up_wasm
$quick || set_up_models
$quick || set_up_fuzzing
$quick || set_up_browsers

stage native-release ctest cmake_tests native-release || true
if $quick; then
  # The package's tests run its modules.
  if stage wasm none build_wasm; then stage heddle vitest heddle_tests || true; fi
else
  stage models ctest model_checks || true
  stage native-asan ctest cmake_tests native-asan || true
  stage native-tsan ctest cmake_tests native-tsan || true
  stage fuzz ctest fuzzing || true
  for preset in $wasm_presets; do stage "$preset" ctest cmake_tests "$preset" || true; done
  if stage build-heddle none build_heddle; then
    stage heddle vitest heddle_tests || true
    stage build-studio none build_studio || true
    stage studio vitest studio_tests || true
    stage build-bench none build_bench || true
    stage cross-layer vitest cross_layer_tests || true
  fi
fi

# What failed is said once more here, where it is looked for.
for name in $failures; do
  say ""
  say "== the end of $name, which failed"
  tail -n 60 "$logs/stage-$name.log"
done
say ""
printf '%s' "$summary"
printf '%s' "$failed_cases" | head -n 40
say "in $(($(date +%s) - began_all)) s; the runners' results are in build/test-results"
say "$all_passed passed, $all_failed failed"
[ "$all_failed" -eq 0 ] && [ "$all_passed" -gt 0 ]
