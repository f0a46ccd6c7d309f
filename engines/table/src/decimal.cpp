#include "decimal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

namespace heddle::table {

namespace {

constexpr int k_most_digits = 18;
constexpr int k_most_exponent = 300;

constexpr auto k_powers = [] {
  std::array<std::uint64_t, k_most_digits + 1> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();
constexpr std::uint64_t k_unit = k_powers[k_most_digits];

std::uint64_t power(int exponent) { return k_powers[static_cast<std::size_t>(exponent)]; }

bool is_digit(std::uint8_t character) { return character >= '0' && character <= '9'; }

/// The magnitude of a number as whole + fraction / 10^18, whole < 10^18.
struct Fixed {
  std::uint64_t whole;
  std::uint64_t fraction;
};

std::optional<Fixed> to_fixed(const Decimal& number) {
  if (number.exponent >= 0) {
    if (number.exponent > k_most_digits) return std::nullopt;
    const std::uint64_t scale = power(number.exponent);
    if (number.digits > (k_unit - 1) / scale) return std::nullopt;
    return Fixed{number.digits * scale, 0};
  }
  const int behind = -number.exponent;
  if (behind > k_most_digits) return std::nullopt;
  const std::uint64_t scale = power(behind);
  return Fixed{number.digits / scale, number.digits % scale * power(k_most_digits - behind)};
}

bool less_equal(const Fixed& a, const Fixed& b) {
  return a.whole != b.whole ? a.whole < b.whole : a.fraction <= b.fraction;
}

Fixed add(const Fixed& a, const Fixed& b) {
  const std::uint64_t fraction = a.fraction + b.fraction;
  const std::uint64_t carry = fraction >= k_unit ? 1 : 0;
  return {a.whole + b.whole + carry, fraction - carry * k_unit};
}

/// a - b; b is not larger.
Fixed subtract(const Fixed& a, const Fixed& b) {
  const std::uint64_t borrow = a.fraction < b.fraction ? 1 : 0;
  return {a.whole - b.whole - borrow, a.fraction + borrow * k_unit - b.fraction};
}

Fixed distance(const Fixed& a, const Fixed& b, bool same_sign) {
  if (!same_sign) return add(a, b);
  return less_equal(b, a) ? subtract(a, b) : subtract(b, a);
}

}  // namespace

std::optional<Decimal> Decimal::parse(ByteView text) {
  std::size_t i = 0;
  Decimal number;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) number.negative = text[i++] == '-';

  bool any = false;
  bool behind_point = false;
  int count = 0;  // of digits, without the zeros before the first and behind the last
  int zeros = 0;  // not yet known to be followed by another digit
  for (; i < text.size(); ++i) {
    const auto digit = text[i] - std::uint64_t{'0'};
    if (digit > 9) {
      if (text[i] != '.' || behind_point) break;
      behind_point = true;
      continue;
    }
    any = true;
    number.exponent -= behind_point ? 1 : 0;
    if (digit == 0) {
      zeros += number.digits != 0 ? 1 : 0;
      continue;
    }
    count += number.digits == 0 ? 1 : zeros + 1;
    if (count > k_most_digits) return std::nullopt;
    // Most digits follow another one, and a power of ten from the table would keep the next waiting.
    if (zeros != 0) number.digits *= power(std::exchange(zeros, 0));
    number.digits = number.digits * 10 + digit;
  }
  if (!any) return std::nullopt;

  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    bool down = false;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) down = text[i++] == '-';
    if (i == text.size()) return std::nullopt;
    int exponent = 0;
    for (; i < text.size() && is_digit(text[i]); ++i) {
      exponent = std::min(exponent * 10 + (text[i] - '0'), 10 * k_most_exponent);
    }
    number.exponent += down ? -exponent : exponent;
  }
  if (i != text.size()) return std::nullopt;
  if (number.digits == 0) return Decimal{};
  number.exponent += zeros;
  if (number.exponent > k_most_exponent || number.exponent < -k_most_exponent) return std::nullopt;
  return number;
}

double Decimal::to_double() const {
  constexpr int k_step = 18;
  auto value = static_cast<double>(digits);
  int left = std::abs(exponent);
  while (left > 0) {
    const int step = std::min(left, k_step);
    const auto scale = static_cast<double>(power(step));
    value = exponent > 0 ? value * scale : value / scale;
    left -= step;
  }
  return negative ? -value : value;
}

bool within(const Decimal& a, const Decimal& b, const Decimal& tolerance) {
  if (a == b) return true;
  if (tolerance.digits == 0) return false;
  const auto x = to_fixed(a);
  const auto y = to_fixed(b);
  const auto most = to_fixed(tolerance);
  if (x && y && most) return less_equal(distance(*x, *y, a.negative == b.negative), *most);
  return std::fabs(a.to_double() - b.to_double()) <= tolerance.to_double();
}

bool within_share(const Decimal& a, const Decimal& b, double share) {
  if (a == b) return true;
  const double x = a.to_double();
  const double y = b.to_double();
  return std::fabs(x - y) <= share * std::max(std::fabs(x), std::fabs(y));
}

}  // namespace heddle::table
