#pragma once

#include "heddle/core/status.h"

#include "world.h"

namespace heddle::sim {

/// Carries out what resolve() settled: gives the loot, bears the children, removes the dead. Few are
/// concerned, so one lane does it.
[[nodiscard]] Status turn_over(World& world);

}  // namespace heddle::sim
