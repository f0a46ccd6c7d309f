#include "text.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace heddle::table {

namespace {

enum class Order : std::uint8_t { none, little, big };

struct Encoding {
  Order order = Order::none;
  std::size_t mark = 0;  ///< bytes of the byte order mark
};

Encoding encoding_of(ByteView file) {
  constexpr std::size_t k_sample = 256;
  if (file.size() < 2) return {};
  if (file[0] == 0xFF && file[1] == 0xFE) return {Order::little, 2};
  if (file[0] == 0xFE && file[1] == 0xFF) return {Order::big, 2};
  const std::size_t units = std::min(file.size(), k_sample) / 2;
  std::size_t even = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i < units; ++i) {
    even += file[2 * i] == 0 ? 1 : 0;
    odd += file[2 * i + 1] == 0 ? 1 : 0;
  }
  if (even == 0 && file[1] == 0 && 4 * odd > 3 * units) return {Order::little, 0};
  if (odd == 0 && file[0] == 0 && 4 * even > 3 * units) return {Order::big, 0};
  return {};
}

Status half_character(std::size_t offset) {
  return {Code::malformed_input,
          "byte offset " + std::to_string(offset) +
              ": this UTF-16 file has half a character here; was it cut short, or is it something "
              "else?",
          {.byte_offset = offset}};
}

/// Reads the characters of UTF-16.
class Utf16 {
 public:
  Utf16(ByteView file, const Encoding& encoding, bool is_whole)
      : file_(file), encoding_(encoding), is_whole_(is_whole) {}

  /// Calls `take(character)` for each.
  template <class Take>
  Status for_each(const Watch& watch, Take&& take) const {
    Pass pass(watch);
    std::size_t i = encoding_.mark;
    while (i + 1 < file_.size()) {
      if (!pass.goes_on(i)) return Pass::ended();
      const std::uint32_t unit = unit_at(i);
      if (unit < 0xD800 || unit > 0xDFFF) {
        take(unit);
        i += 2;
        continue;
      }
      if (i + 3 >= file_.size() && !is_whole_) return {};
      const std::uint32_t low = i + 3 < file_.size() ? unit_at(i + 2) : 0;
      if (unit > 0xDBFF || low < 0xDC00 || low > 0xDFFF) return half_character(i);
      take(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
      i += 4;
    }
    if (i == file_.size() || !is_whole_) return {};
    return {
        Code::malformed_input,
        "byte offset " + std::to_string(i) +
            ": this UTF-16 file has half a character here, as it has an odd number of bytes; was "
            "it cut short, or is it something else?",
        {.byte_offset = i}};
  }

 private:
  [[nodiscard]] std::uint32_t unit_at(std::size_t i) const {
    const std::uint32_t first = file_[i];
    const std::uint32_t second = file_[i + 1];
    return encoding_.order == Order::little ? second << 8 | first : first << 8 | second;
  }

  ByteView file_;
  Encoding encoding_;
  bool is_whole_;
};

std::size_t utf8_size(std::uint32_t character) {
  if (character < 0x80) return 1;
  if (character < 0x800) return 2;
  return character < 0x10000 ? 3 : 4;
}

std::uint8_t* write_utf8(std::uint32_t character, std::uint8_t* out) {
  const std::size_t size = utf8_size(character);
  if (size == 1) {
    *out++ = static_cast<std::uint8_t>(character);
    return out;
  }
  // The first byte says by its leading ones how many bytes there are; the others hold six bits each.
  std::size_t shift = 6 * (size - 1);
  *out++ = static_cast<std::uint8_t>(0xF00U >> size | character >> shift);
  while (shift > 0) {
    shift -= 6;
    *out++ = static_cast<std::uint8_t>(0x80 | (character >> shift & 0x3F));
  }
  return out;
}

}  // namespace

bool is_utf16(ByteView file) { return encoding_of(file).order != Order::none; }

Result<Text> read_text(ByteView file, bool is_whole, const Watch& watch) {
  Text text{.bytes = file, .decoded = {}};
  const Encoding encoding = encoding_of(file);
  if (encoding.order == Order::none) return text;
  const Utf16 utf16(file, encoding, is_whole);
  std::size_t size = 0;
  HEDDLE_TRY(utf16.for_each(watch, [&](std::uint32_t character) { size += utf8_size(character); }));
  if (!text.decoded.allocate(size)) {
    return Status(Code::out_of_memory, "there is not enough memory to decode the UTF-16 file");
  }
  std::uint8_t* out = text.decoded.data();
  HEDDLE_TRY(
      utf16.for_each(watch, [&](std::uint32_t character) { out = write_utf8(character, out); }));
  text.bytes = text.decoded.view();
  return text;
}

}  // namespace heddle::table
