#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/diff.h"
#include "heddle/table/document.h"
#include "heddle/table/listing.h"
#include "heddle/table/source.h"

namespace heddle::table {

/// The differences between two CSV files that are larger than memory: what a Diff finds, without ever having
/// the files in memory.
///
/// How        One pass keeps 64-bit hashes of each row's key and of its compared values, 19 bytes a row (11 when
///            whole rows are compared). Rows with equal hashes of both are taken for the same row unchanged.
///            Rows that are paired and whose values have other hashes are read again and compared, keys included;
///            if two keys that differ had one hash, everything is done again with other hashes. Writing reads the
///            rows that differ once more.
/// Trust      Equal hashes of rows that are not read again are taken for equal rows. For two files of 10 million rows
///            the odds that a difference is missed so are below 1 in 10^12; that two keys of one file share a hash and
///            are counted as duplicates, below 1 in 10^5.
/// Files      as for Diff; UTF-8, strict RFC 4180 but for the delimiter.
/// Result     the counts and the differences of Diff, in its order.
class LargeDiff {
 public:
  /// Less memory than this is refused: windows and rows that are compared must have a place.
  static constexpr std::uint64_t k_least_memory = std::uint64_t{16} << 20;

  /// left, right  must outlive the LargeDiff and not change.
  /// options      not find_renames, similarity and keep_pairs. memory_limit is for all that is needed; 0 for 512 MiB.
  /// Errors       as Diff::create; invalid_argument: an option or a dialect that needs the file as a whole (says
  ///              what to do instead); out_of_memory: says how much is needed; io.
  [[nodiscard]] static Result<LargeDiff> create(Scheduler& scheduler, const Source& left,
                                                const Source& right, const DiffOptions& options);

  LargeDiff(LargeDiff&&) noexcept;
  LargeDiff& operator=(LargeDiff&&) noexcept;
  ~LargeDiff();

  [[nodiscard]] const Counts& counts() const;

  /// How many differences there are.
  [[nodiscard]] std::size_t size() const;

  /// Whether the files have the same columns, by the same names, and no row differs.
  [[nodiscard]] bool same() const;

  /// The counts, the columns and the dialects, and of the differences those that were read last.
  [[nodiscard]] const Diff& window() const;

  /// Reads all differences, in order, in windows that fit in memory: `visit` gets a Diff with the differences
  /// of the window and the numbers of all.
  /// Errors  those of `visit`; io, also when a file has changed, with the file to blame; out_of_memory; cancelled.
  [[nodiscard]] Status for_each_window(Scheduler& scheduler,
                                       const std::function<Status(const Diff&)>& visit,
                                       CancelToken cancel = {});

  /// The same of the differences at some places only, wherever these are.
  [[nodiscard]] Status for_each_window(Scheduler& scheduler, Range places,
                                       const std::function<Status(const Diff&)>& visit,
                                       CancelToken cancel = {});

  struct State;
  [[nodiscard]] State& state() { return *state_; }

 private:
  explicit LargeDiff(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Writes what a selection picks, as make_document and write_parts do: the same bytes.
/// options  not tdiff and patch, which need all rows.
/// Errors   those of Listing::create, make_document, write_parts and for_each_window.
[[nodiscard]] Status write_document(Scheduler& scheduler, LargeDiff& diff,
                                    const Selection& selection, const DocumentOptions& options,
                                    const Sink& sink, CancelToken cancel = {});

/// Changed cells of each column, in the order of Listing::columns().
/// Errors  those of for_each_window.
[[nodiscard]] Result<std::vector<std::uint64_t>> changes_by_column(Scheduler& scheduler,
                                                                   LargeDiff& diff,
                                                                   CancelToken cancel = {});

}  // namespace heddle::table
