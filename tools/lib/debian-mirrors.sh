# shellcheck shell=sh
# Reads the Debian mirrors that this machine uses from its own apt sources. Sourced.

# one_line_sources FILE: prints "URI SUITE" of every deb line of a one-line file.
one_line_sources() {
  sed -n 's/^[[:space:]]*deb[[:space:]][[:space:]]*\(\[[^]]*\][[:space:]]*\)\{0,1\}//p' "$1" |
    awk '/[[:space:]]main([[:space:]]|$)/ { print $1, $2 }'
}

# deb822_sources FILE: prints "URI SUITE" of every pair in a deb822 file.
deb822_sources() {
  awk '
    function flush(  i, j, n, m, u, s) {
      if (types ~ /(^| )deb( |$)/ && components ~ /(^| )main( |$)/ && enabled !~ /^no/) {
        n = split(uris, u, " "); m = split(suites, s, " ")
        for (i = 1; i <= n; i++) for (j = 1; j <= m; j++) print u[i], s[j]
      }
      types = uris = suites = components = enabled = field = ""
    }
    /^#/ { next }
    /^[[:space:]]*$/ { flush(); next }
    /^[^[:space:]]/ { field = tolower($1); sub(/:.*/, "", field); sub(/^[^:]*:[[:space:]]*/, "") }
    { sub(/^[[:space:]]+/, ""); sub(/[[:space:]]+$/, "") }
    field == "types" { types = types " " $0 }
    field == "uris" { uris = uris " " $0 }
    field == "suites" { suites = suites " " $0 }
    field == "components" { components = components " " $0 }
    field == "enabled" { enabled = enabled $0 }
    END { flush() }
  ' "$1"
}

# debian_mirrors: prints the URI of each mirror of the main archive, likeliest first.
# Other people's archives may look alike; the archive key tells them apart when lists are fetched.
debian_mirrors() {
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-stable}")
  {
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
      [ ! -r "$file" ] || one_line_sources "$file"
    done
    for file in /etc/apt/sources.list.d/*.sources; do
      [ ! -r "$file" ] || deb822_sources "$file"
    done
  } | awk -v codename="$codename" '
    $1 ~ /^cdrom:/ { next }
    $2 != codename && $2 !~ /^(stable|oldstable|testing|unstable|sid)$/ { next }
    seen[$1]++ { next }
    $1 ~ /\/debian\/?$/ { print; next }
    { later[++count] = $0 }
    END { for (i = 1; i <= count; i++) print later[i] }
  ' | cut -d ' ' -f 1
}
