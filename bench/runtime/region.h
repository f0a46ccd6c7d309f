#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "measure.h"

/// The cost of a parallel region without work, for any runtime.
namespace heddle::bench {

/// What the parts of a region do. Either nothing, so that one lane may well run all of them; or they
/// meet: each waits for all others, so that every lane must take part.
class Parts {
 public:
  Parts(std::uint32_t lanes, bool meet) : lanes_(lanes), meet_(meet), counts_(lanes) {}

  void run(std::size_t part) {
    const std::uint64_t region = ++counts_[part].value;
    if (!meet_) return;
    arrived_.fetch_add(1, std::memory_order_acq_rel);
    std::uint32_t spins = 0;
    double limit = 0;
    while (arrived_.load(std::memory_order_acquire) < region * lanes_) {
      if (++spins % 1024 != 0) continue;
      // The other lane may wait for this core.
      std::this_thread::yield();
      if (limit == 0) limit = now() + 10;
      if (now() > limit) fail("the lanes do not all take part in a region");
    }
  }

  /// Every part has run `regions` times, or the program ends.
  void check(std::uint64_t regions) const {
    for (const Counter& count : counts_) {
      require(count.value == regions, "a part of a region did not run exactly once");
    }
  }

 private:
  // With a cache line of its own.
  struct alignas(128) Counter {
    std::uint64_t value = 0;
  };

  std::uint32_t lanes_;
  bool meet_;
  std::vector<Counter> counts_;
  alignas(128) std::atomic<std::uint64_t> arrived_{0};
};

/// Seconds a region when one follows the other at once.
template <class Region>
double time_awake(const Options& options, Parts& parts, Region& region) {
  const int batch = options.quick ? 16 : 512;
  const double enough = options.quick ? 0 : 0.15;
  std::vector<double> times;
  std::uint64_t regions = 0;
  const double began = now();
  // The first batch wakes the lanes.
  while (times.size() < 6 || now() - began < enough) {
    const double start = now();
    int done = 0;
    // A slow one is stopped early.
    while (done < batch && (done % 16 != 0 || now() - start < 20e-3)) {
      region([&](std::size_t part) { parts.run(part); });
      ++done;
    }
    times.push_back((now() - start) / done);
    regions += static_cast<std::uint64_t>(done);
  }
  parts.check(regions);
  times.erase(times.begin());
  return median(std::move(times));
}

/// Seconds a region after the lanes had nothing to do for at least 2 ms.
template <class Region>
double time_parked(const Options& options, Parts& parts, Region& region) {
  const std::uint64_t rounds = options.quick ? 5 : 50;
  std::vector<double> times;
  for (std::uint64_t i = 0; i < rounds; ++i) {
    sleep_ms(2);
    const double start = now();
    region([&](std::size_t part) { parts.run(part); });
    times.push_back(now() - start);
  }
  parts.check(rounds);
  return median(std::move(times));
}

/// Reports both kinds of region, as "empty LANES" and "meet LANES"; `which` in the options is awake or
/// parked.
/// region  called with a body: calls body(i) once for each i below `lanes`, in parallel, and returns
///         when all are done.
template <class Region>
void time_regions(const Options& options, std::uint32_t lanes, Region region, Report& report) {
  for (const bool meet : {false, true}) {
    Parts parts(lanes, meet);
    const double seconds = options.which == "parked" ? time_parked(options, parts, region)
                                                     : time_awake(options, parts, region);
    report.add((meet ? "meet " : "empty ") + std::to_string(lanes), seconds);
  }
}

}  // namespace heddle::bench
