# shellcheck shell=sh
# Installs Debian packages, but only those that are missing. Sourced after tools/lib/common.sh.

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif [ "${CI:-}" = true ]; then
    sudo -n "$@"
  else
    sudo "$@"
  fi
}

# missing_packages PACKAGE...: prints those that are not installed.
missing_packages() {
  have=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for package; do
    case "
$have
" in
      *"
installed $package
"*) ;;
      *) printf '%s\n' "$package" ;;
    esac
  done
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=600 "$@"
}

apt_update() { as_root apt-get update -o DPkg::Lock::Timeout=600; }

# install_packages PACKAGE...: the package lists are refreshed only when the first try fails.
install_packages() {
  command -v apt-get >/dev/null || die "this needs Debian 12 or 13; install by hand: $*"
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    die "these packages are missing and this user is not root; run as root: apt-get update && apt-get install -y $*"
  fi
  if find /var/lib/apt/lists -name '*_Packages*' 2>/dev/null | grep -q .; then
    if logged apt apt_install "$@" 2>/dev/null; then return; fi
  fi
  logged apt-update apt_update ||
    warn "heddle: apt-get update had trouble; going on with what it got"
  logged apt apt_install "$@" ||
    die "apt-get could not install the packages; fix what it says above, or run as root: apt-get install -y $*"
}

# need_packages GROUP...: makes sure that the groups of tools/lib/packages.txt are installed.
need_packages() {
  group_packages=
  for group; do
    group_packages="$group_packages $(awk -v group="$group" '$1 == group { print $2 }' "$root/tools/lib/packages.txt")"
  done
  # shellcheck disable=SC2086 # a list of words
  missing=$(missing_packages $group_packages)
  [ -n "$missing" ] || return 0
  say "Installing from the Debian archive:"
  for package in $missing; do
    awk -v package="$package" '$2 == package {
      why = $0; sub(/^[^ ]+ +[^ ]+ +/, "", why); printf "  %-20s %s\n", package, why
    }' "$root/tools/lib/packages.txt"
  done
  # shellcheck disable=SC2086 # a list of words
  install_packages $missing
}
