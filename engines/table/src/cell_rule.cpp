#include "cell_rule.h"

#include <algorithm>
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

bool same_text(ByteView a, ByteView b, bool ignore_case) {
  if (a.size() != b.size()) return false;
  if (!ignore_case) return std::equal(a.begin(), a.end(), b.begin());
  return std::equal(a.begin(), a.end(), b.begin(),
                    [](std::uint8_t x, std::uint8_t y) { return lower(x) == lower(y); });
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
  std::string joined_left;
  std::string joined_right;
  ByteView a = whole(left, joined_left);
  ByteView b = whole(right, joined_right);
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
