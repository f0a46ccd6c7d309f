#pragma once

#include <cstdint>
#include <functional>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/sim/making.h"

#include "world.h"

namespace heddle::sim {

/// How large the world of a scenario is.
[[nodiscard]] Geometry geometry_of(const Scenario& scenario);

/// Makes the world that `world.scenario` describes, with its first entities in order, as far as it is
/// known to who owns some rows.
/// world.scenario  checked.
/// Errors          invalid_argument, out_of_memory, cancelled.
[[nodiscard]] Status create_world(World& world, Rows own, const Making& making = {});

/// The same without entities.
[[nodiscard]] Status allocate_world(World& world, Rows own);

/// Calls `work` with the lanes that make a world.
/// Errors  those of `work`; unavailable.
[[nodiscard]] Status on_lanes(const Making& making, const std::function<Status(Scheduler&)>& work);

/// Puts the entities of a world that was just made in order, which counts as so many units of progress.
/// Errors  out_of_memory, cancelled.
[[nodiscard]] Status finish_world(World& world, Scheduler& scheduler, const Making& making,
                                  std::uint32_t units);

}  // namespace heddle::sim
