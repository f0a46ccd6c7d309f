#pragma once

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

#include "world.h"

namespace heddle::sim {

/// Has every entity perceive, steer, move, pay for it, graze and say what it means to do to others; and
/// lets food grow. Reads the snapshot, writes the population, next_food and the intents.
[[nodiscard]] Status behave(World& world, Scheduler& scheduler);

/// Ticks between two changes of an entity's wandering.
constexpr std::uint32_t k_wander_ticks = 16;
/// How many ticks a hunter looks ahead.
constexpr float k_lookahead = 4;
/// Allies beyond these give no more support.
constexpr float k_most_allies = 8;

}  // namespace heddle::sim
