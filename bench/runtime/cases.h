#pragma once

#include <cstdint>
#include <memory>

#include "heddle/runtime/scheduler.h"

#include "measure.h"

/// The cases of the program runtime_ours. Those on lanes run for every number of lanes in the options
/// and report seconds under that number.
namespace heddle::bench {

/// A scheduler of which as many lanes have started as run at a time, or the end of the program.
std::unique_ptr<Scheduler> start_scheduler(std::uint32_t lanes);

/// Seconds a region without work, one after the other (awake) or after an idle time (parked).
void run_regions(const Options& options, Report& report);

/// Seconds a loop of 2 us of work, one after the other; also as a plain loop, under "serial".
void run_short_loop(const Options& options, Report& report);
/// Seconds a loop of 30 ms of arithmetic.
void run_compute(const Options& options, Report& report);
/// Seconds a loop that does nothing but allocate and free small blocks.
void run_allocate(const Options& options, Report& report);

/// Seconds a join whose second half nobody else takes: "1" on a scheduler of one lane, "busy" where
/// the other lane of two is busy.
void run_join(const Options& options, Report& report);

/// Seconds a push and a pop of 128 stereo frames through a ring, on one thread: "quantum".
void run_ring(const Options& options, Report& report);
/// Seconds a billion samples take through a ring from one thread to another: "stream".
void run_stream(const Options& options, Report& report);
/// Seconds to write, hand over and read a frame of 1.2 MB, on one thread: "triple" by a triple buffer,
/// "copies" without one.
void run_frame(const Options& options, Report& report);

/// Seconds a short function takes: "plain", "off" with a scope that is not traced, "on" with one that
/// is; "clock": two readings of the trace's clock. And seconds of a loop on two lanes, "plain loop" and
/// "loop off".
void run_trace(const Options& options, Report& report);

}  // namespace heddle::bench
