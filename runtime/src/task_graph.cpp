#include "heddle/runtime/task_graph.h"

#include <atomic>
#include <cassert>
#include <mutex>
#include <span>
#include <utility>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime/trace.h"

namespace heddle {

namespace {

Status no_memory() {
  return {Code::out_of_memory, "no memory to keep track of a graph's tasks; run a smaller graph"};
}

}  // namespace

/// One run of a graph. What it works with lies in the scratch memory of the lanes.
class TaskGraph::Execution {
 public:
  /// waiting  for each task how many others it waits for.
  Execution(const TaskGraph& graph, Scheduler& scheduler, CancelToken cancel,
            std::span<std::uint32_t> waiting)
      : graph_(graph), scheduler_(scheduler), cancel_(cancel), waiting_(waiting) {}

  Status run(std::span<const Id> ready) {
    run_all(ready);
    return std::move(failure_);
  }

 private:
  void run_all(std::span<const Id> ids) {
    // What becomes ready is run from inside; the scheduler offers it to idle lanes.
    (void)parallel_for(scheduler_, {0, ids.size()}, 1,
                       [&](Range chunk, std::uint32_t lane) { run_from(ids[chunk.begin], lane); });
  }

  void run_from(Id id, std::uint32_t lane) {
    // A chain is followed in a loop, so that its length does not use up the stack.
    for (;;) {
      if (!run_one(id, lane)) return;
      const std::vector<Id>& dependents = graph_.tasks_[id].dependents;
      if (dependents.empty()) return;
      ArenaScope scratch(scheduler_.scratch(lane));
      const std::span<Id> ready = scratch.allocate<Id>(dependents.size());
      if (ready.empty()) return fail(id, no_memory());
      std::size_t count = 0;
      for (const Id dependent : dependents) {
        // Acquire and release: whoever brings the count to 0 has seen all that the task waited for.
        const std::atomic_ref waiting(waiting_[dependent]);
        if (waiting.fetch_sub(1, std::memory_order_acq_rel) == 1) ready[count++] = dependent;
      }
      if (count != 1) return run_all(ready.first(count));
      id = ready.front();
    }
  }

  bool run_one(Id id, std::uint32_t lane) {
    if (stopped_.load(std::memory_order_relaxed)) return false;
    const TaskEntry& task = graph_.tasks_[id];
    Status status;
    if (cancel_.cancelled()) {
      status = Status(Code::cancelled, "cancelled");
    } else {
      const TraceScope scope(scheduler_.trace(), lane, task.name.c_str());
      status = task.work();
    }
    if (status.ok()) return true;
    fail(id, std::move(status));
    return false;
  }

  void fail(Id id, Status status) {
    const std::lock_guard lock(mutex_);
    stopped_.store(true, std::memory_order_relaxed);
    if (failure_.ok() || id < failed_) {
      failed_ = id;
      failure_ = std::move(status);
    }
  }

  const TaskGraph& graph_;
  Scheduler& scheduler_;
  CancelToken cancel_;
  std::span<std::uint32_t> waiting_;
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  Id failed_ = 0;
  Status failure_;
};

TaskGraph::Id TaskGraph::add(std::string name, std::function<Status()> work) {
  tasks_.push_back({.name = std::move(name), .work = std::move(work)});
  return static_cast<Id>(tasks_.size() - 1);
}

void TaskGraph::depend(Id task, Id on) {
  assert(task < tasks_.size() && on < tasks_.size());
  tasks_[on].dependents.push_back(task);
  ++tasks_[task].dependencies;
}

Status TaskGraph::check_order(std::span<std::uint32_t> waiting, std::span<Id> ready) const {
  std::size_t count = start(waiting, ready);
  for (std::size_t i = 0; i < count; ++i) {
    for (const Id dependent : tasks_[ready[i]].dependents) {
      if (--waiting[dependent] == 0) ready[count++] = dependent;
    }
  }
  for (Id id = 0; id < tasks_.size(); ++id) {
    if (waiting[id] == 0) continue;
    return {Code::invalid_argument, "the task \"" + tasks_[id].name +
                                        "\" can never start: it waits for itself, or for tasks "
                                        "that wait for each other"};
  }
  return {};
}

/// Counts what each task waits for, and lists those that wait for nothing.
std::size_t TaskGraph::start(std::span<std::uint32_t> waiting, std::span<Id> ready) const {
  std::size_t count = 0;
  for (Id id = 0; id < tasks_.size(); ++id) {
    waiting[id] = tasks_[id].dependencies;
    if (waiting[id] == 0) ready[count++] = id;
  }
  return count;
}

Status TaskGraph::run(Scheduler& scheduler, CancelToken cancel) const {
  if (tasks_.empty()) return {};
  ArenaScope scratch(scheduler.scratch());
  const std::span<std::uint32_t> waiting = scratch.allocate<std::uint32_t>(tasks_.size());
  const std::span<Id> ready = scratch.allocate<Id>(tasks_.size());
  if (waiting.empty() || ready.empty()) return no_memory();
  HEDDLE_TRY(check_order(waiting, ready));
  const std::size_t count = start(waiting, ready);
  return Execution(*this, scheduler, cancel, waiting).run(ready.first(count));
}

}  // namespace heddle
