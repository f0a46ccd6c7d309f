#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include "heddle/core/bytes.h"

namespace heddle::table {

/// A number as it is written: (negative ? -1 : 1) * digits * 10^exponent, in its one shortest form: no
/// zeros at the end of `digits`, and zero is {false, 0, 0}.
struct Decimal {
  bool negative = false;
  std::uint64_t digits = 0;  ///< less than 10^18
  int exponent = 0;

  /// Reads [+-]digits[.digits][(e|E)[+-]digits]; one digit in front of or behind the point is enough.
  /// Nothing when `text` is something else, has more than 18 digits without the zeros around them, or
  /// an exponent beyond 300.
  [[nodiscard]] static std::optional<Decimal> parse(ByteView text);

  [[nodiscard]] double to_double() const;

  /// A smaller number has a smaller rank, or the same; no number has 0.
  [[nodiscard]] std::uint64_t rank() const;

  friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// Which of two numbers is the smaller one, exactly.
[[nodiscard]] std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);

/// Whether |a - b| <= tolerance. Exact when each has at most 18 digits before the point and 18 behind
/// it, else computed in float64.
/// tolerance  not negative.
[[nodiscard]] bool within(const Decimal& a, const Decimal& b, const Decimal& tolerance);

/// Whether |a - b| <= share * max(|a|, |b|), computed in float64.
[[nodiscard]] bool within_share(const Decimal& a, const Decimal& b, double share);

}  // namespace heddle::table
