#include "heddle/abi/common.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "handles.h"

#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
#include <emscripten.h>
#define HEDDLE_HOST_PROGRESS 1
#endif

namespace heddle::abi {

namespace {

constexpr std::size_t k_alignment = 64;

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
}

Scheduler& scheduler_of(heddle_scheduler* handle) { return *reinterpret_cast<Scheduler*>(handle); }

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
  const size_t rounded = (std::max<size_t>(size, 1) + heddle::abi::k_alignment - 1) /
                         heddle::abi::k_alignment * heddle::abi::k_alignment;
  return rounded < size ? nullptr : std::aligned_alloc(heddle::abi::k_alignment, rounded);
}

void heddle_memory_release(void* memory) { std::free(memory); }

void heddle_bytes_release(heddle_bytes* bytes) {
  std::free(bytes->data);
  *bytes = {};
}

heddle_scheduler* heddle_scheduler_create(uint32_t lanes, heddle_error* error) {
  auto scheduler = heddle::Scheduler::create(lanes);
  if (!scheduler.ok()) {
    report(scheduler.error(), error);
    return nullptr;
  }
  return reinterpret_cast<heddle_scheduler*>(std::move(scheduler).value().release());
}

uint32_t heddle_scheduler_lanes(const heddle_scheduler* scheduler) {
  return reinterpret_cast<const heddle::Scheduler*>(scheduler)->lanes();
}

const heddle_lane_status* heddle_scheduler_lane_status(const heddle_scheduler* scheduler) {
  using heddle::LaneStatus;
  static_assert(sizeof(heddle_lane_status) == sizeof(LaneStatus) &&
                offsetof(heddle_lane_status, beats) == offsetof(LaneStatus, beats) &&
                offsetof(heddle_lane_status, activity) == offsetof(LaneStatus, activity));
  const auto status = reinterpret_cast<const heddle::Scheduler*>(scheduler)->lane_status();
  return reinterpret_cast<const heddle_lane_status*>(status.data());
}

void heddle_scheduler_destroy(heddle_scheduler* scheduler) {
  delete reinterpret_cast<heddle::Scheduler*>(scheduler);
}
