#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"

/// Records and fields one at a time: the exact, scalar reading of RFC 4180 that everything faster is
/// held against.
namespace heddle::table {

/// What a strict reader found from the start of one record.
struct RecordScan {
  enum class Problem : std::uint8_t {
    none,
    quote_in_field,    ///< a quote inside a field that does not begin with one
    text_after_quote,  ///< something other than a delimiter or line end behind a closing quote
    unterminated,      ///< the text ends inside quotes
  };

  std::size_t end = 0;     ///< offset of the line feed that ends the record, or the text's size
  std::size_t fields = 0;  ///< number of fields
  Problem problem = Problem::none;
  std::size_t problem_offset = 0;  ///< the byte that is wrong
  std::size_t opened_offset = 0;   ///< the opening quote of the field that is wrong
};

/// What stands before a part of a file, for messages that count from the file's beginning.
struct Origin {
  std::uint64_t offset = 0;      ///< bytes
  std::uint64_t line_feeds = 0;  ///< line feeds among them
};

/// Reads one record strictly.
/// text       the whole text.
/// begin      offset of the record's first byte.
/// delimiter  what stands between fields.
[[nodiscard]] RecordScan scan_record(ByteView text, std::size_t begin, char delimiter = ',');

/// The Status for a record that breaks the rules; it reads the record again to find out how.
/// file       the file as the user has it; `begin` counts from here, as do the offsets in the Status where
///            nothing stands before it.
/// begin      offset of the record.
/// columns    number of fields it should have; 0 for any number.
/// origin     where `file` is just a part of one.
[[nodiscard]] Status explain_record(ByteView file, std::size_t begin, std::size_t columns,
                                    char delimiter = ',', const Origin& origin = {});

/// The Status for one of the problems that a record can have.
/// offset, opened  as in RecordScan.
[[nodiscard]] Status explain_problem(ByteView file, RecordScan::Problem problem, std::size_t offset,
                                     std::size_t opened, const Origin& origin = {});

/// The Status for a record that has another number of fields than the first.
[[nodiscard]] Status wrong_field_count(ByteView file, std::size_t begin, std::size_t fields,
                                       std::size_t columns, const Origin& origin = {});

/// The Status for something that is wrong at byte `offset`: the message names the line and the byte.
[[nodiscard]] Status malformed_at(ByteView file, std::size_t offset, std::string message,
                                  const Origin& origin = {});

/// The line of byte `offset`, from 1. Lines end with LF, or in a file without any with CR.
[[nodiscard]] std::uint64_t line_of(ByteView file, std::size_t offset, const Origin& origin = {});

/// The record without its line end, and without blank lines behind it.
[[nodiscard]] ByteView trim_line_ends(ByteView record);

/// The value of one field: the bytes between its quotes, if it has quotes, in which two quotes stand
/// for one when `doubled` is set.
struct Field {
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;
  bool doubled = false;

  /// The value of a field as it stands in the text, quotes included.
  [[nodiscard]] static Field from_text(ByteView text);
  [[nodiscard]] ByteView bytes() const { return {data, size}; }

  /// Calls `visit(ByteView part)` for parts that, joined, are the value with its quotes single.
  template <class Visit>
  void for_each_part(Visit&& visit) const;
};

/// Whether two fields have the same value, however each is quoted.
[[nodiscard]] bool equal(const Field& a, const Field& b);

/// A hash of the value, however it is quoted.
[[nodiscard]] std::uint64_t hash(const Field& field, std::uint64_t seed);

/// Cuts a valid record, without its line end, into fields.
/// fields  one place for each field of the record.
void cut_record(ByteView record, std::span<Field> fields, char delimiter = ',');

template <class Visit>
void Field::for_each_part(Visit&& visit) const {
  const ByteView all = bytes();
  if (!doubled) {
    visit(all);
    return;
  }
  std::size_t begin = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] != '"') continue;
    visit(all.subspan(begin, i + 1 - begin));
    begin = i + 2;
    ++i;
  }
  if (begin < size) visit(all.subspan(begin));
}

}  // namespace heddle::table
