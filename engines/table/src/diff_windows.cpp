#include "diff_windows.h"

#include <cstddef>
#include <utility>

namespace heddle::table {

Status write_windows(Scheduler& scheduler, const Diff& window, const DiffWindows& windows,
                     const Selection& selection, const DocumentOptions& options, const Sink& sink,
                     CancelToken cancel) {
  // A document of no rows has the head and the tail; each window's document has them too.
  const auto write = [&](const Diff& diff, bool head, bool rows, bool tail) -> Status {
    Result<Listing> listing = Listing::create(scheduler, diff, selection, cancel);
    if (!listing.ok()) return std::move(listing).status();
    auto document = make_document(scheduler, listing.value(), options, cancel);
    if (!document.ok()) return std::move(document).status();
    const std::size_t parts = document.value()->parts();
    const auto write_range = [&](Range range) {
      return write_parts(scheduler, *document.value(), range, sink, cancel);
    };
    if (head) HEDDLE_TRY(write_range({0, 1}));
    if (rows) HEDDLE_TRY(write_range({1, parts - 1}));
    return tail ? write_range({parts - 1, parts}) : Status{};
  };
  HEDDLE_TRY(write(window, true, false, false));
  HEDDLE_TRY(windows([&](const Diff& diff) { return write(diff, false, true, false); }));
  return write(window, false, false, true);
}

Result<std::vector<std::uint64_t>> count_changes_in_windows(Scheduler& scheduler,
                                                            const Diff& window,
                                                            const DiffWindows& windows,
                                                            CancelToken cancel) {
  std::vector<std::uint64_t> total(Listing(window).columns().size());
  Status status = windows([&](const Diff& diff) -> Status {
    auto counts = Listing(diff).changes_by_column(scheduler, cancel);
    if (!counts.ok()) return std::move(counts).status();
    for (std::size_t i = 0; i < total.size(); ++i) total[i] += counts.value()[i];
    return {};
  });
  if (!status.ok()) return status;
  return total;
}

}  // namespace heddle::table
