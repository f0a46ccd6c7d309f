#pragma once

#include "heddle/core/status.h"
#include "heddle/table/rules.h"

#include "decimal.h"
#include "record.h"

namespace heddle::table {

/// A ValueRule made ready to be applied.
class CellRule {
 public:
  CellRule() = default;

  /// Errors  invalid_argument: the tolerance is no decimal number, or negative.
  [[nodiscard]] static Result<CellRule> create(const ValueRule& rule);

  /// Whether two values that are not equal byte by byte count as the same.
  [[nodiscard]] bool same(const Field& left, const Field& right) const;

 private:
  [[nodiscard]] bool same(ByteView a, ByteView b) const;
  /// Whether they are the same but for blanks and case, as far as these do not matter.
  [[nodiscard]] bool same_as_text(ByteView a, ByteView b) const;
  [[nodiscard]] bool same_number(ByteView a, ByteView b) const;
  [[nodiscard]] bool same_date(ByteView a, ByteView b) const;

  enum class Numbers : std::uint8_t { text, distance, share };

  bool trim_ = false;
  bool ignore_case_ = false;
  Numbers numbers_ = Numbers::text;
  DateOrder date_ = DateOrder::none;
  Decimal distance_;
  double share_ = 0;
};

}  // namespace heddle::table
