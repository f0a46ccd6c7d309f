#pragma once

#include "heddle/runtime/control.h"
#include "heddle/runtime/scheduler.h"

namespace heddle::sim {

/// Who makes a world, and who watches. The world is the same whoever does.
struct Making {
  Scheduler* scheduler = nullptr;  ///< borrowed: its lanes share the work; null: the caller alone
  CancelToken cancel;              ///< polled every few thousand entities
  Progress progress;               ///< of all stages together, in units of its own
};

}  // namespace heddle::sim
