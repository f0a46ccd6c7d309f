#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "heddle/core/buffer.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

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
};

/// One side of the join.
struct JoinSide {
  ByteView file;
  const RowIndex* index;
};

/// Pairs rows whose keys have the same value: the n-th row of left with a key and the n-th row of
/// right with that key. What is left over stays alone.
///
/// A partitioned hash join on 64-bit hashes of the keys, which reads the rows only where a caller
/// asks for it: equal hashes are taken for equal keys when `verify` is false, and the caller must
/// then check the keys of the pairs; if all of them are equal, the pairing is exact.
///
/// Errors  out_of_memory, cancelled.
[[nodiscard]] Result<Pairing> join_rows(Scheduler& scheduler, const JoinSide& left,
                                        const JoinSide& right, const Schema& schema, bool verify,
                                        CancelToken cancel);

}  // namespace heddle::table
