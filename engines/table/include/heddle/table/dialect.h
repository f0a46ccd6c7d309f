#pragma once

#include <cstddef>

#include "heddle/core/bytes.h"

namespace heddle::table {

/// How a CSV file is written, beside what RFC 4180 says.
struct Dialect {
  /// What the delimiter is found from, in place of one of these.
  static constexpr char k_detect = '\0';

  char delimiter = ',';  ///< , ; | or a tab; or k_detect
  bool header = true;    ///< the first record names the columns; else their names are 1, 2, 3, …
};

/// Whether a file may be cut at this character.
[[nodiscard]] bool is_delimiter(char character);

/// The delimiter with which most records at the begin of the file have as many fields as the first
/// one, and more than one; of several such the one with the most fields, then in the order , ; tab |.
/// A comma when there is none.
/// file  only its first 64 KiB are looked at.
[[nodiscard]] char detect_delimiter(ByteView file);

}  // namespace heddle::table
