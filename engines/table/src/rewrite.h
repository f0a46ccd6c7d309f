#pragma once

#include <cstddef>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/table/dialect.h"

#include "pass.h"

namespace heddle::table {

/// A file as strict RFC 4180, which all passes over it can read at full speed.
struct Rewritten {
  bool needed = false;  ///< the file is not strict, and `text` has it
  ByteWriter text;
  FoundDialect found;  ///< how the file itself is written
};

inline constexpr std::size_t k_all_records = ~std::size_t{0};

/// Offset behind a UTF-8 byte order mark.
[[nodiscard]] std::size_t skip_byte_order_mark(ByteView file);

/// Whether a file, or its first part, must be written anew, and how it is written.
[[nodiscard]] bool needs_rewrite(ByteView file, const Dialect& dialect, FoundDialect& found);

/// Errors  invalid_argument: a delimiter or a quote that is none.
[[nodiscard]] Status check_dialect(const Dialect& dialect);

/// Finds how a file is written, and writes it anew when it is not strict RFC 4180 but for its delimiter,
/// which stays: with " as quote, LF as line end, and as many fields in each record as in the first.
/// file  in UTF-8; a byte order mark is left out.
/// most  how many records to write.
/// Errors  malformed_input: a record that breaks the rules of the dialect, with its place in `file`;
///         out_of_memory; cancelled; those of check_dialect.
[[nodiscard]] Status rewrite(ByteView file, const Dialect& dialect, std::size_t most,
                             Rewritten& result, const Watch& watch = {});

}  // namespace heddle::table
