#pragma once

#include <cstddef>
#include <cstdint>

#include "heddle/core/buffer.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/source.h"

#include "diff_state.h"
#include "row_index.h"

namespace heddle::table {

/// Reads the header of a source, and how it is written, into `side`, whose rows stay empty.
/// most_bytes  a header may have.
/// Errors      those of Side::open; invalid_argument: a file that would have to be decoded or written anew.
[[nodiscard]] Status open_source(const Source& source, const Dialect& dialect,
                                 std::size_t most_bytes, Side& side, Origin& body);

/// Reads a file from one end to the other, in windows of whole records.
class WindowReader {
 public:
  /// begin         where the first record begins, and what stands before it.
  /// window_bytes  a window has, unless a record needs more.
  /// most_bytes    a record may have.
  WindowReader(const Source& source, char delimiter, const Origin& begin, std::size_t window_bytes,
               std::size_t most_bytes);

  /// Goes on to the next window. False behind the last one.
  /// Errors  out_of_memory: a record is too long; io, cancelled.
  [[nodiscard]] Result<bool> next(Scheduler& scheduler, CancelToken cancel);

  [[nodiscard]] ByteView bytes() const { return {buffer_.data(), used_}; }
  [[nodiscard]] const BlockPlan& plan() const { return plan_; }
  /// What stands before the window.
  [[nodiscard]] const Origin& origin() const { return origin_; }

 private:
  [[nodiscard]] Status fill();
  [[nodiscard]] Status grow();
  /// Offset behind the last record that ends in the buffer; 0 when none does.
  [[nodiscard]] std::size_t end_of_records();

  const Source& source_;
  char delimiter_;
  Origin origin_;
  std::size_t window_bytes_;
  std::size_t most_bytes_;
  std::size_t block_bytes_;
  Buffer<std::uint8_t> buffer_;
  std::size_t used_ = 0;    // bytes of the window
  std::size_t filled_ = 0;  // bytes in the buffer
  BlockPlan plan_;
  Buffer<std::uint64_t> delimiters_;
  Buffer<std::uint64_t> newlines_;
};

}  // namespace heddle::table
