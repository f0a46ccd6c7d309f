#pragma once

#include <string_view>

#include "heddle/core/bytes.h"

#include "record.h"

/// Writing CSV: commas, LF, quotes only where RFC 4180 needs them.
namespace heddle::table {

/// Appends a value, in quotes if it has a comma, a quote, a line end or a byte order mark in it.
void write_csv_value(const Field& value, ByteWriter& out);
void write_csv_value(std::string_view value, ByteWriter& out);

/// The same, with a quote (') in front of what a spreadsheet would take for a formula: a value that
/// begins with = + - @ tab or carriage return.
void write_guarded_csv_value(const Field& value, ByteWriter& out);

/// Appends one record, with its line end.
/// write_value  called for each position from 0 to count - 1.
template <class WriteValue>
void write_csv_record(std::size_t count, ByteWriter& out, WriteValue&& write_value) {
  const std::size_t begin = out.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out.write_char(',');
    write_value(i);
  }
  // A record of one empty value would be a blank line, which many readers pass over.
  if (out.size() == begin) out.write_text("\"\"");
  out.write_char('\n');
}

}  // namespace heddle::table
