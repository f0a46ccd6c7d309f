#include "csv_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace heddle::table {

namespace {

/// Bytes that make a value need quotes. The first byte of a byte order mark is one of them, lest a
/// reader take the mark at a file's beginning for its own.
constexpr std::array<bool, 256> k_needs_quotes = [] {
  std::array<bool, 256> needs{};
  for (const char c : {',', '"', '\n', '\r'}) needs[static_cast<std::uint8_t>(c)] = true;
  needs[0xEF] = true;
  return needs;
}();

bool needs_quotes(const Field& value) {
  return value.doubled || std::any_of(value.data, value.data + value.size,
                                      [](std::uint8_t byte) { return k_needs_quotes[byte]; });
}

/// The value with every quote doubled.
void write_doubled(const Field& value, ByteWriter& out) {
  if (value.doubled) {
    out.write_bytes(value.bytes());
    return;
  }
  for (const std::uint8_t byte : value.bytes()) {
    if (byte == '"') out.write_char('"');
    out.write_char(static_cast<char>(byte));
  }
}

}  // namespace

void write_csv_value(const Field& value, ByteWriter& out) {
  if (!needs_quotes(value)) {
    out.write_bytes(value.bytes());
    return;
  }
  out.write_char('"');
  write_doubled(value, out);
  out.write_char('"');
}

void write_csv_value(std::string_view value, ByteWriter& out) {
  const ByteView bytes = as_bytes(value);
  write_csv_value(Field{bytes.data(), bytes.size()}, out);
}

void write_guarded_csv_value(const Field& value, ByteWriter& out) {
  constexpr std::string_view k_starts = "=+-@\t\r";
  if (value.size == 0 || k_starts.find(static_cast<char>(value.data[0])) == k_starts.npos) {
    write_csv_value(value, out);
    return;
  }
  out.write_text("\"'");
  write_doubled(value, out);
  out.write_char('"');
}

}  // namespace heddle::table
