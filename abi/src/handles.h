#pragma once

#include <memory>
#include <optional>

#include "heddle/abi/common.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/runtime/trace.h"

/// What C calls a scheduler.
struct heddle_scheduler {
  std::unique_ptr<heddle::Scheduler> scheduler;
  std::optional<heddle::Trace> trace;  // the scheduler's, while one is started
};

/// What the sources of the ABI share: turning our types into C's and back.
namespace heddle::abi {

/// Copies the failure into the caller's struct, which may be null, and returns its code.
std::uint32_t report(const Status& status, heddle_error* error);

/// Hands the writer's bytes to the caller; they count as held until heddle_bytes_release.
void give(ByteWriter& writer, heddle_bytes* out);

/// The control block that the caller watches; null when there is none.
[[nodiscard]] Control* control_of(heddle_control* control);

/// Reports progress to the control block and, in builds without shared memory, to the host.
[[nodiscard]] Progress progress_of(heddle_control* control);

}  // namespace heddle::abi
