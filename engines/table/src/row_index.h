#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "heddle/core/buffer.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

#include "record.h"

namespace heddle::table {

/// Bytes that one step of the parallel passes reads. Part of the fixed grid that work is cut on.
inline constexpr std::size_t k_block_bytes = std::size_t{64} * 1024;

/// How a file is cut into blocks, and what is known of each before its rows are read.
struct BlockPlan {
  struct Block {
    bool starts_inside;     ///< its first byte lies inside quotes
    std::size_t first_row;  ///< index of the first row that starts in it
  };
  std::size_t block_bytes = k_block_bytes;
  Buffer<Block> blocks;
  std::size_t rows = 0;  ///< rows in all, blank lines included
};

/// First pass: counts quotes and line ends of every block in parallel, then adds them up, which gives
/// the exact state at each block's first byte. Nothing is guessed.
/// file   borrowed for the call.
/// body   offset of the first record.
/// Errors out_of_memory, cancelled.
[[nodiscard]] Result<BlockPlan> plan_blocks(Scheduler& scheduler, ByteView file, std::size_t body,
                                            std::size_t block_bytes, CancelToken cancel,
                                            Progress progress);

/// Where the rows of a file are, and the hash of each row's key.
struct RowIndex {
  Buffer<std::size_t> begin;         ///< rows + 1 offsets; the last one is the file's size
  Buffer<std::uint64_t> key_hash;    ///< one for each row; or its rank, see RowExtras
  Buffer<std::uint64_t> value_hash;  ///< the same, where values are hashed too
  std::size_t rows = 0;

  /// Row `i` without its line end.
  [[nodiscard]] ByteView row(ByteView file, std::size_t i) const {
    return trim_line_ends(file.subspan(begin[i], begin[i + 1] - begin[i]));
  }
};

/// What a caller may want of rows beside their places and the hashes of their keys.
struct RowExtras {
  /// Positions of fields to hash into value_hash, in this order; none for no such hashes.
  std::span<const std::uint32_t> values;
  /// What the key's hash begins with: another one gives other hashes.
  std::uint64_t seed = 0;
  /// Where the file is just a part of one: what stands before it.
  Origin origin;
  /// What to make of the key's first field in place of the key's hash; null for the hash.
  std::uint64_t (*rank)(const Field&) = nullptr;
};

/// Second pass: finds every row, checks it against the rules, hashes its key. Blank lines are passed
/// over unless the file has just one column.
/// plan     of the same file.
/// columns  fields that every row must have.
/// delimiter  what stands between them.
/// key      positions of the key's fields, in the key's order.
/// Errors   malformed_input: the first row of the file that breaks the rules; out_of_memory,
///          cancelled.
[[nodiscard]] Result<RowIndex> index_rows(Scheduler& scheduler, ByteView file, std::size_t body,
                                          const BlockPlan& plan, std::size_t columns,
                                          char delimiter, std::span<const std::uint32_t> key,
                                          CancelToken cancel, Progress progress,
                                          const RowExtras& extras = {});

}  // namespace heddle::table
