#include "date.h"

#include <array>
#include <string_view>

namespace heddle::table {

namespace {

struct Number {
  std::uint32_t value;
  std::size_t digits;
};

/// Reads what stands next in a text; each function returns nothing, and stays, when it is something else.
class Reader {
 public:
  explicit Reader(ByteView text) : text_(as_text(text)) {}

  [[nodiscard]] bool at_end() const { return text_.empty(); }

  bool skip(char character) {
    if (!text_.starts_with(character)) return false;
    text_.remove_prefix(1);
    return true;
  }

  /// At most nine digits.
  std::optional<Number> number() {
    Number number{0, 0};
    while (number.digits < text_.size() && is_digit(text_[number.digits])) {
      if (number.digits == 9) return std::nullopt;
      number.value = number.value * 10 + static_cast<std::uint32_t>(text_[number.digits++] - '0');
    }
    if (number.digits == 0) return std::nullopt;
    text_.remove_prefix(number.digits);
    return number;
  }

  /// A month's name, whole or its first three letters, in any case: 1 to 12.
  std::optional<std::uint32_t> month() {
    constexpr std::array<std::string_view, 12> k_names = {
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    std::size_t letters = 0;
    while (letters < text_.size() && is_letter(text_[letters])) ++letters;
    if (letters < 3) return std::nullopt;
    for (std::uint32_t m = 0; m < k_names.size(); ++m) {
      if ((letters != 3 && letters != k_names[m].size()) || !same(k_names[m].substr(0, letters))) {
        continue;
      }
      text_.remove_prefix(letters);
      return m + 1;
    }
    return std::nullopt;
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
  static bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
  [[nodiscard]] bool same(std::string_view name) const {
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (lower(text_[i]) != name[i]) return false;
    }
    return true;
  }

  std::string_view text_;
};

struct Day {
  Number year;
  std::uint32_t month;
  Number day;
};

bool is_leap(std::uint32_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

/// Days since 1970-01-01; nothing when there is no such day.
std::optional<std::int64_t> days_of(const Day& date) {
  constexpr std::array<std::uint32_t, 12> k_lengths = {31, 28, 31, 30, 31, 30,
                                                       31, 31, 30, 31, 30, 31};
  constexpr std::array<std::uint32_t, 12> k_before = {0,   31,  59,  90,  120, 151,
                                                      181, 212, 243, 273, 304, 334};
  if (date.year.digits != 4 || date.day.digits > 2 || date.month < 1 || date.month > 12) {
    return std::nullopt;
  }
  const std::uint32_t year = date.year.value;
  const bool leap_day = is_leap(year) && date.month == 2;
  if (date.day.value < 1 || date.day.value > k_lengths[date.month - 1] + (leap_day ? 1 : 0)) {
    return std::nullopt;
  }
  // Leap days of all years before this one; year 0 is one in the proleptic calendar.
  const std::int64_t y = year;
  const std::int64_t leaps = y == 0 ? 0 : 1 + (y - 1) / 4 - (y - 1) / 100 + (y - 1) / 400;
  constexpr std::int64_t k_days_to_1970 = 719528;
  const std::int64_t this_year =
      k_before[date.month - 1] + (is_leap(year) && date.month > 2 ? 1 : 0) + date.day.value - 1;
  return y * 365 + leaps + this_year - k_days_to_1970;
}

/// A date of numbers, of which the first one was read.
std::optional<Day> read_numbers(Reader& reader, Number first, DateOrder order) {
  for (const char separator : {'-', '/', '.'}) {
    if (!reader.skip(separator)) continue;
    const auto second = reader.number();
    const auto third = second && reader.skip(separator) ? reader.number() : std::nullopt;
    if (!third || second->digits > 2) return std::nullopt;
    if (first.digits == 4 && separator != '.') return Day{first, second->value, *third};
    if (first.digits > 2) return std::nullopt;
    if (separator == '.' || (separator == '/' && order == DateOrder::day_first)) {
      return Day{*third, second->value, first};
    }
    if (separator == '/' && order == DateOrder::month_first) {
      return Day{*third, first.value, *second};
    }
    return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Day> read_day(Reader& reader, DateOrder order) {
  if (const auto month = reader.month()) {
    if (!reader.skip(' ')) return std::nullopt;
    const auto day = reader.number();
    reader.skip(',');
    const auto year = day && reader.skip(' ') ? reader.number() : std::nullopt;
    if (!year) return std::nullopt;
    return Day{*year, *month, *day};
  }
  const auto first = reader.number();
  if (!first) return std::nullopt;
  Reader named = reader;
  for (const char separator : {' ', '-'}) {
    if (!named.skip(separator)) continue;
    const auto month = named.month();
    if (!month) break;
    const auto year = named.skip(separator) ? named.number() : std::nullopt;
    if (!year) return std::nullopt;
    reader = named;
    return Day{*year, *month, *first};
  }
  return read_numbers(reader, *first, order);
}

/// Two digits, smaller than `limit`.
std::optional<std::uint32_t> read_two(Reader& reader, std::uint32_t limit) {
  const auto number = reader.number();
  if (!number || number->digits != 2 || number->value >= limit) return std::nullopt;
  return number->value;
}

bool read_time(Reader& reader, Date& date) {
  const auto hour = read_two(reader, 24);
  const auto minute = hour && reader.skip(':') ? read_two(reader, 60) : std::nullopt;
  if (!minute) return false;
  date.seconds += std::int64_t{*hour} * 3600 + std::int64_t{*minute} * 60;
  if (reader.skip(':')) {
    const auto second = read_two(reader, 60);
    if (!second) return false;
    date.seconds += *second;
    if (reader.skip('.')) {
      const auto fraction = reader.number();
      if (!fraction) return false;
      date.nanoseconds = fraction->value;
      for (std::size_t i = fraction->digits; i < 9; ++i) date.nanoseconds *= 10;
    }
  }
  if (reader.skip('Z')) {
    date.has_zone = true;
    return true;
  }
  const bool east = reader.skip('+');
  if (!east && !reader.skip('-')) return true;
  const auto hours = read_two(reader, 24);
  const auto minutes = hours && reader.skip(':') ? read_two(reader, 60) : std::nullopt;
  if (!minutes) return false;
  const std::int64_t offset = std::int64_t{*hours} * 3600 + std::int64_t{*minutes} * 60;
  date.seconds += east ? -offset : offset;
  date.has_zone = true;
  return true;
}

}  // namespace

std::optional<Date> Date::parse(ByteView text, DateOrder order) {
  Reader reader(text);
  const auto day = read_day(reader, order);
  const auto days = day ? days_of(*day) : std::nullopt;
  if (!days) return std::nullopt;
  Date date{.seconds = *days * 86400};
  if (reader.skip('T') || reader.skip(' ')) {
    if (!read_time(reader, date)) return std::nullopt;
  }
  if (!reader.at_end()) return std::nullopt;
  return date;
}

}  // namespace heddle::table
