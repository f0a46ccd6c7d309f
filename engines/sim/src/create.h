#pragma once

#include <cstdint>

#include "heddle/core/status.h"

#include "world.h"

namespace heddle::sim {

/// How large the world of a scenario is.
[[nodiscard]] Geometry geometry_of(const Scenario& scenario);

/// Makes the world that `world.scenario` describes, with its first entities, as far as it is known to who
/// owns some rows; or all of it.
/// Errors  invalid_argument, out_of_memory.
[[nodiscard]] Status create_world(World& world, Rows own);
[[nodiscard]] Status create_world(World& world);

/// The same without entities.
/// world.scenario  checked.
[[nodiscard]] Status allocate_world(World& world, Rows own);

/// Puts a world that was just made in order.
[[nodiscard]] Status sort_on_one_lane(World& world);

}  // namespace heddle::sim
