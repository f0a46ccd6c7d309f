#include "lane_failure.h"

#include <cstddef>

#if defined(__EMSCRIPTEN_PTHREADS__)
#include <emscripten.h>
#endif

namespace heddle {

#if defined(__EMSCRIPTEN_PTHREADS__)

static_assert(offsetof(LaneStatus, activity) == 4 && offsetof(LaneStatus, failure) == 8 &&
              LaneStatus::failed == 3);

// The thread's worker may serve another lane later, so its one listener looks up whose it is.
// clang-format off
EM_JS(void, watch_thread, (LaneStatus* status, std::size_t capacity), {
  const first = globalThis.heddleLaneStatus === undefined;
  globalThis.heddleLaneStatus = status >>> 0;
  if (!first) return;
  const note = (error) => {
    const place = globalThis.heddleLaneStatus;
    const text = String((error && error.message) || error);
    const bytes = new TextEncoder().encode(text).subarray(0, capacity - 1);
    const memory = wasmMemory.buffer;
    new Uint8Array(memory, place + 8, capacity).fill(0).set(bytes);
    Atomics.store(new Int32Array(memory), (place + 4) / 4, 3);
  };
  if (ENVIRONMENT_IS_NODE) process.on('uncaughtExceptionMonitor', note);
  else addEventListener('error', (event) => note(event.error || event.message));
});
// clang-format on

void note_failure_in(LaneStatus& status) { watch_thread(&status, sizeof(status.failure)); }

#else

void note_failure_in(LaneStatus& /*status*/) {}

#endif

}  // namespace heddle
