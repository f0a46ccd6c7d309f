#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "heddle/core/arena.h"

#include "join.h"
#include "row_compare.h"

namespace heddle::table {

/// Rows of one file that are joined together, in the file's order: the hashes of their keys, and their
/// numbers.
struct JoinEntries {
  std::span<const std::uint64_t> hash;
  std::span<const std::uint32_t> row;

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(hash.size()); }
};

/// Joins partitions, one after the other. It keeps room for rows and counts what it finds, so one is
/// needed for each lane.
class PartitionJoin {
 public:
  /// scratch  memory for one partition at a time.
  /// pairing  gets the pairs; its buffers have their sizes.
  PartitionJoin(const JoinSide& left, const JoinSide& right, const Schema& schema, Arena& scratch,
                Pairing& pairing)
      : left_(left),
        right_(right),
        schema_(schema),
        scratch_(scratch),
        pairing_(&pairing),
        comparer_(schema) {}

  /// Joins one partition: the entries of both files whose hashes belong to it.
  /// verify  whether to read keys whose hashes are equal; see join_rows.
  /// Returns false when there is not enough memory.
  [[nodiscard]] bool join(const JoinEntries& left, const JoinEntries& right, bool verify);

  /// Adds what was found beside the pairs: duplicates, and keys that are not equal.
  void add_findings(Pairing& pairing) const;

 private:
  template <class SameLeft, class SameRight, class SameKey>
  bool join_with(const JoinEntries& left, const JoinEntries& right, SameLeft&& same_left,
                 SameRight&& same_right, SameKey&& same_key);

  /// Counts the keys that several rows of right have, and no row of left.
  template <class Same>
  bool count_duplicates(const JoinEntries& entries, Same&& same);

  /// Takes the rows of one key of which a file has several: counts them, and pairs them anew.
  bool take_duplicates(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right);

  /// Holds the key of a row against those of the other rows with its hash, of which the first is kept in key_.
  /// row, side  the row's fields, and of which file it is.
  void check_key(std::span<const Field> row, std::uint32_t Schema::Pair::*side);

  /// Whether two rows have the same compared values, byte by byte.
  [[nodiscard]] bool equal_rows(std::uint32_t left, std::uint32_t right);

  [[nodiscard]] ByteView left_row(std::uint32_t i) const { return left_.index->row(left_.file, i); }
  [[nodiscard]] ByteView right_row(std::uint32_t i) const {
    return right_.index->row(right_.file, i);
  }

  const JoinSide& left_;
  const JoinSide& right_;
  const Schema& schema_;
  Arena& scratch_;
  Pairing* pairing_;
  RowComparer comparer_;
  std::vector<Field> key_;
  DuplicateKeys left_duplicates_;
  DuplicateKeys right_duplicates_;
  bool keys_equal_ = true;
};

}  // namespace heddle::table
