#!/bin/sh
# tools/models.sh [JUNIT_FILE]: has Spin visit every state of the models in tests/models. Each model must
# hold, and each of its faulty variants must be found faulty: a check that cannot fail shows nothing.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/lib/setup.sh"
set_up_models

junit=${1:-$root/build/models/models.xml}
mkdir -p "$(dirname "$junit")"
cases=
failures=0

# verify FOLDER MODEL OPTION...: makes Spin's verifier of a model and runs it.
verify() {
  folder=$root/build/models/$1
  model=$root/tests/models/$2.pml
  shift 2
  rm -rf "$folder"
  mkdir -p "$folder"
  cd "$folder"
  spin -a "$@" "$model" && cc -O1 -w -DSAFETY -o pan pan.c && ./pan -m1000000
}

# check holds|fails MODEL OPTION...: one test case.
check() {
  want=$1
  shift
  name=$(printf '%s' "$*" | tr ' ' '_')
  log=$logs/models-$name.log
  mkdir -p "$logs"
  outcome=broken
  if (verify "$name" "$@") >"$log" 2>&1; then
    if grep -qE 'errors: [1-9]' "$log"; then
      outcome=fails
    elif grep -qE 'max search depth too small|Search not completed' "$log"; then
      outcome=incomplete
    elif grep -qE 'errors: 0$' "$log"; then
      outcome=holds
    fi
  fi
  states=$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' "$log")
  why=$(sed -n 's/^pan:[0-9]*: \(.*\) (at depth.*/, \1/p' "$log")
  say "$(printf '%-6s %-44s %9s states%s' "$outcome" "$*" "${states:-no}" "$why")"
  status=run
  if [ "$outcome" != "$want" ]; then
    warn "heddle: $* should be a model that $want; see $log"
    status=fail
    failures=$((failures + 1))
  fi
  cases="$cases  <testcase name=\"$name\" classname=\"models\" status=\"$status\"/>
"
}

# check_faults MODEL COUNT: its variants -DBROKEN=1 to COUNT.
check_faults() {
  fault=1
  while [ "$fault" -le "$2" ]; do
    check fails "$1" "-DBROKEN=$fault"
    fault=$((fault + 1))
  done
}

check holds spsc_ring -DCAPACITY=1
check holds spsc_ring -DCAPACITY=2
check holds spsc_ring -DCAPACITY=4
check_faults spsc_ring 3

check holds triple_buffer
check holds triple_buffer -DTOTAL=9
check_faults triple_buffer 5

check holds park -DLANES=1 -DREGIONS=3
check holds park -DCHUNKS=1
check holds park -DCHUNKS=2
check holds park -DCHUNKS=3
check holds park -DREGIONS=3 -DSPURIOUS=0
check holds park -DLANES=3 -DREGIONS=1 -DCHUNKS=1 -DSPURIOUS=0
check holds park -DTOGETHER -DLANES=1 -DREGIONS=3
check holds park -DTOGETHER -DREGIONS=3
check holds park -DTOGETHER -DLANES=3 -DSPURIOUS=0
check holds park -DTOGETHER -DAWAKE=2 -DREGIONS=3
check holds park -DTOGETHER -DLANES=3 -DAWAKE=2 -DREGIONS=1
check holds park -DTOGETHER -DLANES=3 -DAWAKE=3 -DREGIONS=1
for fault in 3 4 5 6 7 8 10 11 12 13 15 16; do check fails park "-DBROKEN=$fault"; done
for fault in 1 2 9 14 17 18 19; do check fails park -DTOGETHER "-DBROKEN=$fault"; done
for fault in 3 4 5 6; do check holds park "-DBROKEN=$fault" -DFENCED; done
for fault in 1 2; do check holds park -DTOGETHER "-DBROKEN=$fault" -DFENCED; done

printf '<testsuite name="models">\n%s</testsuite>\n' "$cases" >"$junit"
[ "$failures" -eq 0 ]
