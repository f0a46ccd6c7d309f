#pragma once

#include <cstdint>

#include "heddle/core/status.h"

#include "world.h"

namespace heddle::sim {

/// Makes the world that `world.scenario` describes, with its first entities.
/// Errors  invalid_argument, out_of_memory.
[[nodiscard]] Status create_world(World& world);

/// The same without entities, but with room for `capacity`, at least 1.
/// world.scenario  checked.
[[nodiscard]] Status allocate_world(World& world, std::uint32_t capacity);

}  // namespace heddle::sim
