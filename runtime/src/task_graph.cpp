#include "heddle/runtime/task_graph.h"

#include <atomic>
#include <cassert>
#include <mutex>
#include <span>
#include <utility>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime/trace.h"

namespace heddle {

/// One run of a graph.
class TaskGraph::Execution {
 public:
  Execution(const TaskGraph& graph, Scheduler& scheduler, CancelToken cancel)
      : graph_(graph), scheduler_(scheduler), cancel_(cancel), waiting_(graph.size()) {
    for (std::size_t i = 0; i < graph.size(); ++i) {
      waiting_[i].store(graph.tasks_[i].dependencies, std::memory_order_relaxed);
    }
  }

  Status run() {
    std::vector<Id> ready;
    for (Id id = 0; id < graph_.size(); ++id) {
      if (graph_.tasks_[id].dependencies == 0) ready.push_back(id);
    }
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
    std::vector<Id> ready = {id};
    // A chain is followed in a loop, so that its length does not use up the stack.
    while (ready.size() == 1) {
      const Id next = ready.front();
      ready.clear();
      if (!run_one(next, lane)) return;
      for (const Id dependent : graph_.tasks_[next].dependents) {
        // Acquire and release: whoever brings the count to 0 has seen all that the task waited for.
        if (waiting_[dependent].fetch_sub(1, std::memory_order_acq_rel) == 1) {
          ready.push_back(dependent);
        }
      }
    }
    if (!ready.empty()) run_all(ready);
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
    const std::lock_guard lock(mutex_);
    stopped_.store(true, std::memory_order_relaxed);
    if (failure_.ok() || id < failed_) {
      failed_ = id;
      failure_ = std::move(status);
    }
    return false;
  }

  const TaskGraph& graph_;
  Scheduler& scheduler_;
  CancelToken cancel_;
  std::vector<std::atomic<std::uint32_t>> waiting_;
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

Status TaskGraph::check_order() const {
  std::vector<std::uint32_t> waiting;
  std::vector<Id> ready;
  for (Id id = 0; id < tasks_.size(); ++id) {
    waiting.push_back(tasks_[id].dependencies);
    if (waiting.back() == 0) ready.push_back(id);
  }
  for (std::size_t i = 0; i < ready.size(); ++i) {
    for (const Id dependent : tasks_[ready[i]].dependents) {
      if (--waiting[dependent] == 0) ready.push_back(dependent);
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

Status TaskGraph::run(Scheduler& scheduler, CancelToken cancel) const {
  HEDDLE_TRY(check_order());
  return Execution(*this, scheduler, cancel).run();
}

}  // namespace heddle
