#include "cell_text.h"

#include <cstring>

namespace heddle::table {

namespace {

constexpr std::uint8_t lower(std::uint8_t byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<std::uint8_t>(byte + ('a' - 'A')) : byte;
}

constexpr std::uint8_t upper(std::uint8_t byte) {
  return byte >= 'a' && byte <= 'z' ? static_cast<std::uint8_t>(byte - ('a' - 'A')) : byte;
}

bool starts_with(const std::uint8_t* data, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (lower(data[i]) != static_cast<std::uint8_t>(text[i])) return false;
  }
  return true;
}

bool holds(ByteView value, std::string_view text) {
  if (text.size() > value.size()) return false;
  const auto first = static_cast<std::uint8_t>(text.front());
  const std::uint8_t other = upper(first);
  const std::size_t end = value.size() - text.size() + 1;
  for (std::size_t i = 0; i < end; ++i) {
    if (value[i] != first && value[i] != other) continue;
    if (starts_with(value.data() + i, text)) return true;
  }
  return false;
}

}  // namespace

CellText::CellText(std::string_view text) : text_(text) {
  for (char& c : text_) c = static_cast<char>(lower(static_cast<std::uint8_t>(c)));
}

bool CellText::in(const Field& value) const {
  if (!value.doubled) return holds(value.bytes(), text_);
  std::string joined;
  value.for_each_part([&](ByteView part) { joined += as_text(part); });
  return holds(as_bytes(joined), text_);
}

}  // namespace heddle::table
