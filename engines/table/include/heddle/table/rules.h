#pragma once

#include <string>

namespace heddle::table {

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

  friend bool operator==(const ValueRule&, const ValueRule&) = default;
};

/// The rule of one column, in place of the one for all columns.
struct ColumnRule {
  std::string column;
  ValueRule rule;
};

}  // namespace heddle::table
