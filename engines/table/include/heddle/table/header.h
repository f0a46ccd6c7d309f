#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/table/dialect.h"

namespace heddle::table {

/// The head of a CSV file.
struct Header {
  std::vector<std::string> columns;  ///< names, unquoted, in the file's order
  std::size_t body = 0;              ///< offset of the first record below the header
  char delimiter = ',';              ///< what stands between fields
  bool named = true;                 ///< the file has names; else they are 1, 2, 3, …
};

/// Reads the header of a file in UTF-8 that is strict RFC 4180, but for its delimiter. A UTF-8 byte order mark
/// in front of it is passed over.
/// dialect  only delimiter and header are used.
/// Errors   malformed_input: empty file, broken quoting, a name twice; invalid_argument: a
///          character that is no delimiter.
[[nodiscard]] Result<Header> read_header(ByteView file, const Dialect& dialect = {});

/// The names of the columns of a file of which only the first part may be there, in any dialect; UTF-16 is
/// decoded. Columns that only Ragged::keep would add are not among them.
/// Errors  those of read_header.
[[nodiscard]] Result<std::vector<std::string>> read_columns(ByteView first_part,
                                                            const Dialect& dialect);

/// Names written like one row of CSV: a,b,"c, d".
/// Errors  malformed_input.
[[nodiscard]] Result<std::vector<std::string>> read_names(ByteView row);

/// The same names as such a row, without a line end.
[[nodiscard]] std::string write_names(const std::vector<std::string>& names);

}  // namespace heddle::table
