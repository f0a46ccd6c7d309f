#pragma once

#include "heddle/runtime/scheduler.h"

namespace heddle {

/// Has the calling thread, a lane's, leave a note in its lane's status when it dies of a trap or an abort:
/// whoever waits for the lane waits for ever then, and only somebody outside can end that. Natively
/// a trap ends the process, and nothing is done.
void note_failure_in(LaneStatus& status);

}  // namespace heddle
