#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/large_diff.h"
#include "heddle/table/listing.h"

namespace heddle::table {

/// The differences that a selection picks of a LargeDiff, in its order: what a Listing is for a Diff.
///
/// Memory   the places of those that are picked, 4 bytes each, unless all are. Their rows are read from the files
///          when they are looked at, and again when they are shown.
/// Threads  one at a time, for all listings of one diff: they share the diff's window.
class LargeListing {
 public:
  /// diff    must outlive the listing.
  /// Errors  as Listing::create, and those of LargeDiff::for_each_window.
  [[nodiscard]] static Result<LargeListing> create(Scheduler& scheduler, LargeDiff& diff,
                                                   const Selection& selection,
                                                   CancelToken cancel = {});

  /// The same, but none of the differences is looked at yet: advance() does.
  [[nodiscard]] static Result<LargeListing> begin(LargeDiff& diff, const Selection& selection);

  /// Looks at the next differences, at most `most` rounded up to 256. Files are read only where the selection asks for
  /// cells. What is picked does not depend on how many are looked at in one go.
  /// Errors  out_of_memory, io, cancelled; what was looked at before stays.
  [[nodiscard]] Status advance(Scheduler& scheduler, std::size_t most, CancelToken cancel = {});

  /// How many of the diff's differences were looked at: all of them once the listing is complete.
  [[nodiscard]] std::size_t looked() const;
  [[nodiscard]] bool complete() const;

  LargeListing(LargeListing&&) noexcept;
  LargeListing& operator=(LargeListing&&) noexcept;
  ~LargeListing();

  /// How many are picked so far.
  [[nodiscard]] std::size_t size() const;
  /// The place of one among all of the diff's differences.
  [[nodiscard]] std::size_t place(std::size_t i) const;
  /// The first of the listing whose place is not below `place`; size() when there is none.
  [[nodiscard]] std::size_t at_or_after(std::size_t place) const;

  /// What it shows, without any row.
  [[nodiscard]] const Listing& shape() const;

  /// Reads some of what is picked in windows that fit in memory; `visit` gets each as a listing of all in it.
  /// rows    within size().
  /// Errors  those of `visit` and of LargeDiff::for_each_window.
  [[nodiscard]] Status for_each_window(Scheduler& scheduler, Range rows,
                                       const std::function<Status(const Listing&)>& visit,
                                       CancelToken cancel = {}) const;

  /// Changed cells of each column that is shown, as Listing::changes_by_column counts them.
  [[nodiscard]] Result<std::vector<std::uint64_t>> changes_by_column(Scheduler& scheduler,
                                                                     Range rows,
                                                                     CancelToken cancel = {}) const;

 private:
  struct State;
  explicit LargeListing(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace heddle::table
