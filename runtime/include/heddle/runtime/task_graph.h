#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

namespace heddle {

/// Work with an order: named tasks, some of which must wait for others. A task starts as soon as all
/// that it waits for is done and a lane is free. A graph is built and run by one thread.
class TaskGraph {
 public:
  using Id = std::uint32_t;

  /// Adds a task and returns its number, from 0.
  /// name  for messages and the trace, which refers to it: the graph lives until the trace is written.
  /// work  called at most once per run, on any lane.
  Id add(std::string name, std::function<Status()> work);

  /// `task` must not start before `on` is done. Both have been added.
  void depend(Id task, Id on);

  /// Runs every task once and returns when all are done. May be called again.
  /// Errors  invalid_argument when tasks wait for each other in a circle (one of them is named; nothing
  ///         has run); the Status of a task that failed, the lowest numbered one when several did:
  ///         tasks that had not started by then are not run; out_of_memory; cancelled.
  Status run(Scheduler& scheduler, CancelToken cancel = {}) const;

  [[nodiscard]] std::size_t size() const { return tasks_.size(); }

 private:
  struct TaskEntry {
    std::string name;
    std::function<Status()> work;
    std::vector<Id> dependents;
    std::uint32_t dependencies = 0;
  };
  class Execution;

  [[nodiscard]] Status check_order(std::span<std::uint32_t> waiting, std::span<Id> ready) const;
  std::size_t start(std::span<std::uint32_t> waiting, std::span<Id> ready) const;

  std::vector<TaskEntry> tasks_;
};

}  // namespace heddle
