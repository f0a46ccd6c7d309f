#include <atomic>

#include "heddle/runtime/parallel.h"

#include "cases.h"
#include "region.h"

namespace heddle::bench {

std::unique_ptr<Scheduler> start_scheduler(std::uint32_t lanes) {
  auto created = Scheduler::create(lanes);
  if (!created.ok()) fail(created.error().message());
  std::unique_ptr<Scheduler> scheduler = std::move(created).value();
  // A region whose parts wait for each other ends when so many lanes take part.
  const std::uint32_t together = scheduler->concurrency();
  std::atomic<std::uint32_t> here{0};
  const Status status = parallel_for(*scheduler, {0, together}, 1, [&](Range, std::uint32_t) {
    ++here;
    while (here < together) std::this_thread::yield();
  });
  if (!status.ok()) fail(status.message());
  return scheduler;
}

void run_regions(const Options& options, Report& report) {
  for (const std::uint32_t lanes : options.lanes) {
    const auto scheduler = start_scheduler(lanes);
    // One part a lane, as the peers are asked for too.
    const auto region = [&](auto&& body) {
      const Status status = parallel_for(*scheduler, {0, lanes}, 1,
                                         [&](Range part, std::uint32_t) { body(part.begin); });
      if (!status.ok()) fail(status.message());
    };
    time_regions(options, lanes, region, report);
  }
}

}  // namespace heddle::bench
