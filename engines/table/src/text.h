#pragma once

#include <cstdint>

#include "heddle/core/buffer.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"

#include "pass.h"

namespace heddle::table {

/// A file's text as UTF-8.
struct Text {
  ByteView bytes;                ///< the file itself, or what `decoded` holds
  Buffer<std::uint8_t> decoded;  ///< empty unless the file is UTF-16
};

/// Whether a file is UTF-16, as read_text says.
[[nodiscard]] bool is_utf16(ByteView file);

/// Decodes a file that is UTF-16, and takes any other as it is. It is UTF-16 by its byte order mark, or
/// when at its beginning more than three of four other bytes, the first one among them, are NUL and
/// none between, as in ASCII text that was written so. The mark is left out.
/// file      borrowed as long as the text is used.
/// is_whole  false for the first part of a file, in which the last character may be cut off.
/// Errors    malformed_input (half a character), out_of_memory, cancelled.
/// Source    The Unicode Standard, 3.9 and 3.10.
[[nodiscard]] Result<Text> read_text(ByteView file, bool is_whole = true, const Watch& watch = {});

}  // namespace heddle::table
