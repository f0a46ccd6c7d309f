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

/// How many digits it has; none in 0.
int count_digits(std::uint64_t number) {
  return static_cast<int>(std::upper_bound(k_powers.begin(), k_powers.end(), number) -
                          k_powers.begin());
}

/// The digits with zeros behind them, as many as a number may have.
std::uint64_t left_aligned(const Decimal& number) {
  return number.digits * power(k_most_digits - count_digits(number.digits));
}

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

/// Digits and a point as they are read: number.digits * 10^number.exponent, zeros at the end included or not.
struct Digits {
  Decimal number;
  bool any = false;
  bool too_many = false;
  std::size_t end = 0;  // behind the last
};

/// Reads digits and a point of any length.
Digits read_any_digits(ByteView text, std::size_t begin) {
  Digits read;
  Decimal& number = read.number;
  bool behind_point = false;
  int count = 0;  // of digits, without the zeros before the first and behind the last
  int zeros = 0;  // not yet known to be followed by another digit
  std::size_t i = begin;
  for (; i < text.size(); ++i) {
    if (text[i] == '.' && !behind_point) {
      behind_point = true;
      continue;
    }
    if (!is_digit(text[i])) break;
    read.any = true;
    const auto digit = static_cast<std::uint64_t>(text[i] - '0');
    if (behind_point) --number.exponent;
    if (digit == 0) {
      if (number.digits != 0) ++zeros;
      continue;
    }
    count += number.digits == 0 ? 1 : zeros + 1;
    if (count > k_most_digits) {
      read.too_many = true;
      return read;
    }
    number.digits = number.digits * power(zeros) * 10 + digit;
    zeros = 0;
  }
  number.exponent += zeros;
  read.end = i;
  return read;
}

/// The same. Where there are few, as in most numbers, no digit needs a look whether it is a zero: that is a branch
/// which cannot be foretold.
Digits read_digits(ByteView text, std::size_t begin) {
  Digits read;
  std::size_t i = begin;
  const auto read_run = [&] {
    const std::size_t first = i;
    // Those beyond the 19th may run over; then they are read once more.
    for (; i < text.size() && is_digit(text[i]); ++i) {
      read.number.digits = read.number.digits * 10 + static_cast<std::uint64_t>(text[i] - '0');
    }
    return i - first;
  };
  const std::size_t before_point = read_run();
  std::size_t behind_point = 0;
  if (i < text.size() && text[i] == '.') {
    ++i;
    behind_point = read_run();
  }
  if (before_point + behind_point > k_most_digits) return read_any_digits(text, begin);
  read.number.exponent = -static_cast<int>(behind_point);
  read.any = before_point + behind_point > 0;
  read.end = i;
  return read;
}

}  // namespace

std::optional<Decimal> Decimal::parse(ByteView text) {
  std::size_t i = 0;
  bool negative = false;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) negative = text[i++] == '-';

  Digits read = read_digits(text, i);
  if (!read.any || read.too_many) return std::nullopt;
  Decimal& number = read.number;
  number.negative = negative;
  i = read.end;

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
  for (; number.digits % 10 == 0; number.digits /= 10) ++number.exponent;
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

std::uint64_t Decimal::rank() const {
  constexpr std::uint64_t k_zero = std::uint64_t{1} << 63;
  if (digits == 0) return k_zero;
  // Behind the sign the place of the first digit, in ten bits, and as much of the digits as there is room for.
  constexpr int k_middle = 512;
  static_assert(k_most_exponent + k_most_digits < k_middle);
  const auto place = static_cast<std::uint64_t>(count_digits(digits) + exponent + k_middle);
  const std::uint64_t magnitude = k_zero | place << 53 | left_aligned(*this) >> 7;
  return negative ? ~magnitude : magnitude;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.negative != b.negative) {
    return a.negative ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  const Decimal& small = a.negative ? b : a;
  const Decimal& large = a.negative ? a : b;
  if (small.digits == 0 || large.digits == 0) return small.digits <=> large.digits;
  const int place = count_digits(small.digits) + small.exponent;
  const int other = count_digits(large.digits) + large.exponent;
  if (place != other) return place <=> other;
  return left_aligned(small) <=> left_aligned(large);
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
