#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "heddle/table/sorted_diff.h"

#include "diff_state.h"
#include "sorted_merge.h"
#include "sorted_rows.h"
#include "streams.h"

namespace heddle::table {

/// The sizes of the work; tests choose small ones.
struct SortedTuning {
  WindowLimits limits;

  /// memory  that may be used in all.
  [[nodiscard]] static SortedTuning within(std::uint64_t memory);
};

struct SortedDiff::State {
  State(Scheduler& lanes, Stream& left, Stream& right, const DiffOptions& how)
      : scheduler(lanes), streams{PeekedStream(left), PeekedStream(right)}, options(how) {}

  Scheduler& scheduler;
  PeekedStream streams[2];
  DiffOptions options;
  Diff::State* view = nullptr;  ///< the state of `diff`
  std::unique_ptr<Diff> diff;   ///< what a visitor gets
  std::unique_ptr<SortedRows> rows[2];
  std::unique_ptr<SortedMerge> merge;
  bool begun = false;
  std::uint64_t bytes = 0;  ///< of both files; 0 when nobody knows
  std::uint32_t done = 0;   ///< of the progress

  /// SortedDiff::create with other tuning.
  [[nodiscard]] static Result<SortedDiff> create(Scheduler& scheduler, Stream& left, Stream& right,
                                                 const DiffOptions& options, KeyOrder order,
                                                 const SortedTuning& tuning);

  /// Reads the next window of a file whose rows were all passed.
  [[nodiscard]] Status read_on(std::size_t input);
  /// Compares the rows at hand as far as no further row of either file comes before one of them.
  [[nodiscard]] Status compare();
  /// Tells how many bytes of both files are done.
  void advance(std::uint64_t until);
};

}  // namespace heddle::table
