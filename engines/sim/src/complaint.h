#pragma once

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include "fields.h"

namespace heddle::sim {

/// A number as people and JSON should see it: of a float the fewest digits that are read back as that
/// float, 0.1 and not 0.10000000149.
template <class Value>
[[nodiscard]] std::string show(Value value) {
  char digits[64];
  const auto [end, error] = std::to_chars(digits, digits + sizeof(digits), value);
  return {digits, end};
}

/// Why `value`, described by `what`, is outside the limits; empty when it is not.
[[nodiscard]] inline std::string complaint(const std::string& what, double value, Limits limits) {
  if (value < limits.least) return what + " is below " + show(limits.least) + ", the least";
  if (value > limits.most) return what + " is above " + show(limits.most) + ", the most";
  if (value != value) return what + " is not a number";
  return {};
}

/// Why `rows` are no map of characters; empty when they are. `row` is then the one to blame, -1 the list.
[[nodiscard]] inline std::string complaint(const std::vector<std::string>& rows, Limits size,
                                           std::string_view characters, int& row) {
  row = -1;
  std::string why =
      complaint("a list of " + std::to_string(rows.size()), static_cast<double>(rows.size()), size);
  if (!why.empty()) return why;
  for (const std::string& cells : rows) {
    ++row;
    const std::string length = std::to_string(cells.size()) + " characters";
    why = complaint("a row of " + length, static_cast<double>(cells.size()), size);
    if (!why.empty()) return why;
    if (cells.find_first_not_of(characters) != std::string::npos) {
      return "there are other characters than " + std::string(characters);
    }
    if (cells.size() != rows.front().size()) {
      return "the row has " + length + ", the first one " + std::to_string(rows.front().size()) +
             "; make them equal";
    }
  }
  return {};
}

}  // namespace heddle::sim
