#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "heddle/core/bytes.h"
#include "heddle/table/sorted_diff.h"

#include "record.h"

namespace heddle::table {

/// The order of two values byte by byte, however each is quoted.
[[nodiscard]] std::strong_ordering compare_bytes(const Field& a, const Field& b);

/// A number that tells most keys apart by their first field: a smaller field has a smaller rank, or the same.
/// Of the order of numbers a field that is none has k_no_number.
inline constexpr std::uint64_t k_no_number = 0;
using FieldRank = std::uint64_t (*)(const Field&);
[[nodiscard]] FieldRank rank_by(KeyOrder order);

/// Where the key of a file is.
struct KeyPlace {
  std::vector<std::uint32_t> columns;  ///< in the key's order
  char delimiter = ',';
};

/// The key of one row after the other. It keeps room for the row's fields, so one is needed for each lane.
class KeyReader {
 public:
  explicit KeyReader(const KeyPlace& place);

  /// row  valid, without its line end; borrowed as long as its key is used.
  void load(ByteView row) { cut_record(row, fields_, place_->delimiter); }

  [[nodiscard]] std::size_t size() const { return place_->columns.size(); }
  [[nodiscard]] const Field& operator[](std::size_t i) const { return fields_[place_->columns[i]]; }
  [[nodiscard]] std::uint64_t hash() const;

  /// The first field that is no number; size() when all are.
  [[nodiscard]] std::size_t first_without_number() const;

  /// The key for a message: "a", "b". What is long is cut off.
  [[nodiscard]] std::string text() const;

 private:
  const KeyPlace* place_;
  std::vector<Field> fields_;  // up to the last one of the key
};

/// The order of two keys with as many fields, all of them numbers where these are ordered.
[[nodiscard]] std::strong_ordering compare_keys(KeyOrder order, const KeyReader& a,
                                                const KeyReader& b);

/// A field for a message, in quotes. What is long is cut off.
[[nodiscard]] std::string text_of(const Field& field);

}  // namespace heddle::table
