#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// What the benchmark programs of this folder share: arguments, clock, figures.
namespace heddle::bench {

/// PROGRAM [--quick] CASE [LANES...]
struct Options {
  bool quick = false;  ///< a few repetitions: shows that it works, not how fast
  std::string_view which;
  std::vector<std::uint32_t> lanes;
};

/// Ends the program with a message; a benchmark has nobody to return an error to.
[[noreturn]] inline void fail(std::string_view message) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(message.size()), message.data());
  std::exit(1);
}

/// No time is reported for a wrong result.
inline void require(bool right, std::string_view what) {
  if (!right) fail(std::string("wrong result: ").append(what));
}

inline Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--quick") {
      options.quick = true;
    } else if (options.which.empty()) {
      options.which = argument;
    } else {
      const long lanes = std::strtol(argv[i], nullptr, 10);
      if (lanes < 1) fail("a number of lanes is at least 1");
      options.lanes.push_back(static_cast<std::uint32_t>(lanes));
    }
  }
  return options;
}

/// Seconds on a clock that never goes back.
inline double now() {
  const auto time = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(time).count();
}

inline void sleep_ms(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// The middle one of a list that is not empty.
inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Seconds by name, for bench/runtime.mjs.
class Report {
 public:
  void add(std::string_view name, double seconds) {
    char value[64];
    std::snprintf(value, sizeof(value), "%.12g", seconds);
    if (!text_.empty()) text_ += ",";
    text_.append("\"").append(name).append("\":").append(value);
  }
  void print() const { std::printf("{\"right\":true,\"figures\":{%s}}\n", text_.c_str()); }

 private:
  std::string text_;
};

/// Times the entries turn by turn, so that a slow moment of the machine falls on all of them, and
/// reports the median of each one's seconds.
/// entries  with a `name` and `seconds()`, which runs once and returns its time.
template <class Entry>
void race(std::vector<Entry>& entries, int rounds, Report& report) {
  std::vector<std::vector<double>> times(entries.size());
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      // Lanes of the one before have gone to sleep.
      sleep_ms(2);
      times[i].push_back(entries[i].seconds());
    }
  }
  for (std::size_t i = 0; i < entries.size(); ++i) report.add(entries[i].name, median(times[i]));
}

}  // namespace heddle::bench
