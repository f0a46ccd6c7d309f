#pragma once

#include <string_view>

#include "heddle/core/status.h"

namespace heddle::sim {

/// Whether `json` is JSON (RFC 8259) in which no object has a name twice: the second would silently
/// replace the first.
/// Errors  malformed_input with line and byte offset.
[[nodiscard]] Status check_syntax(std::string_view json);

}  // namespace heddle::sim
