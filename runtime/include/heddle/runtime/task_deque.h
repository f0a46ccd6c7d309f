#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace heddle {

/// A piece of work that may run on another lane than the one that made it. Lives on its maker's stack.
struct Task {
  using Body = void (*)(Task&, std::uint32_t lane);

  explicit Task(Body body) : run(body) {}

  Body run;
  /// 0 not finished, 1 not finished and its maker sleeps on this word, 2 finished.
  std::atomic<std::uint32_t> state{0};
};

/// The tasks that a lane has made and not started. Its owner pushes and pops at one end; other lanes
/// steal at the other.
/// Source  Chase, Lev: "Dynamic circular work-stealing deque", SPAA 2005; Lê, Pop, Cohen, Zappa
///         Nardelli: "Correct and efficient work-stealing for weak memory models", PPoPP 2013. The
///         sequentially consistent accesses stand for the fences there.
class alignas(64) TaskDeque {
 public:
  /// Owner only. False when the deque is full: then the caller runs the task itself.
  [[nodiscard]] bool push(Task* task) {
    const std::uint32_t bottom = bottom_.load(std::memory_order_relaxed);
    if (bottom - top_.load(std::memory_order_acquire) >= k_capacity) return false;
    slots_[bottom % k_capacity].store(task, std::memory_order_relaxed);
    bottom_.store(bottom + 1, std::memory_order_release);
    return true;
  }

  /// Owner only. The task pushed last, or null when it was stolen.
  [[nodiscard]] Task* pop() {
    const std::uint32_t bottom = bottom_.load(std::memory_order_relaxed) - 1;
    // Before top is read, thieves must see that this slot is taken.
    bottom_.store(bottom, std::memory_order_seq_cst);
    std::uint32_t top = top_.load(std::memory_order_seq_cst);
    const auto left = static_cast<std::int32_t>(bottom - top);
    if (left > 0) return slots_[bottom % k_capacity].load(std::memory_order_relaxed);
    Task* task = nullptr;
    if (left == 0) {
      // The last one: whoever moves top has it.
      task = slots_[bottom % k_capacity].load(std::memory_order_relaxed);
      if (!top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst)) task = nullptr;
    }
    bottom_.store(bottom + 1, std::memory_order_relaxed);
    return task;
  }

  /// Any lane. The task pushed first, or null when there is none or another thief was faster.
  [[nodiscard]] Task* steal() {
    std::uint32_t top = top_.load(std::memory_order_seq_cst);
    const std::uint32_t bottom = bottom_.load(std::memory_order_seq_cst);
    if (static_cast<std::int32_t>(bottom - top) <= 0) return nullptr;
    Task* task = slots_[top % k_capacity].load(std::memory_order_relaxed);
    if (!top_.compare_exchange_strong(top, top + 1, std::memory_order_seq_cst)) return nullptr;
    return task;
  }

  /// Any lane. May be out of date when it returns.
  [[nodiscard]] bool looks_empty() const {
    const std::uint32_t top = top_.load(std::memory_order_relaxed);
    return static_cast<std::int32_t>(bottom_.load(std::memory_order_relaxed) - top) <= 0;
  }

 private:
  // Joins nest by halving, so this is deeper than any reasonable recursion.
  static constexpr std::uint32_t k_capacity = 256;

  std::atomic<std::uint32_t> bottom_{0};
  alignas(64) std::atomic<std::uint32_t> top_{0};
  alignas(64) std::array<std::atomic<Task*>, k_capacity> slots_{};
};

}  // namespace heddle
