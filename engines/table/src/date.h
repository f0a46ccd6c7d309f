#pragma once

#include <cstdint>
#include <optional>

#include "heddle/core/bytes.h"
#include "heddle/table/rules.h"

namespace heddle::table {

/// A point in time as a calendar writes it.
struct Date {
  std::int64_t seconds =
      0;  ///< since 1970-01-01 00:00; in UTC when there is a zone, else as written
  std::uint32_t nanoseconds = 0;  ///< behind them
  bool has_zone = false;

  friend bool operator==(const Date&, const Date&) = default;

  /// Reads one of these, with nothing around it:
  ///   2012-01-31, 2012/1/31      year, month, day
  ///   31.1.2012                  day, month, year
  ///   1/31/2012 or 31/1/2012     as `order` says; no date when it says neither
  ///   Jan 31 2012, January 31, 2012, 31 Jan 2012, 31-Jan-2012
  /// and behind it, after a T or a blank, a time: 13:45, 13:45:30, 13:45:30.25, with or without a zone: Z, +01:00.
  /// A year has four digits; a date without a time is its midnight.
  /// Source  ISO 8601:2004, 4.1.2.2 and 4.2; the other forms: Unicode CLDR, "yMd" of en, de, fr and "yMMMd" of en.
  [[nodiscard]] static std::optional<Date> parse(ByteView text, DateOrder order);
};

}  // namespace heddle::table
