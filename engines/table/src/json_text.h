#pragma once

#include "heddle/core/bytes.h"

#include "record.h"

namespace heddle::table {

/// Appends `text` as a JSON string, in quotes. Bytes that are not valid UTF-8 become U+FFFD, one for
/// each maximal part of a sequence.
/// Source  RFC 8259; The Unicode Standard, section 3.9 (table 3-7 and "U+FFFD substitution").
void write_json_string(ByteView text, ByteWriter& out);

/// The same for a field's value.
void write_json_value(const Field& value, ByteWriter& out);

}  // namespace heddle::table
