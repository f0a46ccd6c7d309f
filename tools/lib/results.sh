# shellcheck shell=sh
# Counts and names test cases in the JUnit files that the runners write. Sourced.

# count_ctest FILE: prints "PASSED FAILED". A program that runs many GoogleTest cases under one
# CTest name is counted by the summary that it printed.
count_ctest() {
  awk '
    BEGIN { RS = "<" }
    function finish(  n) {
      if (state == "") return
      if (inner_passed + inner_failed > 0) { passed += inner_passed; failed += inner_failed }
      else if (state == "run") passed++
      if (state == "fail" && inner_failed == 0) failed++
      state = ""; inner_passed = inner_failed = 0
    }
    /^testcase[ \t\n]/ {
      finish()
      state = "skip"
      if ($0 ~ /status="run"/) state = "run"
      if ($0 ~ /status="fail"/) state = "fail"
    }
    /^system-out>/ {
      n = split($0, line, "\n")
      for (i = 1; i <= n; i++) {
        if (line[i] ~ /^\[  PASSED  \] [0-9]+ tests?\./) { split(line[i], word, " "); inner_passed += word[4] }
        if (line[i] ~ /^\[  FAILED  \] [0-9]+ tests?, listed/) { split(line[i], word, " "); inner_failed += word[4] }
      }
    }
    END { finish(); print passed + 0, failed + 0 }
  ' "$1"
}

# count_vitest FILE: prints "PASSED FAILED".
count_vitest() {
  awk '
    function attribute(name) {
      if (!match($0, "[ \t\n]" name "=\"[0-9]+\"")) return 0
      value = substr($0, RSTART, RLENGTH)
      gsub(/[^0-9]/, "", value)
      return value + 0
    }
    BEGIN { RS = "<" }
    /^testsuite[ \t\n]/ {
      bad = attribute("failures") + attribute("errors")
      failed += bad
      passed += attribute("tests") - bad - attribute("skipped")
    }
    END { print passed + 0, failed + 0 }
  ' "$1"
}

# name_failed_ctest FILE: prints a line for each test case that failed.
name_failed_ctest() {
  awk '
    BEGIN { RS = "<" }
    /^testcase[ \t\n]/ {
      name = ""
      if ($0 ~ /status="fail"/ && match($0, /name="[^"]*"/)) name = substr($0, RSTART + 6, RLENGTH - 7)
      if (name != "") print name
    }
    /^system-out>/ && name != "" {
      n = split($0, line, "\n")
      for (i = 1; i <= n; i++) if (line[i] ~ /^\[  FAILED  \] [A-Za-z].*[^)]$/) print "  " substr(line[i], 14)
    }
  ' "$1"
}

# name_failed_vitest FILE: prints a line for each test case that failed, with the reason.
name_failed_vitest() {
  awk '
    function attribute(name) {
      if (!match($0, "[ \t\n]" name "=\"[^\"]*\"")) return ""
      value = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
      gsub(/&gt;/, ">", value); gsub(/&lt;/, "<", value); gsub(/&quot;|&apos;/, "\047", value)
      gsub(/&amp;/, "\\&", value); gsub(/(&#10;|\n).*/, "", value)
      return value
    }
    BEGIN { RS = "<" }
    /^testcase[ \t\n]/ { name = attribute("classname") ": " attribute("name") }
    /^(failure|error)[ \t\n]/ { print name ": " attribute("message") }
  ' "$1"
}
