#pragma once

/// The part of the C ABI that every engine's module has: errors, control blocks, memory, lanes.
///
/// Rules of the whole ABI
/// - It is plain C. Sizes are `size_t`; no 64-bit integer crosses it, so that JavaScript needs no BigInt.
/// - The caller owns every struct it passes. A function that fails fills the error and returns NULL,
///   0 or a code other than HEDDLE_OK; outputs are then untouched.
/// - Structs that JavaScript reads are laid out by hand: abi/exports/common.json has their offsets for
///   32-bit pointers, and a test compares them with this header.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Changes whenever a function or a struct of the ABI changes.
#define HEDDLE_ABI_VERSION 15u

/// Status codes; the same numbers as heddle::Code.
enum heddle_code {
  HEDDLE_OK = 0,
  HEDDLE_INVALID_ARGUMENT = 1,
  HEDDLE_MALFORMED_INPUT = 2,
  HEDDLE_OUT_OF_MEMORY = 3,
  HEDDLE_CANCELLED = 4,
  HEDDLE_UNAVAILABLE = 5,
  HEDDLE_IO = 6,
  HEDDLE_INTERNAL = 7,
};

enum { HEDDLE_MESSAGE_CAPACITY = 1000 };

/// Why a call failed.
typedef struct heddle_error {
  uint32_t code;       ///< a heddle_code
  int32_t input;       ///< which input of the call is to blame, from 0; -1 when none is
  double line;         ///< line in that input, from 1; 0 when unknown
  double byte_offset;  ///< byte in that input, from 0; -1 when unknown
  char message[HEDDLE_MESSAGE_CAPACITY];  ///< UTF-8, NUL-terminated: the cause and the remedy
} heddle_error;

/// Shared between a running job and whoever watches it. All fields are read and written atomically.
typedef struct heddle_control {
  uint32_t
      cancel;     ///< set to 1 by the watcher; the job ends with HEDDLE_CANCELLED at its next chunk
  uint32_t done;  ///< units of work finished
  uint32_t total;  ///< units of work in all; 0 before the job knows
  uint32_t reserved;
} heddle_control;

/// Memory that a call hands to its caller; free it with heddle_bytes_release.
typedef struct heddle_bytes {
  uint8_t* data;
  size_t size;
} heddle_bytes;

/// What a lane is doing; written by the lane, read by anyone at any time, atomically. A lane that is
/// working and whose beats stand still is stuck; one that has failed is gone, and what it took part in
/// never ends.
typedef struct heddle_lane_status {
  uint32_t beats;     ///< pieces of work begun, modulo 2^32
  uint32_t activity;  ///< 0 idle, 1 working, 2 sleeping, 3 failed
  char failure[56];   ///< why it failed: UTF-8, NUL-terminated; written before activity
} heddle_lane_status;

/// How much memory the module holds for its data; read atomically, by anyone, at any time. used / limit
/// is the memory pressure.
typedef struct heddle_memory_status {
  uint32_t used_kib;   ///< held now: inputs, results and whatever the engines work with
  uint32_t peak_kib;   ///< most that was ever held
  uint32_t limit_kib;  ///< what there is to hold
  uint32_t reserved;
} heddle_memory_status;

typedef struct heddle_scheduler heddle_scheduler;

uint32_t heddle_abi_version(void);

/// Memory for inputs, 64-byte aligned. NULL when there is none.
void* heddle_memory_allocate(size_t size);
void heddle_memory_release(void* memory);
void heddle_bytes_release(heddle_bytes* bytes);

/// The figures of this module; valid as long as it lives.
const heddle_memory_status* heddle_memory_status_get(void);
/// Replaces the limit among the figures, at first the most that the build allows: for a host that
/// gives the module less. Nothing is refused because of it.
void heddle_memory_limit_set(double bytes);

/// A scheduler with `lanes` lanes (1 to 256); lane 0 is the thread that calls into it.
/// Errors  invalid_argument; unavailable when threads cannot be started (or the build has none
///         and lanes > 1).
heddle_scheduler* heddle_scheduler_create(uint32_t lanes, heddle_error* error);
uint32_t heddle_scheduler_lanes(const heddle_scheduler* scheduler);
/// One status for each lane, valid until the scheduler is destroyed.
const heddle_lane_status* heddle_scheduler_lane_status(const heddle_scheduler* scheduler);
/// Has the lanes record what they do, at most `records_per_lane` (at least 1) pieces of work each; the
/// oldest are overwritten. A second call starts anew. Not while a job runs.
/// Returns HEDDLE_OK.
/// Errors  invalid_argument; out_of_memory: what was recorded before is then kept.
uint32_t heddle_scheduler_trace_start(heddle_scheduler* scheduler, uint32_t records_per_lane,
                                      heddle_error* error);
/// Writes what has been recorded as JSON in Chrome's trace event format, and keeps it. `ts` is in
/// microseconds; in WebAssembly it is `performance.timeOrigin + performance.now()`. Not while a job
/// runs.
/// Returns HEDDLE_OK.
/// Errors  invalid_argument when no trace was started, or it was stopped; out_of_memory.
uint32_t heddle_scheduler_trace_write(heddle_scheduler* scheduler, heddle_bytes* out,
                                      heddle_error* error);
/// Records nothing from now on and frees the records; does nothing when no trace was started. Not while
/// a job runs.
void heddle_scheduler_trace_stop(heddle_scheduler* scheduler);
void heddle_scheduler_destroy(heddle_scheduler* scheduler);

#ifdef __cplusplus
}
#endif
