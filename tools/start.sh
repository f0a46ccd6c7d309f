#!/bin/sh
# ./dev start [--port N]: builds what the page needs and serves the Studio until Ctrl-C.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/lib/setup.sh"
. "$root/tools/lib/build.sh"

usage() {
  warn "heddle: ./dev start takes --port N (1 to 65535) only"
  exit 2
}

first_port=8080
case ${1:-} in
  '') ;;
  --port) [ $# -eq 2 ] || usage && first_port=$2 ;;
  --port=*) [ $# -eq 1 ] || usage && first_port=${1#--port=} ;;
  *) usage ;;
esac
case $first_port in '' | *[!0-9]* | ??????*) usage ;; esac
if [ "$first_port" -lt 1 ] || [ "$first_port" -gt 65535 ]; then usage; fi

# free_port FIRST: prints the first port from FIRST on that nobody listens on.
free_port() {
  node -e '
    const first = Number(process.argv[1]);
    const attempt = (port) => {
      if (port > 65535 || port > first + 100) process.exit(1);
      const server = require("node:net").createServer();
      server.once("error", () => attempt(port + 1));
      server.listen(port, "127.0.0.1", () => server.close(() => console.log(port)));
    };
    attempt(first);
  ' "$1"
}

# answers PORT: something answers HTTP there, within a minute, while process SERVER is alive.
answers() {
  # shellcheck disable=SC2016 # JavaScript
  node -e '
    const [port, server] = process.argv.slice(1).map(Number);
    const until = Date.now() + 60_000;
    const ask = () => fetch(`http://127.0.0.1:${port}/`).then(
      () => process.exit(0),
      () => {
        try { process.kill(server, 0); } catch { process.exit(1); }
        if (Date.now() > until) process.exit(1);
        setTimeout(ask, 50);
      });
    ask();
  ' "$1" "$2"
}

set_up_javascript
set_up_wasm
# shellcheck disable=SC2086 # a list of words
build_presets $wasm_presets
build_javascript

port=$(free_port "$first_port") || die "no port from $first_port on is free; choose another with --port"
[ "$port" = "$first_port" ] || say "Port $first_port is taken, using $port"

mkdir -p "$logs"
cd "$root"
# A process group of its own, so that npm and what it started can be ended together.
setsid npm run --silent -w apps/studio preview -- --port "$port" --host 127.0.0.1 >"$logs/studio.log" 2>&1 &
server=$!

stop() {
  trap - INT TERM HUP EXIT
  kill -s TERM -- "-$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
}
trap 'stop; say ""; say "The Studio is stopped."; exit 0' INT TERM HUP
trap stop EXIT

answers "$port" "$server" || {
  tail -n 30 "$logs/studio.log" >&2
  die "the server did not start; the lines above are the end of $logs/studio.log"
}
say "The Studio is at http://127.0.0.1:$port/ (Ctrl-C stops it)"
wait "$server" || true
tail -n 30 "$logs/studio.log" >&2
die "the server stopped by itself; the lines above are the end of $logs/studio.log"
