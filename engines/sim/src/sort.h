#pragma once

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

#include "world.h"

namespace heddle::sim {

/// Removes those who are gone, puts the others in the order of rows of cells, columns and ids, and
/// prepares what they see of each other.
[[nodiscard]] Status sort_into_cells(World& world, Scheduler& scheduler);

/// Prepares what others see of those in a range of positions, who then mean nothing to anyone yet.
void show(World& world, Range positions);

}  // namespace heddle::sim
