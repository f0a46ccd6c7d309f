#include "key_order.h"

#include <algorithm>
#include <cstring>

#include "decimal.h"

namespace heddle::table {

namespace {

std::uint64_t bytes_rank(const Field& field) {
  std::uint64_t rank = 0;
  if (!field.doubled && field.size >= sizeof(rank)) {
    for (std::size_t i = 0; i < sizeof(rank); ++i) rank = rank << 8 | field.data[i];
    return rank;
  }
  std::size_t bits = 64;
  for (std::size_t i = 0; i < field.size && bits > 0; ++i) {
    bits -= 8;
    rank |= std::uint64_t{field.data[i]} << bits;
    if (field.doubled && field.data[i] == '"') ++i;
  }
  return rank;
}

std::uint64_t number_rank(const Field& field) {
  const auto number = Decimal::parse(field.bytes());
  return number ? number->rank() : k_no_number;
}

}  // namespace

std::strong_ordering compare_bytes(const Field& a, const Field& b) {
  if (!a.doubled && !b.doubled) {
    const std::size_t both = std::min(a.size, b.size);
    const int order = both == 0 ? 0 : std::memcmp(a.data, b.data, both);
    return order == 0 ? a.size <=> b.size : order <=> 0;
  }
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size && j < b.size) {
    const std::uint8_t character = a.data[i];
    if (character != b.data[j]) return character <=> b.data[j];
    i += a.doubled && character == '"' ? 2 : 1;
    j += b.doubled && character == '"' ? 2 : 1;
  }
  return (i < a.size) <=> (j < b.size);
}

FieldRank rank_by(KeyOrder order) { return order == KeyOrder::numeric ? number_rank : bytes_rank; }

KeyReader::KeyReader(const KeyPlace& place)
    : place_(&place),
      fields_(*std::max_element(place.columns.begin(), place.columns.end()) + std::size_t{1}) {}

std::uint64_t KeyReader::hash() const {
  std::uint64_t combined = 0;
  for (const std::uint32_t column : place_->columns)
    combined = table::hash(fields_[column], combined);
  return combined;
}

std::size_t KeyReader::first_without_number() const {
  std::size_t i = 0;
  while (i < size() && Decimal::parse((*this)[i].bytes())) ++i;
  return i;
}

std::string KeyReader::text() const {
  constexpr std::size_t k_most_fields = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(size(), k_most_fields); ++i) {
    text += (i > 0 ? ", " : "") + text_of((*this)[i]);
  }
  return size() > k_most_fields ? text + " ..." : text;
}

std::strong_ordering compare_keys(KeyOrder order, const KeyReader& a, const KeyReader& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto of_field = std::strong_ordering::equal;
    if (order == KeyOrder::bytes) {
      of_field = compare_bytes(a[i], b[i]);
    } else {
      const auto x = Decimal::parse(a[i].bytes());
      const auto y = Decimal::parse(b[i].bytes());
      if (x && y) of_field = *x <=> *y;
    }
    if (of_field != std::strong_ordering::equal) return of_field;
  }
  return std::strong_ordering::equal;
}

std::string text_of(const Field& field) {
  constexpr std::size_t k_most_bytes = 40;
  std::string text;
  field.for_each_part([&](ByteView part) {
    if (text.size() <= k_most_bytes)
      text += as_text(part.first(std::min(part.size(), k_most_bytes + 1)));
  });
  bool cut = false;
  if (text.size() > k_most_bytes) {
    std::size_t end = k_most_bytes;
    // Not inside a character of UTF-8.
    while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    cut = true;
  }
  // A message is one line.
  for (char& character : text) {
    if (static_cast<std::uint8_t>(character) < 0x20) character = ' ';
  }
  return "\"" + text + (cut ? "..." : "") + "\"";
}

}  // namespace heddle::table
