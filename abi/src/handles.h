#pragma once

#include "heddle/abi/common.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

/// What the sources of the ABI share: turning our types into C's and back.
namespace heddle::abi {

/// Copies the failure into the caller's struct, which may be null, and returns its code.
std::uint32_t report(const Status& status, heddle_error* error);

/// Hands the writer's bytes to the caller.
void give(ByteWriter& writer, heddle_bytes* out);

[[nodiscard]] Scheduler& scheduler_of(heddle_scheduler* handle);

/// The control block that the caller watches; null when there is none.
[[nodiscard]] Control* control_of(heddle_control* control);

/// Reports progress to the control block and, in builds without shared memory, to the host.
[[nodiscard]] Progress progress_of(heddle_control* control);

}  // namespace heddle::abi
