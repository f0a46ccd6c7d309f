#include "record.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "heddle/core/state_hash.h"

namespace heddle::table {

namespace {

const std::uint8_t* find(const std::uint8_t* begin, const std::uint8_t* end, char character) {
  const void* found =
      begin == end ? nullptr : std::memchr(begin, character, static_cast<std::size_t>(end - begin));
  return found == nullptr ? end : static_cast<const std::uint8_t*>(found);
}

}  // namespace

RecordScan scan_record(ByteView text, std::size_t begin, char delimiter) {
  const auto between = static_cast<std::uint8_t>(delimiter);
  RecordScan scan;
  const auto stop_at = [&](std::size_t offset, RecordScan::Problem problem) {
    scan.problem = problem;
    scan.problem_offset = offset;
    scan.end = text.size();
    return scan;
  };
  std::size_t i = begin;
  for (;;) {
    ++scan.fields;
    if (i < text.size() && text[i] == '"') {
      scan.opened_offset = i++;
      for (;; ++i) {
        i = static_cast<std::size_t>(find(text.data() + i, text.data() + text.size(), '"') -
                                     text.data());
        if (i == text.size()) return stop_at(scan.opened_offset, RecordScan::Problem::unterminated);
        if (++i == text.size() || text[i] != '"') break;
      }
      if (i + 1 < text.size() && text[i] == '\r' && text[i + 1] == '\n') ++i;
      if (i < text.size() && text[i] != between && text[i] != '\n') {
        return stop_at(i, RecordScan::Problem::text_after_quote);
      }
    } else {
      for (; i < text.size() && text[i] != between && text[i] != '\n'; ++i) {
        if (text[i] == '"') return stop_at(i, RecordScan::Problem::quote_in_field);
      }
    }
    if (i == text.size() || text[i] == '\n') {
      scan.end = i;
      return scan;
    }
    ++i;
  }
}

Status explain_record(ByteView file, std::size_t begin, std::size_t columns, char delimiter,
                      const Origin& origin) {
  const RecordScan scan = scan_record(file, begin, delimiter);
  if (scan.problem != RecordScan::Problem::none) {
    return explain_problem(file, scan.problem, scan.problem_offset, scan.opened_offset, origin);
  }
  if (columns != 0 && scan.fields != columns) {
    return wrong_field_count(file, begin, scan.fields, columns, origin);
  }
  return {Code::internal, "a row that reads well was refused"};
}

Status explain_problem(ByteView file, RecordScan::Problem problem, std::size_t offset,
                       std::size_t opened, const Origin& origin) {
  switch (problem) {
    case RecordScan::Problem::unterminated:
      return malformed_at(file, opened,
                          "the quote that opens here is never closed; add the closing quote, or "
                          "write two quotes for one that belongs to the text",
                          origin);
    case RecordScan::Problem::text_after_quote:
      return malformed_at(file, offset,
                          "text behind the closing quote of the field that opens at byte offset " +
                              std::to_string(origin.offset + opened) +
                              "; write two quotes for one that belongs to the text, or read the "
                              "file leniently",
                          origin);
    case RecordScan::Problem::quote_in_field:
      return malformed_at(
          file, offset,
          "a quote inside a field that does not begin with one; put the whole field in "
          "quotes and write two quotes for this one, or read the file leniently",
          origin);
    case RecordScan::Problem::none: break;
  }
  return {Code::internal, "a row that reads well was refused"};
}

Status wrong_field_count(ByteView file, std::size_t begin, std::size_t fields, std::size_t columns,
                         const Origin& origin) {
  return malformed_at(file, begin,
                      "this row has " + std::to_string(fields) +
                          (fields == 1 ? " field" : " fields") + ", the first row has " +
                          std::to_string(columns) +
                          "; give every row as many fields as the first, or choose to pad or keep "
                          "ragged rows",
                      origin);
}

Status malformed_at(ByteView file, std::size_t offset, std::string message, const Origin& origin) {
  const std::uint64_t line = line_of(file, offset, origin);
  const std::uint64_t place = origin.offset + offset;
  return {Code::malformed_input,
          "line " + std::to_string(line) + ", byte offset " + std::to_string(place) + ": " +
              std::move(message),
          {.line = line, .byte_offset = place}};
}

std::uint64_t line_of(ByteView file, std::size_t offset, const Origin& origin) {
  const ByteView before = file.first(std::min(offset, file.size()));
  const auto count = [&](std::uint8_t end) {
    return static_cast<std::uint64_t>(std::count(before.begin(), before.end(), end));
  };
  const std::uint64_t line_feeds = origin.line_feeds + count('\n');
  // A file in which no line feed is found has lines that end with CR, or just one.
  const bool has_line_feeds = line_feeds > 0 || find(file.data(), file.data() + file.size(),
                                                     '\n') != file.data() + file.size();
  return 1 + (has_line_feeds ? line_feeds : count('\r'));
}

ByteView trim_line_ends(ByteView record) {
  std::size_t size = record.size();
  while (size > 0 && record[size - 1] == '\n') {
    --size;
    if (size > 0 && record[size - 1] == '\r') --size;
  }
  return record.first(size);
}

Field Field::from_text(ByteView text) {
  if (text.empty() || text[0] != '"') return {text.data(), text.size(), false};
  const ByteView inner = text.subspan(1, text.size() - 2);
  const std::uint8_t* end = inner.data() + inner.size();
  return {inner.data(), inner.size(), find(inner.data(), end, '"') != end};
}

bool equal(const Field& a, const Field& b) {
  if (!a.doubled && !b.doubled) return same_bytes(a.bytes(), b.bytes());
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size && j < b.size) {
    const std::uint8_t character = a.data[i];
    if (character != b.data[j]) return false;
    i += a.doubled && character == '"' ? 2 : 1;
    j += b.doubled && character == '"' ? 2 : 1;
  }
  return i == a.size && j == b.size;
}

std::uint64_t hash(const Field& field, std::uint64_t seed) {
  if (!field.doubled) return hash64(field.bytes(), seed);
  std::array<std::uint8_t, 512> small;
  if (field.size <= small.size()) {
    std::size_t size = 0;
    field.for_each_part([&](ByteView part) {
      std::copy(part.begin(), part.end(), small.begin() + static_cast<std::ptrdiff_t>(size));
      size += part.size();
    });
    return hash64(ByteView(small).first(size), seed);
  }
  StateHash state(seed);
  field.for_each_part([&](ByteView part) { state.add(part); });
  return state.value();
}

void cut_record(ByteView record, std::span<Field> fields, char delimiter) {
  const std::uint8_t* position = record.data();
  const std::uint8_t* end = record.data() + record.size();
  for (Field& field : fields) {
    const std::uint8_t* begin = position;
    if (position != end && *position == '"') {
      do {
        position = find(position + 1, end, '"') + 1;
      } while (position < end && *position == '"');
    } else {
      position = find(position, end, delimiter);
    }
    field = Field::from_text({begin, static_cast<std::size_t>(position - begin)});
    if (position != end) ++position;
  }
}

}  // namespace heddle::table
