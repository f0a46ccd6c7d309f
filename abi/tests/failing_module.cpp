// A module for the tests of whoever runs modules: one lane of a parallel region fails. Never shipped.

#include <atomic>
#include <cstdint>
#include <cstdlib>

#include "heddle/abi/common.h"
#include "heddle/runtime/parallel.h"

#include "handles.h"

using heddle::Scheduler;

namespace {

enum How : std::uint32_t { k_well = 0, k_trap = 1, k_stray = 2, k_abort = 3 };

void end_badly(std::uint32_t how) {
  if (how == k_trap) __builtin_trap();
  if (how == k_abort) std::abort();
  if (how == k_stray) *reinterpret_cast<volatile std::uint32_t*>(UINTPTR_MAX - 7) = 1;
}

}  // namespace

/// Runs a region in which every lane takes part, at most Scheduler::concurrency(), and lane `lane` ends
/// as `how` says; returns only when that is well.
extern "C" void heddle_failing_run(heddle_scheduler* scheduler, std::uint32_t lane,
                                   std::uint32_t how) {
  Scheduler& lanes = *scheduler->scheduler;
  std::atomic<std::uint32_t> arrived{0};
  (void)heddle::parallel_for(lanes, {0, lanes.lanes()}, 1, [&](heddle::Range, std::uint32_t own) {
    arrived.fetch_add(1);
    while (arrived.load() < lanes.lanes()) {
    }
    if (own == lane) end_badly(how);
  });
}
