#include "heddle/abi/common.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

#include "heddle/core/memory.h"

#include "handles.h"

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
#include <emscripten.h>
#define HEDDLE_HOST_PROGRESS 1
#endif

namespace heddle::abi {

namespace {

constexpr std::size_t k_alignment = 64;

// Stands before memory that was handed out, to tell how much it is.
struct alignas(k_alignment) Header {
  std::size_t size;
};

/// The longest prefix of `text` that fits and does not cut a UTF-8 sequence.
std::string_view fit(std::string_view text, std::size_t capacity) {
  if (text.size() <= capacity) return text;
  std::size_t size = capacity;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

#ifdef HEDDLE_HOST_PROGRESS
// Without shared memory nobody can look at the control block while a job runs, so the job tells.
// clang-format off
EM_JS(void, tell_host, (std::uint32_t done, std::uint32_t total), {
  if (Module['onProgress']) Module['onProgress'](done, total);
});
// clang-format on

void tell_sometimes(const Control& control) {
  constexpr double k_interval_ms = 50;
  static double last = 0;
  const double now = emscripten_get_now();
  if (now - last < k_interval_ms) return;
  last = now;
  tell_host(control.done, control.total);
}
#endif

}  // namespace

std::uint32_t report(const Status& status, heddle_error* error) {
  const auto code = static_cast<std::uint32_t>(status.code());
  if (error == nullptr) return code;
  const Location location = status.location();
  error->code = code;
  error->input = location.input;
  error->line = static_cast<double>(location.line);
  error->byte_offset =
      location.byte_offset == Location::k_unknown ? -1 : static_cast<double>(location.byte_offset);
  const std::string_view message = fit(status.message(), HEDDLE_MESSAGE_CAPACITY - 1);
  std::copy(message.begin(), message.end(), error->message);
  error->message[message.size()] = '\0';
  return code;
}

void give(ByteWriter& writer, heddle_bytes* out) {
  out->size = writer.size();
  out->data = writer.release();
  count_allocated(out->size);
}

Control* control_of(heddle_control* control) {
  static_assert(sizeof(heddle_control) == sizeof(Control) &&
                offsetof(heddle_control, done) == offsetof(Control, done) &&
                offsetof(heddle_control, total) == offsetof(Control, total));
  return reinterpret_cast<Control*>(control);
}

Progress progress_of(heddle_control* control) {
#ifdef HEDDLE_HOST_PROGRESS
  return Progress(control_of(control), tell_sometimes);
#else
  return Progress(control_of(control));
#endif
}

}  // namespace heddle::abi

using heddle::abi::report;

uint32_t heddle_abi_version(void) { return HEDDLE_ABI_VERSION; }

void* heddle_memory_allocate(size_t size) {
  using heddle::abi::Header;
  if (size > SIZE_MAX - 2 * sizeof(Header)) return nullptr;
  // The header included, and rounded up, as aligned_alloc wants it.
  const size_t whole = (size + 2 * sizeof(Header) - 1) / sizeof(Header) * sizeof(Header);
  void* memory = std::aligned_alloc(alignof(Header), whole);
  if (memory == nullptr) return nullptr;
  heddle::count_allocated(whole);
  return (new (memory) Header{whole}) + 1;
}

void heddle_memory_release(void* memory) {
  if (memory == nullptr) return;
  auto* header = static_cast<heddle::abi::Header*>(memory) - 1;
  heddle::count_freed(header->size);
  std::free(header);
}

void heddle_bytes_release(heddle_bytes* bytes) {
  heddle::count_freed(bytes->size);
  std::free(bytes->data);
  *bytes = {};
}

const heddle_memory_status* heddle_memory_status_get(void) {
  using heddle::MemoryStatus;
  static_assert(sizeof(heddle_memory_status) == sizeof(MemoryStatus) &&
                offsetof(heddle_memory_status, used_kib) == offsetof(MemoryStatus, used_kib) &&
                offsetof(heddle_memory_status, peak_kib) == offsetof(MemoryStatus, peak_kib) &&
                offsetof(heddle_memory_status, limit_kib) == offsetof(MemoryStatus, limit_kib));
  return reinterpret_cast<const heddle_memory_status*>(&heddle::memory_status());
}

void heddle_memory_limit_set(double bytes) {
  heddle::set_memory_limit(static_cast<std::uint64_t>(bytes));
}

heddle_scheduler* heddle_scheduler_create(uint32_t lanes, heddle_error* error) {
  auto scheduler = heddle::Scheduler::create(lanes);
  if (!scheduler.ok()) {
    report(scheduler.error(), error);
    return nullptr;
  }
  return new heddle_scheduler{std::move(scheduler).value(), std::nullopt};
}

uint32_t heddle_scheduler_lanes(const heddle_scheduler* scheduler) {
  return scheduler->scheduler->lanes();
}

const heddle_lane_status* heddle_scheduler_lane_status(const heddle_scheduler* scheduler) {
  using heddle::LaneStatus;
  static_assert(sizeof(heddle_lane_status) == sizeof(LaneStatus) &&
                offsetof(heddle_lane_status, beats) == offsetof(LaneStatus, beats) &&
                offsetof(heddle_lane_status, activity) == offsetof(LaneStatus, activity) &&
                offsetof(heddle_lane_status, failure) == offsetof(LaneStatus, failure));
  return reinterpret_cast<const heddle_lane_status*>(scheduler->scheduler->lane_status().data());
}

uint32_t heddle_scheduler_trace_start(heddle_scheduler* scheduler, uint32_t records_per_lane,
                                      heddle_error* error) {
  if (records_per_lane == 0) {
    return report({heddle::Code::invalid_argument,
                   "a trace of 0 records a lane has no place for anything; ask for 1 or more"},
                  error);
  }
  auto trace = heddle::Trace::create(scheduler->scheduler->lanes(), records_per_lane);
  if (!trace.ok()) return report(trace.error(), error);
  scheduler->trace = std::move(trace).value();
  scheduler->scheduler->set_trace(&*scheduler->trace);
  return HEDDLE_OK;
}

uint32_t heddle_scheduler_trace_write(heddle_scheduler* scheduler, heddle_bytes* out,
                                      heddle_error* error) {
  if (!scheduler->trace) {
    return report({heddle::Code::invalid_argument,
                   "this scheduler records no trace; start one before the work to be seen"},
                  error);
  }
  heddle::ByteWriter writer;
  const heddle::Status status = scheduler->trace->write_chrome_json(writer);
  if (!status.ok()) return report(status, error);
  heddle::abi::give(writer, out);
  return HEDDLE_OK;
}

void heddle_scheduler_trace_stop(heddle_scheduler* scheduler) {
  scheduler->scheduler->set_trace(nullptr);
  scheduler->trace.reset();
}

void heddle_scheduler_destroy(heddle_scheduler* scheduler) { delete scheduler; }
