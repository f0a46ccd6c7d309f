#pragma once

#include <cstddef>
#include <cstdint>

#include "heddle/core/buffer.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/source.h"
#include "heddle/table/stream.h"

#include "diff_state.h"
#include "row_index.h"
#include "streams.h"

namespace heddle::table {

/// Reads the header of a file, and how it is written, into `side`, whose rows stay empty. What was read of the stream can
/// be read again.
/// most_bytes  a header may have.
/// body        gets the place of the first row.
/// Errors      those of Side::open; invalid_argument: a file that would have to be decoded or written anew.
[[nodiscard]] Status open_stream(PeekedStream& stream, const Dialect& dialect,
                                 std::size_t most_bytes, Side& side, Origin& body);

/// The same of a source.
[[nodiscard]] Status open_source(const Source& source, const Dialect& dialect,
                                 std::size_t most_bytes, Side& side, Origin& body);

/// How large a window may be.
struct WindowLimits {
  std::size_t window_bytes;  ///< a window has, unless a record needs more
  std::size_t most_bytes;    ///< a record may have, with the rows that were kept
  /// A window has, unless those in its first block are more already.
  std::size_t most_rows = ~std::size_t{0};
};

/// Reads a file from one end to the other, in windows of whole records.
class WindowReader {
 public:
  /// stream  at the first record.
  /// begin   where that is, and what stands before it.
  WindowReader(Stream& stream, char delimiter, const Origin& begin, const WindowLimits& limits);

  /// Goes on to the next window, in which a further record ends. False when there is neither that nor a row
  /// that was kept.
  /// Errors  out_of_memory: a record is too long; io, cancelled.
  [[nodiscard]] Result<bool> next(Scheduler& scheduler, CancelToken cancel);

  [[nodiscard]] ByteView bytes() const { return {buffer_.data(), used_}; }
  [[nodiscard]] const BlockPlan& plan() const { return plan_; }
  /// What stands before the window.
  [[nodiscard]] const Origin& origin() const { return origin_; }
  /// Whether nothing stands behind the window.
  [[nodiscard]] bool at_end() const { return ended_ && used_ == filled_; }

  /// Ends the window before a record of it, with which the next one begins.
  void cut(std::size_t offset);
  /// The next window begins with this record, which stays in this one.
  void keep(std::size_t offset) { kept_ = used_ - offset; }
  /// When next() failed: what is in memory, and how much of it was kept.
  [[nodiscard]] ByteView held() const { return {buffer_.data(), filled_}; }
  [[nodiscard]] std::size_t kept() const { return kept_; }

 private:
  [[nodiscard]] Status fill();
  [[nodiscard]] Status grow();
  /// Offset behind the last record that ends in the first blocks; 0 when none does.
  [[nodiscard]] std::size_t end_of_records(std::size_t blocks);
  /// Rows that start in the first blocks.
  [[nodiscard]] std::size_t rows_in(std::size_t blocks) const {
    return blocks < plan_.blocks.size() ? plan_.blocks[blocks].first_row : plan_.rows;
  }

  Stream& stream_;
  char delimiter_;
  Origin origin_;
  WindowLimits limits_;
  std::size_t block_bytes_;
  Buffer<std::uint8_t> buffer_;
  bool ended_ = false;      // the stream
  std::size_t used_ = 0;    // bytes of the window
  std::size_t kept_ = 0;    // bytes at the next window's beginning that this one has too
  std::size_t filled_ = 0;  // bytes in the buffer
  BlockPlan plan_;
  Buffer<std::uint64_t> delimiters_;
  Buffer<std::uint64_t> newlines_;
};

}  // namespace heddle::table
