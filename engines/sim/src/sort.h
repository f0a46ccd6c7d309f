#pragma once

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

#include "world.h"

namespace heddle::sim {

/// Fills the snapshot from the population and clears the intents.
[[nodiscard]] Status sort_into_cells(World& world, Scheduler& scheduler);

/// Puts the entities' slots in the order of the snapshot, which speeds up the ticks that follow and
/// changes no result.
[[nodiscard]] Status tidy_slots(World& world, Scheduler& scheduler);

}  // namespace heddle::sim
