#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "heddle/core/buffer.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/source.h"

#include "diff_state.h"

namespace heddle::table {

/// Where a part of a file begins, and which row that is.
struct Piece {
  std::uint64_t offset;
  std::uint32_t first_row;
};

/// A file's rows by number, though only the places of some of them are known.
class RowDirectory {
 public:
  /// piece_bytes  how far apart known rows are, unless a row is longer.
  explicit RowDirectory(std::size_t piece_bytes) : piece_bytes_(piece_bytes) {}

  /// Tells of the rows of the next window.
  /// offset  of the window.
  void add(std::uint64_t offset, const RowIndex& index);

  [[nodiscard]] std::uint32_t rows() const { return rows_; }

  /// Reads rows into side.held.
  /// rows     their numbers, in order, none twice.
  /// scratch  bytes to read at once, unless a piece has more.
  /// most     bytes of all rows; `fits` tells whether they had no more, and only then they are held.
  /// Errors   io: also when the file is not the one of which the windows told; out_of_memory, cancelled.
  [[nodiscard]] Status load(Scheduler& scheduler, const Source& source,
                            std::span<const std::uint32_t> rows, std::size_t scratch,
                            std::size_t most, Side& side, bool& fits, CancelToken cancel) const;

 private:
  [[nodiscard]] std::uint64_t end_of(std::size_t piece, std::uint64_t size) const {
    return piece + 1 < pieces_.size() ? pieces_[piece + 1].offset : size;
  }

  std::size_t piece_bytes_;
  std::uint32_t rows_ = 0;
  std::vector<Piece> pieces_;
};

}  // namespace heddle::table
