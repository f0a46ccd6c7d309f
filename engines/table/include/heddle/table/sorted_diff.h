#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/diff.h"
#include "heddle/table/document.h"
#include "heddle/table/listing.h"
#include "heddle/table/stream.h"

namespace heddle::table {

/// How the keys of a sorted file follow each other: ascending, column by column of the key.
enum class KeyOrder : std::uint8_t {
  bytes,  ///< byte by byte, after unquoting, as LC_ALL=C sort does: "10" before "9", "a" before "ab"
  numeric,  ///< as numbers, written as ValueRule::tolerance says: "9" before "10". Which key is the same is decided
            ///< byte by byte here too: "1" and "1.0" are two keys, in either order
};

/// The differences between two CSV files that are sorted by their key, in one pass over both, with a few
/// megabytes of memory for files of any size, pipes included.
///
/// How     Windows of whole rows of both files are merged by key. All rows are compared byte by byte; no hash is
///         trusted. That both files are in order is checked on the way.
/// Files   as for Diff; UTF-8, strict RFC 4180 but for the delimiter.
/// Result  the counts and the differences of Diff. Rows with one key are paired by its rule.
/// Order   that of the keys. Of one key, or one number, first the rows that were removed or changed by their row in
///         left, then those that were added by their row in right. That is not the order of Diff, which merges
///         by row numbers: what was removed or changed comes in the same order, and so does what was added, but
///         their numbers may drift apart without bound, so that no pass with bounded memory can merge them so.
/// Limits  2^31 - 2 rows a file; the rows of one key of a file are in memory together.
class SortedDiff {
 public:
  /// What is used when the options name no limit, and the least that is accepted.
  static constexpr std::uint64_t k_least_memory = std::uint64_t{16} << 20;

  /// Reads the headers.
  /// scheduler, left, right  must outlive the SortedDiff.
  /// options      with a key, and without find_renames, similarity and keep_pairs. memory_limit is for all that is
  ///              needed; a row, and the rows of one key, may have an eighth of it, and one row for each 256 bytes.
  /// Errors       as Diff::create; invalid_argument: an option or a dialect that needs the file as a whole;
  ///              out_of_memory: a limit below k_least_memory, or a header that is too long; io.
  [[nodiscard]] static Result<SortedDiff> create(Scheduler& scheduler, Stream& left, Stream& right,
                                                 const DiffOptions& options, KeyOrder order);

  SortedDiff(SortedDiff&&) noexcept;
  SortedDiff& operator=(SortedDiff&&) noexcept;
  ~SortedDiff();

  /// Compares: reads both files to their ends and hands out all differences, in order, in windows: `visit` gets a Diff
  /// with the differences of the window, and the counts so far. Once only.
  /// Errors  those of `visit`; malformed_input: a row that breaks the rules of CSV or the order of the keys, or that has
  ///         a key which is no number where these are ordered; out_of_memory: a row, or the rows of one key, are more
  ///         than may be in memory; invalid_argument: called twice; io, cancelled. What stands before the first
  ///         such row, of either file, was handed out by then, whatever the number of lanes.
  [[nodiscard]] Status for_each_window(const std::function<Status(const Diff&)>& visit);

  /// Complete once everything was read, as is same().
  [[nodiscard]] const Counts& counts() const;

  /// Whether the files have the same columns, by the same names, and no row differs.
  [[nodiscard]] bool same() const;

  /// The counts, the columns and the dialects, and of the differences those that were handed out last.
  [[nodiscard]] const Diff& window() const;

  struct State;

 private:
  explicit SortedDiff(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Compares, and writes what a selection picks as it is found: the document of a Diff with the differences in
/// this order, and in html with the counts below the rows.
/// options  not tdiff and patch, which need all rows.
/// Errors   those of Listing::create, make_document, write_parts and for_each_window. What was found before a failure
///          has gone to the sink by then.
[[nodiscard]] Status write_document(Scheduler& scheduler, SortedDiff& diff,
                                    const Selection& selection, const DocumentOptions& options,
                                    const Sink& sink, CancelToken cancel = {});

/// Compares, and counts the changed cells of each column, in the order of Listing::columns().
/// Errors  those of for_each_window.
[[nodiscard]] Result<std::vector<std::uint64_t>> changes_by_column(Scheduler& scheduler,
                                                                   SortedDiff& diff,
                                                                   CancelToken cancel = {});

}  // namespace heddle::table
