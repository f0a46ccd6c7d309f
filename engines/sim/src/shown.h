#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>

namespace heddle::sim {

/// The value as people and JSON should see it: of a float the fewest digits that are read back as that
/// float, 0.1 and not 0.10000000149.
template <class Value>
[[nodiscard]] std::string show(Value value) {
  char digits[64];
  const auto [end, error] = std::to_chars(digits, digits + sizeof(digits), value);
  return {digits, end};
}

}  // namespace heddle::sim
