# shellcheck shell=sh
# Finds Node and npm, or puts private ones in the cache folder; installs the npm packages. Sourced
# after tools/lib/common.sh and tools/lib/apt.sh.

# What is put in the cache folder when the machine's own will not do.
node_major=24
npm_major=11

node_ok() {
  node_version=$(node --version 2>/dev/null) || return 1
  node_version=${node_version#v}
  case ${node_version%%.*} in
    20) version_at_least "$node_version" 20.19 ;;
    22) version_at_least "$node_version" 22.13 ;;
    *) version_at_least "$node_version" 24 ;;
  esac
}

# npm 10 and older trip over the optional packages that Vite brings for each platform.
npm_ok() {
  npm_path=$(command -v npm) || return 1
  npm_json=$(dirname -- "$(readlink -f -- "$npm_path")")/../package.json
  if [ -r "$npm_json" ]; then
    npm_version=$(sed -n 's/^ *"version": *"\([0-9.]*\).*/\1/p' "$npm_json" | head -n 1)
  else
    npm_version=$(npm --version 2>/dev/null) || return 1
  fi
  version_at_least "$npm_version" "$npm_major"
}

make_private_node() {
  case $(uname -m) in
    x86_64) architecture=x64 ;;
    aarch64) architecture=arm64 ;;
    *) die "no Node is available here for $(uname -m); install Node 20.19 or newer and npm $npm_major" ;;
  esac
  node_packages="npm@$npm_major"
  node_ok || node_packages="node-linux-$architecture@$node_major $node_packages"
  npm --version >/dev/null 2>&1 || need_packages npm
  say "Putting $node_packages in $cache/node (this machine's Node is missing or too old for Vite)"
  mkdir -p "$cache"
  new=$(mktemp -d "$cache/node.XXXXXX")
  # shellcheck disable=SC2086 # a list of words
  logged node npm install --prefix "$new" --no-fund --no-audit --ignore-scripts $node_packages || {
    rm -rf "$new"
    die "npm could not install Node; check the network and run this again"
  }
  mkdir "$new/bin"
  for program in node npm npx; do
    case $program in
      node) target=../node_modules/node-linux-$architecture/bin/node ;;
      *) target=../node_modules/npm/bin/$program-cli.js ;;
    esac
    [ ! -e "$new/bin/$target" ] || ln -s "$target" "$new/bin/$program"
  done
  rm -rf "$cache/node"
  # Where another run was faster, its copy is as good.
  mv -T "$new" "$cache/node" 2>/dev/null || rm -rf "$new"
}

use_node() {
  if node_ok && npm_ok; then return; fi
  if [ -d "$cache/node/bin" ]; then
    PATH=$cache/node/bin:$PATH
    export PATH
    if node_ok && npm_ok; then return; fi
  fi
  make_private_node
  PATH=$cache/node/bin:$PATH
  export PATH
  if ! node_ok || ! npm_ok; then
    die "the Node in $cache/node does not run; remove that folder and run this again"
  fi
}

# npm_packages FOLDER WHY: installs what FOLDER's lock file names, when that has changed.
npm_packages() {
  lock=$1/package-lock.json
  stamp=$1/node_modules/.heddle-lock
  [ -r "$lock" ] || die "$lock is missing; restore it with: git checkout -- '$lock'"
  if [ -r "$stamp" ] && cmp -s "$lock" "$stamp"; then return; fi
  say "Installing the npm packages $2"
  rm -f "$stamp"
  logged "npm-$(basename "$1")" npm --prefix "$1" ci ||
    die "npm could not install the packages of $1; check the network and run this again"
  cp "$lock" "$stamp"
}
