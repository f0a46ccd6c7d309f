#include <cmath>
#include <functional>
#include <span>
#include <string>

#include "heddle/runtime/parallel.h"

#include "cases.h"
#include "chain.h"

namespace heddle::bench {

namespace {

// A way to run a job, and the time of one run.
struct Entry {
  std::string name;
  std::unique_ptr<Scheduler> scheduler;  // null: in place
  std::function<double(Scheduler*)> time;
  [[nodiscard]] double seconds() const { return time(scheduler.get()); }
};

std::vector<Entry> entries_of(const Options& options,
                              const std::function<double(Scheduler*)>& time) {
  std::vector<Entry> entries;
  for (const std::uint32_t lanes : options.lanes) {
    entries.push_back({std::to_string(lanes), start_scheduler(lanes), time});
  }
  return entries;
}

// Not inlined, so that the plain loop and the lanes run the same instructions.
[[gnu::noinline]] void run_items(std::span<std::uint64_t> items, Range part, std::uint32_t steps) {
  for (std::size_t i = part.begin; i < part.end; ++i) items[i] = chain(i + 1, steps);
}

// So many steps an item make all items take `seconds` on one lane.
std::uint32_t steps_for(double seconds, std::size_t count) {
  std::vector<std::uint64_t> items(count);
  double steps = 50;
  // Once more with the steps found, as long chains overlap less than short ones.
  for (int pass = 0; pass < 2; ++pass) {
    const auto tried = static_cast<std::uint32_t>(std::lround(steps));
    std::vector<double> times;
    const double began = now();
    while (times.size() < 3 || now() - began < 10e-3) {
      const double start = now();
      run_items(items, {0, count}, tried);
      times.push_back(now() - start);
    }
    steps = std::max(1.0, tried * seconds / median(std::move(times)));
  }
  return static_cast<std::uint32_t>(std::lround(steps));
}

void run_items_on(Scheduler* scheduler, std::span<std::uint64_t> items, std::size_t grain,
                  std::uint32_t steps) {
  if (scheduler == nullptr) return run_items(items, {0, items.size()}, steps);
  const Status status =
      parallel_for(*scheduler, {0, items.size()}, grain,
                   [&](Range part, std::uint32_t) { run_items(items, part, steps); });
  if (!status.ok()) fail(status.message());
}

void require_items(std::span<const std::uint64_t> items, std::uint32_t steps) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    require(items[i] == chain(i + 1, steps), "an item of a loop");
  }
}

}  // namespace

void run_short_loop(const Options& options, Report& report) {
  constexpr std::size_t k_items = 64;
  constexpr std::size_t k_grain = 8;
  const int batch = options.quick ? 10 : 300;
  const std::uint32_t steps = steps_for(2e-6, k_items);
  std::vector<std::uint64_t> items(k_items);
  const auto time = [&](Scheduler* scheduler) {
    // The first ones wake the lanes.
    for (int i = 0; i < batch / 10; ++i) run_items_on(scheduler, items, k_grain, steps);
    items.assign(k_items, 0);
    const double start = now();
    for (int i = 0; i < batch; ++i) run_items_on(scheduler, items, k_grain, steps);
    const double seconds = (now() - start) / batch;
    require_items(items, steps);
    return seconds;
  };
  std::vector<Entry> entries = entries_of(options, time);
  entries.push_back({"serial", nullptr, time});
  race(entries, options.quick ? 2 : 15, report);
}

void run_compute(const Options& options, Report& report) {
  constexpr std::size_t k_items = 256;
  const std::uint32_t steps = steps_for(options.quick ? 1e-3 : 30e-3, k_items);
  std::vector<std::uint64_t> items(k_items);
  std::vector<Entry> entries = entries_of(options, [&](Scheduler* scheduler) {
    items.assign(k_items, 0);
    const double start = now();
    run_items_on(scheduler, items, 1, steps);
    const double seconds = now() - start;
    require_items(items, steps);
    return seconds;
  });
  race(entries, options.quick ? 2 : 7, report);
}

namespace {

// Allocates `count` blocks of 16 to 527 bytes, of which up to 64 live at a time. Returns the sum of
// the numbers that were written to them.
std::uint64_t allocate_and_free(std::uint32_t count) {
  constexpr std::uint32_t k_live = 64;
  unsigned char* live[k_live] = {};
  std::uint64_t sum = 0;
  const auto release = [&](std::uint32_t slot) {
    if (live[slot] != nullptr) sum += *live[slot];
    std::free(live[slot]);
  };
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t slot = i % k_live;
    release(slot);
    const std::size_t size = 16 + i * 2654435761U / 8388608U;
    live[slot] = static_cast<unsigned char*>(std::malloc(size));
    if (live[slot] == nullptr) fail("no memory");
    *live[slot] = static_cast<unsigned char>(i);
    live[slot][size - 1] = *live[slot];
  }
  for (std::uint32_t slot = 0; slot < k_live; ++slot) release(slot);
  return sum;
}

}  // namespace

void run_allocate(const Options& options, Report& report) {
  constexpr std::size_t k_parts = 64;
  const std::uint32_t count = options.quick ? 256 : 256 * 256;
  const std::uint64_t expected = std::uint64_t{count} / 256 * (255 * 256 / 2);
  std::vector<std::uint64_t> sums(k_parts);
  std::vector<Entry> entries = entries_of(options, [&](Scheduler* scheduler) {
    sums.assign(k_parts, 0);
    const double start = now();
    const Status status = parallel_for(*scheduler, {0, k_parts}, 1, [&](Range part, std::uint32_t) {
      sums[part.begin] = allocate_and_free(count);
    });
    const double seconds = now() - start;
    if (!status.ok()) fail(status.message());
    for (const std::uint64_t sum : sums) require(sum == expected, "what was written to the blocks");
    return seconds;
  });
  race(entries, options.quick ? 2 : 7, report);
}

}  // namespace heddle::bench
