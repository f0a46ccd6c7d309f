#!/bin/sh
# tools/fuzz.sh [JUNIT_FILE]: has libFuzzer run each target for HEDDLE_FUZZ_SECONDS (30), from its seeds and what
# earlier runs found (build/fuzz). An input that fails stays there, and the log says which.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/lib/setup.sh"
. "$root/tools/lib/build.sh"
set_up_fuzzing

seconds=${HEDDLE_FUZZ_SECONDS:-30}
junit=${1:-$root/build/fuzz/fuzz.xml}
mkdir -p "$(dirname "$junit")" "$logs"
build_preset native-fuzz || die "the fuzz targets do not build; the log is in $logs"
cases=
failures=0

# fuzz FOLDER NAME: one test case; seeds, and the words of both, are in engines/table/fuzz.
fuzz() {
  folder=$root/engines/table/fuzz
  corpus=$root/build/fuzz/$1
  log=$logs/fuzz-$1.log
  mkdir -p "$corpus"
  status=run
  "$root/build/native-fuzz/engines/table/${1}_fuzz" "$corpus" "$folder/seeds/$1" \
    -dict="$folder/table.dict" -max_total_time="$seconds" -max_len=2000 -timeout=10 \
    -artifact_prefix="$root/build/fuzz/$1-" >"$log" 2>&1 || status=fail
  say "$(printf '%-6s %-6s %s' "$status" "$1" "$(sed -n 's/^Done \(.*\)/\1/p' "$log")")"
  if [ "$status" = fail ]; then
    warn "heddle: the fuzz target $1 found something; see $log"
    # The stack; then what did not hold, and the input as Base64, which is in no other place on a machine that is gone.
    tail -40 "$log" >&2
    grep -a -E '^(this does not hold|==.*ERROR|SUMMARY|Base64)' "$log" >&2 || true
    failures=$((failures + 1))
  fi
  cases="$cases  <testcase name=\"$1\" classname=\"fuzz\" status=\"$status\"/>
"
}

fuzz table
fuzz patch

printf '<testsuite name="fuzz">\n%s</testsuite>\n' "$cases" >"$junit"
[ "$failures" -eq 0 ]
