#include "cell_rule.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "date.h"

namespace heddle::table {

namespace {

/// A value in one piece. `joined` is where one with doubled quotes is put together.
ByteView whole(const Field& field, std::string& joined) {
  if (!field.doubled) return field.bytes();
  field.for_each_part([&](ByteView part) { joined += as_text(part); });
  return as_bytes(joined);
}

bool is_blank(std::uint8_t character) {
  return character == ' ' || (character >= '\t' && character <= '\r');
}

ByteView trim(ByteView text) {
  while (!text.empty() && is_blank(text.front())) text = text.subspan(1);
  while (!text.empty() && is_blank(text.back())) text = text.first(text.size() - 1);
  return text;
}

std::uint8_t lower(std::uint8_t character) {
  return character >= 'A' && character <= 'Z' ? static_cast<std::uint8_t>(character + 32)
                                              : character;
}

/// lower() of eight characters at once. Adding what is missing from 'A', and from what follows 'Z', up to 128 sets
/// the top bit of those that are at least so large; none of the sums of 7-bit numbers carries over.
std::uint64_t lower8(std::uint64_t text) {
  constexpr std::uint64_t k_each = 0x0101010101010101;
  const std::uint64_t low = text & (0x7F * k_each);
  const std::uint64_t from_a = low + (0x80 - 'A') * k_each;
  const std::uint64_t behind_z = low + (0x80 - 'Z' - 1) * k_each;
  const std::uint64_t capital = (from_a & ~behind_z & ~text) & (0x80 * k_each);
  return text | capital >> 2;
}

std::uint64_t load8(const std::uint8_t* text) {
  std::uint64_t word;
  std::memcpy(&word, text, sizeof(word));
  return word;
}

bool same_text(ByteView a, ByteView b, bool ignore_case) {
  if (!ignore_case) return same_bytes(a, b);
  if (a.size() != b.size()) return false;
  std::size_t i = 0;
  for (; i + 8 <= a.size(); i += 8) {
    if (lower8(load8(a.data() + i)) != lower8(load8(b.data() + i))) return false;
  }
  for (; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

}  // namespace

Result<CellRule> CellRule::create(const ValueRule& rule) {
  CellRule made;
  made.trim_ = rule.trim;
  made.ignore_case_ = rule.ignore_case;
  made.date_ = rule.date;
  if (rule.tolerance.empty()) return made;

  ByteView number = as_bytes(rule.tolerance);
  const bool share = number.back() == '%';
  if (share) number = number.first(number.size() - 1);
  const auto tolerance = Decimal::parse(number);
  if (!tolerance || tolerance->negative) {
    return Status(Code::invalid_argument, "\"" + rule.tolerance +
                                              "\" is no tolerance; write a number that is not "
                                              "negative, such as 0.01, or a share such as 1%");
  }
  made.numbers_ = share ? Numbers::share : Numbers::distance;
  made.distance_ = *tolerance;
  made.share_ = tolerance->to_double() / 100;
  return made;
}

bool CellRule::same(const Field& left, const Field& right) const {
  if (!left.doubled && !right.doubled) return same(left.bytes(), right.bytes());
  // Doubled in both, quotes need not be made single to be seen to be the same.
  if (left.doubled && right.doubled && same_as_text(left.bytes(), right.bytes())) return true;
  std::string joined_left;
  std::string joined_right;
  return same(whole(left, joined_left), whole(right, joined_right));
}

bool CellRule::same_as_text(ByteView a, ByteView b) const {
  return same_text(trim_ ? trim(a) : a, trim_ ? trim(b) : b, ignore_case_);
}

bool CellRule::same(ByteView a, ByteView b) const {
  if (trim_) {
    a = trim(a);
    b = trim(b);
  }
  if ((trim_ || ignore_case_) && same_text(a, b, ignore_case_)) return true;
  return same_number(a, b) || same_date(a, b);
}

bool CellRule::same_date(ByteView a, ByteView b) const {
  if (date_ == DateOrder::none) return false;
  const auto x = Date::parse(a, date_);
  return x && x == Date::parse(b, date_);
}

bool CellRule::same_number(ByteView a, ByteView b) const {
  if (numbers_ == Numbers::text) return false;
  const auto x = Decimal::parse(a);
  const auto y = x ? Decimal::parse(b) : std::nullopt;
  if (!y) return false;
  return numbers_ == Numbers::share ? within_share(*x, *y, share_) : within(*x, *y, distance_);
}

}  // namespace heddle::table
