#pragma once

#include <cstdint>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

#include "world.h"

namespace heddle::sim {

/// Has every entity perceive, steer, move, pay for it, graze and say what it means to do to others; and
/// lets food grow. Others keep seeing it as it was: where it goes is in `next`.
[[nodiscard]] Status behave(World& world, Scheduler& scheduler);

/// Adds to what a victim suffers, from any lane.
void add_damage(std::int32_t& sum, std::int32_t damage);

/// Ticks between two changes of an entity's wandering.
constexpr std::uint32_t k_wander_ticks = 16;
/// How many ticks a hunter looks ahead.
constexpr float k_lookahead = 4;
/// Allies beyond these give no more support.
constexpr float k_most_allies = 8;

}  // namespace heddle::sim
