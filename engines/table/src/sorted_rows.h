#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "heddle/core/buffer.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/sorted_diff.h"

#include "diff_state.h"
#include "key_order.h"
#include "windows.h"

namespace heddle::table {

/// The rows of a sorted file, window by window, with the order of their keys checked. Rows count from the window's first.
class SortedRows {
 public:
  /// stream  at the first row, as `body` says.
  /// side    its header was read; it gets the rows of each window.
  SortedRows(Stream& stream, Side& side, KeyPlace key, KeyOrder order, const Origin& body,
             const WindowLimits& limits);

  /// Rows [at(), end()) were not passed yet, and no further row has one of their keys.
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] std::size_t end() const { return end_; }
  void pass(std::size_t row) { at_ = row; }
  /// Whether no rows follow, other than these.
  [[nodiscard]] bool ended() const { return ended_; }

  [[nodiscard]] ByteView row(std::size_t i) const { return side_->index.row(side_->file, i); }
  /// See rank_by().
  [[nodiscard]] std::uint64_t rank(std::size_t i) const { return side_->index.key_hash[i]; }
  /// Whether a row's key has the place in the order that the key before it has; false for the window's first row.
  [[nodiscard]] bool goes_with_last(std::size_t i) const { return goes_with_last_[i] != 0; }
  /// Number of a row in the file.
  [[nodiscard]] std::uint32_t number(std::size_t i) const {
    return side_->first_row + static_cast<std::uint32_t>(i);
  }

  [[nodiscard]] const Side& side() const { return *side_; }
  [[nodiscard]] const KeyPlace& key() const { return key_; }

  /// Bytes that were read and passed.
  [[nodiscard]] std::uint64_t bytes_passed() const { return reader_.origin().offset; }

  /// Reads the next window, which begins with the rows that were not passed; not once the file has ended.
  /// Errors  malformed_input: the row behind those that there were, as for_each_window of SortedDiff says: rows before it
  ///         are given out first, so that what is said of two files does not depend on where windows end;
  ///         out_of_memory, invalid_argument (too many rows), io, cancelled.
  [[nodiscard]] Status read_on(Scheduler& scheduler, CancelToken cancel);

 private:
  [[nodiscard]] Status index(Scheduler& scheduler, CancelToken cancel);
  /// Offset in the window of the first record that is not valid.
  [[nodiscard]] std::size_t end_of_valid_records() const;
  /// Finds which rows go together, and the first that breaks the order.
  [[nodiscard]] Status check_order(Scheduler& scheduler, CancelToken cancel);
  [[nodiscard]] Status explain_order(std::size_t row) const;
  [[nodiscard]] Status explain_memory(const Status& status) const;
  [[nodiscard]] Status blame(std::size_t row, const std::string& message) const;

  Side* side_;
  KeyPlace key_;
  KeyOrder order_;
  WindowReader reader_;
  Buffer<std::uint8_t> goes_with_last_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  bool ended_ = false;
  Status failure_;  // what is wrong with the row behind those of the window
};

/// Compares the keys of rows, of one file or of two. It keeps room for both keys, so one is needed for each lane.
class RowOrder {
 public:
  RowOrder(KeyOrder order, const SortedRows& a, const SortedRows& b)
      : order_(order), a_(&a), b_(&b), key_a_(a.key()), key_b_(b.key()) {}

  /// Row `i` of a against row `j` of b.
  [[nodiscard]] std::strong_ordering operator()(std::size_t i, std::size_t j) {
    if (a_->rank(i) != b_->rank(j)) return a_->rank(i) <=> b_->rank(j);
    key_a_.load(a_->row(i));
    key_b_.load(b_->row(j));
    return compare_keys(order_, key_a_, key_b_);
  }

 private:
  KeyOrder order_;
  const SortedRows* a_;
  const SortedRows* b_;
  KeyReader key_a_;
  KeyReader key_b_;
};

}  // namespace heddle::table
