#pragma once

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"

namespace heddle::table {

/// Refuses a file that is no text: one that begins as a well-known kind of binary file does, or of whose
/// first 64 KiB more than a tenth, and at least 32 bytes, are control characters that no text has. UTF-16 is
/// text. A few NUL bytes are values like others.
/// Errors  malformed_input: says what the file looks like.
/// Source  the marks: the formats' specifications, as the file(1) database lists them.
[[nodiscard]] Status refuse_binary(ByteView file);

}  // namespace heddle::table
