#pragma once

#include "heddle/runtime/control.h"
#include "heddle/runtime/scheduler.h"

namespace heddle::sim {

/// Who makes a world, and who watches. The world is the same whoever does.
struct Making {
  Scheduler* scheduler = nullptr;  ///< borrowed: its lanes share the work; null: the caller alone
  CancelToken cancel;              ///< polled all the time
  Progress progress;               ///< in units of about a kilobyte of the world
};

}  // namespace heddle::sim
