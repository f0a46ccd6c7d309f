#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/diff.h"
#include "heddle/table/document.h"
#include "heddle/table/listing.h"

/// What is made of differences that come window by window.
namespace heddle::table {

using DiffVisitor = std::function<Status(const Diff&)>;
/// Has all windows visited, once and in order.
using DiffWindows = std::function<Status(const DiffVisitor&)>;

/// Writes what a selection picks, as make_document and write_parts do of a Diff with all differences.
/// window   the names and the counts; its differences do not matter.
/// options  not tdiff and patch, which need all rows.
[[nodiscard]] Status write_windows(Scheduler& scheduler, const Diff& window,
                                   const DiffWindows& windows, const Selection& selection,
                                   const DocumentOptions& options, const Sink& sink,
                                   CancelToken cancel);

/// Changed cells of each column, in the order of Listing::columns().
[[nodiscard]] Result<std::vector<std::uint64_t>> count_changes_in_windows(
    Scheduler& scheduler, const Diff& window, const DiffWindows& windows, CancelToken cancel);

}  // namespace heddle::table
