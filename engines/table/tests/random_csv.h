#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "heddle/core/philox.h"

namespace heddle::table {

/// Reproducible random choices for tests.
class Random {
 public:
  explicit Random(std::uint32_t seed) : seed_(seed) {}

  [[nodiscard]] std::uint32_t below(std::uint32_t limit) {
    return philox4x32_10({count_++, 0, 0, 0}, {seed_, 0})[0] % limit;
  }
  [[nodiscard]] bool one_in(std::uint32_t n) { return below(n) == 0; }

 private:
  std::uint32_t seed_;
  std::uint32_t count_ = 0;
};

/// Bytes that are rich in what matters to CSV, and mostly not valid CSV.
inline std::string random_soup(Random& random, std::size_t size) {
  constexpr std::string_view k_letters = "\"\"\",,\n\n\r\nab";
  std::string text;
  while (text.size() < size) text += k_letters[random.below(k_letters.size())];
  return text;
}

/// A field as it stands in a valid file.
inline std::string random_field(Random& random) {
  constexpr std::array<std::string_view, 12> k_fields = {
      "",          "a",
      "7",         "long enough to fill more than one vector register twice over",
      "\"\"",      "\"x\"",
      "\"a,b\"",   "\"line\nbreak\"",
      "\"q\"\"\"", "\"\"\"\"",
      "\"\r\n\"",  "caf\xC3\xA9"};
  return std::string(k_fields[random.below(k_fields.size())]);
}

/// A valid file: header c0, c1, … and `rows` rows, with blank lines between them when it has more than
/// one column.
inline std::string random_csv(Random& random, std::size_t columns, std::size_t rows) {
  std::string text;
  const auto end_line = [&] { text += random.one_in(3) ? "\r\n" : "\n"; };
  for (std::size_t c = 0; c < columns; ++c) {
    text += (c > 0 ? ",c" : "c") + std::to_string(c);
  }
  end_line();
  for (std::size_t r = 0; r < rows; ++r) {
    if (columns > 1 && random.one_in(10)) end_line();
    for (std::size_t c = 0; c < columns; ++c) {
      if (c > 0) text += ',';
      text += random_field(random);
    }
    if (r + 1 < rows || !random.one_in(2)) end_line();
  }
  return text;
}

}  // namespace heddle::table
