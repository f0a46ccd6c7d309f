#pragma once

#include <atomic>
#include <cstdint>

namespace heddle {

/// What a running job shares with whoever watches it: three words that any thread, and the page
/// through shared memory, may read and write at any time without waiting. The layout is part of the
/// C ABI (heddle_control).
struct Control {
  std::atomic<std::uint32_t> cancel{0};  ///< set to 1 to ask the job to stop
  std::atomic<std::uint32_t> done{0};    ///< units of work finished
  std::atomic<std::uint32_t> total{0};   ///< units of work in all; 0 before the job knows
  std::uint32_t reserved = 0;
};
static_assert(sizeof(Control) == 16);

/// Asks whether the job should stop; polled at chunk boundaries.
class CancelToken {
 public:
  /// A token that is never cancelled.
  CancelToken() = default;
  explicit CancelToken(const Control* control) : control_(control) {}

  [[nodiscard]] bool cancelled() const {
    return control_ != nullptr && control_->cancel.load(std::memory_order_relaxed) != 0;
  }

 private:
  const Control* control_ = nullptr;
};

/// Counts finished units of work.
/// Threads  add() from any lane; start() from lane 0 before the work.
class Progress {
 public:
  /// Called after a change, on the thread that made it: the way out for hosts that cannot read the
  /// control block while a job runs. Must be quick.
  using Listener = void (*)(const Control&);

  /// A progress that nobody watches.
  Progress() = default;
  explicit Progress(Control* control, Listener listener = nullptr)
      : control_(control), listener_(listener) {}

  void start(std::uint32_t total) const {
    if (control_ == nullptr) return;
    control_->done.store(0, std::memory_order_relaxed);
    control_->total.store(total, std::memory_order_relaxed);
  }
  void add(std::uint32_t units) const {
    if (control_ == nullptr) return;
    control_->done.fetch_add(units, std::memory_order_relaxed);
    if (listener_ != nullptr) listener_(*control_);
  }

 private:
  Control* control_ = nullptr;
  Listener listener_ = nullptr;
};

}  // namespace heddle
