# shellcheck shell=sh
# What every script here shares: where things are, how to speak, how to fail.
# Sourced, never run. The caller sets `root` to the repository's folder first.

: "${root:?set root before sourcing tools/lib/common.sh}"

cache=${HEDDLE_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/heddle}
logs=$root/build/logs

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }

die() {
  printf 'heddle: %s\n' "$*" >&2
  exit 1
}

# logged STEP COMMAND...: runs a talkative command with its output in build/logs/STEP.log;
# when it fails, shows the end of that log and returns the command's status.
logged() {
  log_file=$logs/$1.log
  shift
  mkdir -p "$logs"
  log_status=0
  "$@" >"$log_file" 2>&1 </dev/null || log_status=$?
  if [ "$log_status" -ne 0 ]; then
    tail -n 30 "$log_file" | cut -c 1-400 >&2
    warn "heddle: the lines above are the end of $log_file"
  fi
  return "$log_status"
}

# version_at_least HAVE WANT: compares dotted numbers.
version_at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}
