#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "heddle/table/diff.h"

#include "chunk_list.h"

namespace heddle::table {

/// A row by the hashes of its key and of its compared values.
struct RowHashes {
  std::uint64_t key;
  std::uint64_t value;
  std::uint32_t row;
};

/// The rows of a file by partitions of their keys' hashes, each in the file's order.
class HashedRows {
  // In bytes, so that an item has no padding. The partition is the key's highest byte, and is not kept again.
  struct Narrow {
    std::uint8_t key[7];
    std::uint8_t row[4];
  };
  struct Wide {
    Narrow narrow;
    std::uint8_t value[8];
  };

 public:
  static constexpr std::size_t k_partitions = 256;

  /// Bytes that chunks which are not full may take, of both files.
  static constexpr std::uint64_t k_unfilled_bytes = 2 * k_partitions * sizeof(ChunkPool::Chunk);

  /// Bytes that a row takes.
  [[nodiscard]] static constexpr std::size_t row_bytes(bool with_values) {
    return with_values ? sizeof(Wide) : sizeof(Narrow);
  }

  /// with_values  false: values are not kept, and come back as 0.
  explicit HashedRows(bool with_values) : with_values_(with_values) {
    with_values ? wide_.resize(k_partitions) : narrow_.resize(k_partitions);
  }

  /// False when the pool has no memory.
  [[nodiscard]] bool add(ChunkPool& pool, const RowHashes& row);

  [[nodiscard]] std::size_t size(std::size_t partition) const {
    return with_values_ ? wide_[partition].size() : narrow_[partition].size();
  }
  /// Copies a partition; there must be room for it.
  void copy(std::size_t partition, RowHashes* out) const;
  /// Gives the memory of a partition back.
  void clear(std::size_t partition, ChunkPool& pool);

 private:
  bool with_values_;
  std::vector<ChunkList<Narrow>> narrow_;
  std::vector<ChunkList<Wide>> wide_;
};

/// What joining the rows of some keys gave.
struct JoinedRows {
  std::vector<std::uint32_t> removed;  ///< rows of left without a partner
  std::vector<std::uint32_t> added;    ///< rows of right without a partner
  std::vector<Difference> pairs;       ///< pairs whose values have different hashes
  DuplicateKeys left_duplicates;
  DuplicateKeys right_duplicates;
};

/// Joins the rows of one partition as join_rows does, by hashes only.
/// left, right  in the files' order; sorted anew.
/// whole_rows   the key is the whole row: duplicates are not counted.
void join_hashed_rows(std::span<RowHashes> left, std::span<RowHashes> right, bool whole_rows,
                      JoinedRows& out);

}  // namespace heddle::table
