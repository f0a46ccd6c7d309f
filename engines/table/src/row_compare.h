#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "heddle/core/bytes.h"

#include "record.h"
#include "schema.h"

namespace heddle::table {

/// Compares rows field by field. Keeps room for their fields between calls, so one is needed for each
/// lane.
class RowComparer {
 public:
  explicit RowComparer(const Schema& schema)
      : schema_(&schema), left_(schema.left_columns), right_(schema.right_columns) {}

  /// Cuts both rows, which must be valid and without their line ends; the other functions that take
  /// no rows speak of these two.
  void load(ByteView left, ByteView right) {
    load_left(left);
    load_right(right);
  }
  /// The same for one of the rows.
  void load_left(ByteView row) { cut_record(row, left_, schema_->left_delimiter); }
  void load_right(ByteView row) { cut_record(row, right_, schema_->right_delimiter); }

  [[nodiscard]] std::span<const Field> left() const { return left_; }
  [[nodiscard]] std::span<const Field> right() const { return right_; }

  /// Whether a column's values are the same.
  [[nodiscard]] bool same(const Schema::Pair& pair) const {
    const Field& left = left_[pair.left];
    const Field& right = right_[pair.right];
    if (equal(left, right)) return true;
    return !schema_->rules.empty() && schema_->rules[pair.right].same(left, right);
  }

  [[nodiscard]] bool same_key() const {
    for (const Schema::Pair& pair : schema_->key) {
      if (!same(pair)) return false;
    }
    return true;
  }

  /// Whether all compared values are equal, byte by byte.
  [[nodiscard]] bool equal_values() const {
    for (const Schema::Pair& pair : schema_->compared) {
      if (!equal(left_[pair.left], right_[pair.right])) return false;
    }
    return true;
  }

  /// Compared columns whose values differ.
  [[nodiscard]] std::size_t count_changes() const {
    std::size_t changes = 0;
    for (const Schema::Pair& pair : schema_->compared) {
      if (!same(pair)) ++changes;
    }
    return changes;
  }

  [[nodiscard]] bool same_key(ByteView left, ByteView right) {
    load(left, right);
    return same_key();
  }

  /// Whether two rows of left have the same key.
  [[nodiscard]] bool same_left_key(ByteView a, ByteView b) {
    other_.resize(schema_->left_columns);
    load_left(a);
    cut_record(b, other_, schema_->left_delimiter);
    for (const Schema::Pair& pair : schema_->key) {
      if (!equal(left_[pair.left], other_[pair.left])) return false;
    }
    return true;
  }

  /// Whether two rows of right have the same key.
  [[nodiscard]] bool same_right_key(ByteView a, ByteView b) {
    other_.resize(schema_->right_columns);
    load_right(a);
    cut_record(b, other_, schema_->right_delimiter);
    for (const Schema::Pair& pair : schema_->key) {
      if (!equal(right_[pair.right], other_[pair.right])) return false;
    }
    return true;
  }

  /// A hash of the compared values of the row that was loaded last: equal for rows of left and right
  /// whose values are equal byte by byte.
  [[nodiscard]] std::uint64_t hash_left_values() const {
    std::uint64_t combined = 0;
    for (const Schema::Pair& pair : schema_->compared) combined = hash(left_[pair.left], combined);
    return combined;
  }
  [[nodiscard]] std::uint64_t hash_right_values() const {
    std::uint64_t combined = 0;
    for (const Schema::Pair& pair : schema_->compared) {
      combined = hash(right_[pair.right], combined);
    }
    return combined;
  }

 private:
  const Schema* schema_;
  std::vector<Field> left_;
  std::vector<Field> right_;
  std::vector<Field> other_;
};

}  // namespace heddle::table
