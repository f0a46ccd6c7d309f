#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "heddle/core/status.h"

namespace heddle {

/// Checks that `memory` can hold something of `size` bytes that is shared between threads.
/// name    what it is, for the message.
/// Errors  invalid_argument.
[[nodiscard]] Status check_shared_memory(std::span<const std::uint8_t> memory, std::uint64_t size,
                                         const char* name);

}  // namespace heddle
