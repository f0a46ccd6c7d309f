#include "heddle/runtime/trace.h"

#include <functional>

#include "heddle/runtime/parallel.h"

#include "cases.h"
#include "chain.h"

namespace heddle::bench {

namespace {

// A few nanoseconds of work. Not inlined, so that the loops around them are the same.
constexpr std::uint32_t k_steps = 4;

[[gnu::noinline]] std::uint64_t work(std::uint64_t x) { return chain(x, k_steps); }

[[gnu::noinline]] std::uint64_t traced_work(Trace* trace, std::uint64_t x) {
  const TraceScope scope(trace, 0, "work");
  return chain(x, k_steps);
}

struct Entry {
  std::string name;
  std::function<double()> seconds;
};

// Calls step(x) `count` times, each with what the one before returned, and checks the last one's result.
template <class Step>
double time_calls(int count, const Step& step) {
  std::uint64_t x = 1;
  const double start = now();
  for (int i = 0; i < count; ++i) x = step(x);
  const double seconds = (now() - start) / count;
  require(x == chain(1, k_steps * static_cast<std::uint32_t>(count)), "a chain of calls");
  return seconds;
}

void time_scope(const Options& options, Report& report) {
  const int count = options.quick ? 2'000 : 200'000;
  auto trace = Trace::create(1, 1024);
  if (!trace.ok()) fail(trace.error().message());
  const auto time_traced = [count](Trace* where) {
    return time_calls(count, [where](std::uint64_t x) { return traced_work(where, x); });
  };
  std::vector<Entry> entries = {
      {"plain", [count] { return time_calls(count, work); }},
      {"off", [&] { return time_traced(nullptr); }},
      {"on",
       [&] {
         const double seconds = time_traced(&trace.value());
         require(trace.value().lost() == static_cast<std::uint64_t>(count) - 1024,
                 "the number of records");
         trace.value().clear();
         return seconds;
       }},
      {"clock", [count] {
         std::uint64_t last = 0;
         bool forward = true;
         const double start = now();
         for (int i = 0; i < 2 * count; ++i) {
           const std::uint64_t time = Trace::now();
           forward = forward && time >= last;
           last = time;
         }
         const double seconds = (now() - start) / count;
         require(forward, "a clock that goes back");
         return seconds;
       }}};
  race(entries, options.quick ? 2 : 25, report);
}

void time_loop(const Options& options, Report& report) {
  constexpr std::size_t k_items = 4096;
  constexpr std::uint32_t k_item_steps = 16;
  const int batch = options.quick ? 2 : 20;
  const auto scheduler = start_scheduler(2);
  std::vector<std::uint64_t> items(k_items);
  // chunk  does the items of a part.
  const auto time = [&](const auto& chunk) {
    items.assign(k_items, 0);
    const double start = now();
    for (int i = 0; i < batch; ++i) {
      const Status status = parallel_for(*scheduler, {0, k_items}, 4, chunk);
      if (!status.ok()) fail(status.message());
    }
    const double seconds = (now() - start) / batch;
    for (std::size_t i = 0; i < k_items; ++i) {
      require(items[i] == chain(i + 1, k_item_steps), "an item of a loop");
    }
    return seconds;
  };
  const auto run = [&items](Range part) {
    for (std::size_t i = part.begin; i < part.end; ++i) items[i] = chain(i + 1, k_item_steps);
  };
  std::vector<Entry> entries = {
      {"plain loop", [&] { return time([&](Range part, std::uint32_t) { run(part); }); }},
      {"loop off", [&] {
         return time([&](Range part, std::uint32_t lane) {
           const TraceScope scope(scheduler->trace(), lane, "part");
           run(part);
         });
       }}};
  race(entries, options.quick ? 2 : 25, report);
}

}  // namespace

void run_trace(const Options& options, Report& report) {
  time_scope(options, report);
  time_loop(options, report);
}

}  // namespace heddle::bench
