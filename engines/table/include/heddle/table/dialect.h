#pragma once

#include <cstddef>
#include <cstdint>

#include "heddle/core/bytes.h"

namespace heddle::table {

/// What becomes of rows that do not have as many fields as the first record.
enum class Ragged : std::uint8_t {
  error,  ///< the file is refused, with the place of the first such row
  pad,    ///< short rows are filled up with empty values; longer ones are refused
  keep,  ///< short rows are filled up; for longer ones the table gets more columns, which are empty in
         ///< all other rows and called by their numbers
};

/// How a CSV file is written, beside what RFC 4180 says.
struct Dialect {
  /// What the delimiter, or the quote, is found from, in place of a character.
  static constexpr char k_detect = '\0';
  /// In place of a quote: there are none, and quotes are characters like others.
  static constexpr char k_no_quote = '\1';

  char delimiter = ',';  ///< , ; | or a tab; or k_detect
  bool header = true;    ///< the first record names the columns; else their names are 1, 2, 3, …
  char quote = '"';      ///< " or '; k_no_quote; or k_detect
  /// Quotes that RFC 4180 forbids are read, as Python's csv module does: a quote inside a field that does
  /// not begin with one is a character like others; text behind a closing quote belongs to the value,
  /// as do further quotes in it; a quote that is never closed reaches to the end of the file.
  bool lenient = false;
  Ragged ragged = Ragged::error;
};

/// How a file was read.
struct FoundDialect {
  char delimiter = ',';
  char quote = '"';                  ///< or Dialect::k_no_quote
  bool carriage_returns = false;     ///< lines end with CR; LF and CRLF end them too
  bool lenient = false;              ///< as in the Dialect
  Ragged ragged = Ragged::error;     ///< as in the Dialect
  std::uint64_t lenient_fields = 0;  ///< fields that RFC 4180 forbids
  std::uint64_t ragged_rows = 0;  ///< rows that were filled up, or had more fields than the first
};

/// Whether a file may be cut at this character.
[[nodiscard]] bool is_delimiter(char character);

/// Finds how a file is written, as far as the dialect leaves it open. Only the first 64 KiB are looked at.
///
/// Delimiter  the one with which most records have as many fields as the first one, and more than one; of
///            several such the one with the most fields, then in the order , ; tab |. A comma when there
///            is none.
/// Quote      an apostrophe when no " is in sight, the rows have different numbers of fields otherwise,
///            and all have the same number, at least 2, with it; else ".
/// Line ends  CR when one stands outside quotes and no LF does.
///
/// file  in UTF-8, without a byte order mark.
[[nodiscard]] FoundDialect find_dialect(ByteView file, const Dialect& dialect);

}  // namespace heddle::table
