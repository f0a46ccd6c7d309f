#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "heddle/core/buffer.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/diff.h"

#include "diff_state.h"
#include "join.h"
#include "sorted_rows.h"

namespace heddle::table {

/// Merges rows of two sorted files by their keys.
class SortedMerge {
 public:
  /// view  gets the differences, and what is counted is added to its counts.
  SortedMerge(Diff::State& view, const SortedRows& left, const SortedRows& right, KeyOrder order)
      : view_(view), left_(left), right_(right), order_(order) {}

  [[nodiscard]] KeyOrder order() const { return order_; }

  /// Compares the rows of the windows that were not passed, up to these. The rows behind them have greater keys.
  /// Errors  out_of_memory, cancelled.
  [[nodiscard]] Status compare(Scheduler& scheduler, std::size_t left_end, std::size_t right_end,
                               CancelToken cancel);

 private:
  class Lane;

  /// Where a chunk begins in both files.
  struct Place {
    std::size_t left;
    std::size_t right;
  };
  /// chunk  of those that `left` rows are cut into, so that the rows of one key stay together.
  [[nodiscard]] Place begin_of(std::size_t chunk, const Place& first, const Place& end) const;
  [[nodiscard]] Status prepare_pairs();

  Diff::State& view_;
  const SortedRows& left_;
  const SortedRows& right_;
  KeyOrder order_;
  Pairing pairing_;  // of rows of which several go together
};

}  // namespace heddle::table
