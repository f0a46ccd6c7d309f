#pragma once

#include <cstdint>
#include <span>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

#include "world.h"

namespace heddle::sim {

/// Gives the dead's energy to who killed them and finds out who has children. What concerns entities
/// of other domains is left in `abroad`.
void reckon(World& world);

/// Lets `births` children be born.
/// Errors  out_of_memory.
[[nodiscard]] Status bear(World& world, Scheduler& scheduler, std::span<const Birth> births);

/// Has someone who lives take the loot of a victim that had `energy`.
void loot(World& world, std::uint32_t winner, std::int32_t energy);

/// Moves everyone to where they are next.
void move_on(World& world);

/// All of it, when there are no other domains.
/// Errors  out_of_memory.
[[nodiscard]] Status turn_over(World& world, Scheduler& scheduler);

}  // namespace heddle::sim
