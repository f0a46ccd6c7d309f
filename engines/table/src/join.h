#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "heddle/core/buffer.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/diff.h"

#include "row_index.h"
#include "schema.h"

namespace heddle::table {

/// Most rows a file may have: row numbers are 32-bit, and one bit and one value mean something else.
inline constexpr std::size_t k_most_rows = (std::size_t{1} << 31) - 2;

/// Which row of right belongs to each row of left.
struct Pairing {
  static constexpr std::uint32_t k_none = ~std::uint32_t{0};

  Buffer<std::uint32_t> right_of;     ///< for each row of left its row of right, or k_none
  Buffer<std::uint8_t> right_paired;  ///< for each row of right 1 when it has a row of left, else 0
  DuplicateKeys left_duplicates;
  DuplicateKeys right_duplicates;
  bool keys_equal = true;  ///< false: rows were found whose hashes are equal and whose keys are not
};

/// One side of the join.
struct JoinSide {
  ByteView file;
  const RowIndex* index;
};

/// Pairs rows whose keys have the same value. Of several rows with one key first those are paired whose
/// compared values are the same, byte by byte, then the others, both in the files' order. What is
/// left over stays alone.
///
/// A partitioned hash join on 64-bit hashes of the keys, which reads only rows that share their key
/// with another row of their file, unless a caller asks for more: equal hashes are taken for equal keys when
/// `verify` is false, and the caller must then check the keys of the pairs; if all of them are
/// equal, as are those that were read (keys_equal), the pairing is exact.
///
/// Without a key, when whole rows are compared, duplicates are neither told apart nor counted.
///
/// units   of work to add to the progress, in all.
/// Errors  out_of_memory, cancelled.
[[nodiscard]] Result<Pairing> join_rows(Scheduler& scheduler, const JoinSide& left,
                                        const JoinSide& right, const Schema& schema, bool verify,
                                        CancelToken cancel, Progress progress = {},
                                        std::uint32_t units = 0);

/// Pairs row n of left with row n of right.
/// Errors  out_of_memory.
[[nodiscard]] Result<Pairing> pair_by_position(std::size_t left_rows, std::size_t right_rows);

}  // namespace heddle::table
