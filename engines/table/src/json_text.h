#pragma once

#include "heddle/core/bytes.h"

namespace heddle::table {

/// Appends `text` as a JSON string, in quotes. Bytes that are not valid UTF-8 become U+FFFD, one for
/// each maximal part of a sequence.
/// Source  RFC 8259; The Unicode Standard, section 3.9 (table 3-7 and "U+FFFD substitution").
void write_json_string(ByteView text, ByteWriter& out);

}  // namespace heddle::table
