#include "heddle/runtime/join.h"

#include <atomic>

#include "heddle/runtime/parallel.h"

#include "cases.h"
#include "tree.h"

namespace heddle::bench {

void run_join(const Options& options, Report& report) {
  const auto join_on = [](Scheduler& scheduler) {
    return [&scheduler](auto&& a, auto&& b) {
      const Status status = join(scheduler, a, b);
      if (!status.ok()) fail(status.message());
    };
  };
  {
    const auto scheduler = start_scheduler(1);
    report.add("1", time_joins(options, join_on(*scheduler)));
  }
  const auto scheduler = start_scheduler(2);
  std::atomic<bool> done{false};
  double seconds = 0;
  // The calling lane takes the first chunk; whoever takes the second keeps from stealing.
  const Status status = parallel_for(*scheduler, {0, 2}, 1, [&](Range part, std::uint32_t) {
    if (part.begin == 0) {
      seconds = time_joins(options, join_on(*scheduler));
      done = true;
    } else {
      while (!done) std::this_thread::yield();
    }
  });
  if (!status.ok()) fail(status.message());
  report.add("busy", seconds);
}

}  // namespace heddle::bench
