#include "json_text.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace heddle::table {

namespace {

/// Whether a byte stands for itself in a JSON string.
constexpr std::array<bool, 256> k_plain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < 0x80; ++byte) plain[byte] = true;
  plain['"'] = false;
  plain['\\'] = false;
  return plain;
}();

/// The part of a multi-byte sequence that is well formed.
struct Sequence {
  std::size_t size;  ///< bytes, at least 1
  bool complete;
};

Sequence read_sequence(ByteView text) {
  const std::uint8_t lead = text[0];
  std::size_t length = 0;
  // What the second byte may be; the later ones may be 80 to BF.
  std::uint8_t low = 0x80;
  std::uint8_t high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {1, false};
  }
  for (std::size_t i = 1; i < length; ++i) {
    if (i == text.size() || text[i] < low || text[i] > high) return {i, false};
    low = 0x80;
    high = 0xBF;
  }
  return {length, true};
}

void write_escaped(std::uint8_t byte, ByteWriter& out) {
  constexpr std::string_view k_digits = "0123456789abcdef";
  switch (byte) {
    case '"': out.write_text("\\\""); return;
    case '\\': out.write_text("\\\\"); return;
    case '\n': out.write_text("\\n"); return;
    case '\r': out.write_text("\\r"); return;
    case '\t': out.write_text("\\t"); return;
    default:
      out.write_text("\\u00");
      out.write_char(k_digits[byte >> 4]);
      out.write_char(k_digits[byte & 15]);
  }
}

void write_inner(ByteView text, ByteWriter& out) {
  std::size_t i = 0;
  while (i < text.size()) {
    std::size_t end = i;
    while (end < text.size() && k_plain[text[end]]) ++end;
    out.write_bytes(text.subspan(i, end - i));
    i = end;
    if (i == text.size()) break;
    if (text[i] < 0x80) {
      write_escaped(text[i], out);
      ++i;
      continue;
    }
    const Sequence sequence = read_sequence(text.subspan(i));
    if (sequence.complete) {
      out.write_bytes(text.subspan(i, sequence.size));
    } else {
      out.write_text("\xEF\xBF\xBD");
    }
    i += sequence.size;
  }
}

}  // namespace

void write_json_string(ByteView text, ByteWriter& out) {
  out.write_char('"');
  write_inner(text, out);
  out.write_char('"');
}

void write_json_value(const Field& value, ByteWriter& out) {
  out.write_char('"');
  // A part ends behind a quote, so none cuts a sequence.
  value.for_each_part([&](ByteView part) { write_inner(part, out); });
  out.write_char('"');
}

}  // namespace heddle::table
