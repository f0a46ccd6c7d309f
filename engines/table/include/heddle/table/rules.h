#pragma once

#include <cstdint>
#include <string>

namespace heddle::table {

/// Whether values are compared as dates, and what 3/4/2012 means.
enum class DateOrder : std::uint8_t {
  none,         ///< values are no dates
  year_first,   ///< dates; 3/4/2012 is none, as nobody can tell
  day_first,    ///< dates; 3/4/2012 is the third of April
  month_first,  ///< dates; 3/4/2012 is the fourth of March
};

/// When two values of a column count as the same. Without any of these: when their bytes are equal.
struct ValueRule {
  /// Blanks, tabs and line ends around a value do not matter.
  bool trim = false;
  /// ASCII letters of either case are the same.
  bool ignore_case = false;
  /// How far two numbers may be apart: a decimal number such as "0.01" ("0": 315.7 is 315.70, and
  /// 1e3 is 1000), or a share of the larger one such as "1%". Empty: numbers are text. Two values are
  /// compared as numbers when both are written as decimal numbers of at most 18 digits, with or
  /// without an exponent. The distance is exact when each number, and the tolerance, has at most 18
  /// digits before the point and 18 behind it, and computed in float64 otherwise and for a share.
  std::string tolerance;
  /// The same day, or time, in several forms: 2012-01-31, 2012/1/31, 31.1.2012, Jan 31 2012, 31 January 2012, and
  /// with an order 1/31/2012 or 31/1/2012; each with or without a time such as 13:45:30.5 behind a T or a
  /// blank, and that with or without a zone: Z or +01:00. A date without a time is its midnight. Two values are
  /// compared as dates when both are dates.
  DateOrder date = DateOrder::none;

  friend bool operator==(const ValueRule&, const ValueRule&) = default;
};

/// The rule of one column, in place of the one for all columns.
struct ColumnRule {
  std::string column;
  ValueRule rule;
};

}  // namespace heddle::table
