#pragma once

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

#include "world.h"

namespace heddle::sim {

/// Settles who is wounded, who dies and who mates, from the intents of all. Writes events, marks the
/// dead, and takes wounds from those who live.
[[nodiscard]] Status resolve(World& world, Scheduler& scheduler);

}  // namespace heddle::sim
