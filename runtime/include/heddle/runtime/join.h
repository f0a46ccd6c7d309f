#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

namespace heddle {

/// A task that calls a function object on its maker's stack and keeps the Status.
template <class Function>
class FunctionTask : public Task {
 public:
  explicit FunctionTask(Function& function) : Task(call), function_(&function) {}

  [[nodiscard]] Status result() { return std::move(result_); }

  static Status invoke(Function& function) {
    if constexpr (std::is_void_v<std::invoke_result_t<Function&>>) {
      function();
      return {};
    } else {
      return function();
    }
  }

 private:
  static void call(Task& task, std::uint32_t /*lane*/) {
    auto& self = static_cast<FunctionTask&>(task);
    self.result_ = invoke(*self.function_);
  }

  Function* function_;
  Status result_;
};

/// Runs `a()` and `b()`, at the same time when a lane is idle. Each returns void or a Status and may
/// join again, to any depth.
/// Errors  a's Status if it failed, else b's. Both have always been run.
template <class A, class B>
Status join(Scheduler& scheduler, A&& a, B&& b) {
  using First = std::remove_reference_t<A>;
  using Second = std::remove_reference_t<B>;
  std::uint32_t lane = scheduler.current_lane();
  if (lane == Scheduler::k_no_lane) {
    const Scheduler::Entry entry(scheduler);
    return join(scheduler, a, b);
  }
  FunctionTask<Second> second(b);
  TaskDeque& deque = scheduler.deque(lane);
  if (scheduler.lanes() == 1 || !deque.push(&second)) {
    Status first = FunctionTask<First>::invoke(a);
    Status last = FunctionTask<Second>::invoke(b);
    return first.ok() ? std::move(last) : std::move(first);
  }
  scheduler.offer();
  Status first = FunctionTask<First>::invoke(a);
  // All that `a` pushed is gone, so what is popped is the task above or nothing.
  if (deque.pop() != nullptr) {
    Status last = FunctionTask<Second>::invoke(b);
    return first.ok() ? std::move(last) : std::move(first);
  }
  scheduler.wait_for(second, lane);
  return first.ok() ? second.result() : std::move(first);
}

}  // namespace heddle
