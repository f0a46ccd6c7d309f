#include "heddle/runtime/scheduler.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <string>
#include <vector>

namespace heddle {

namespace {

// Which region this thread is running chunks of, so that a nested one runs in place, on the same lane.
struct Position {
  const Scheduler* scheduler = nullptr;
  std::uint32_t lane = 0;
};
thread_local Position position;

/// One parallel region. Lives on the caller's stack until every lane has left it.
struct Region {
  Range range;
  std::size_t grain;
  std::size_t chunks;
  Scheduler::ChunkFunction function;
  void* context;
  CancelToken cancel;

  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::mutex failure_mutex;
  std::size_t failed_chunk = std::numeric_limits<std::size_t>::max();
  Status failure;

  void run_chunks(std::uint32_t lane) {
    while (!stop.load(std::memory_order_relaxed)) {
      const std::size_t chunk = next.fetch_add(1, std::memory_order_relaxed);
      if (chunk >= chunks) return;
      if (cancel.cancelled()) {
        fail(chunk, Status(Code::cancelled, "cancelled"));
        return;
      }
      const std::size_t begin = range.begin + chunk * grain;
      Status status = function(context, {begin, begin + std::min(grain, range.end - begin)}, lane);
      if (!status.ok()) fail(chunk, std::move(status));
    }
  }

  // Chunks are handed out in ascending order, so all chunks below the lowest failure have started,
  // and their own failures arrive here before the region ends.
  void fail(std::size_t chunk, Status status) {
    stop.store(true, std::memory_order_relaxed);
    const std::lock_guard lock(failure_mutex);
    if (chunk < failed_chunk) {
      failed_chunk = chunk;
      failure = std::move(status);
    }
  }
};

}  // namespace

struct Scheduler::State {
  std::mutex mutex;
  std::condition_variable wake;
  std::condition_variable done;
  std::uint64_t generation = 0;
  std::uint32_t busy = 0;  // lanes that have not left the current region
  bool ending = false;
  Region* region = nullptr;
  std::vector<pthread_t> threads;
};

Scheduler::Scheduler(std::uint32_t lanes) : lanes_(lanes), state_(std::make_unique<State>()) {
  state_->threads.reserve(lanes - 1);
}

Result<std::unique_ptr<Scheduler>> Scheduler::create(std::uint32_t lanes) {
  if (lanes < 1 || lanes > k_max_lanes) {
    return Status(Code::invalid_argument, "the number of lanes is " + std::to_string(lanes) +
                                              "; it must be 1 to " + std::to_string(k_max_lanes));
  }
  struct Start {
    Scheduler* scheduler;
    std::uint32_t lane;
  };
  std::unique_ptr<Scheduler> scheduler(new Scheduler(lanes));
  for (std::uint32_t lane = 1; lane < lanes; ++lane) {
    auto start = std::make_unique<Start>(Start{scheduler.get(), lane});
    pthread_t thread{};
    const int failed = pthread_create(
        &thread, nullptr,
        [](void* argument) -> void* {
          const std::unique_ptr<Start> own(static_cast<Start*>(argument));
          own->scheduler->work(own->lane);
          return nullptr;
        },
        start.get());
    if (failed != 0) {
      return Status(Code::unavailable, "thread " + std::to_string(lane + 1) + " of " +
                                           std::to_string(lanes) +
                                           " could not be started; ask for fewer lanes");
    }
    (void)start.release();  // owned by the thread
    scheduler->state_->threads.push_back(thread);
  }
  return scheduler;
}

Scheduler::~Scheduler() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->ending = true;
  }
  state_->wake.notify_all();
  for (const pthread_t thread : state_->threads) pthread_join(thread, nullptr);
}

void Scheduler::work(std::uint32_t lane) {
  std::uint64_t seen = 0;
  position = {this, lane};
  std::unique_lock lock(state_->mutex);
  for (;;) {
    state_->wake.wait(lock, [&] { return state_->ending || state_->generation != seen; });
    if (state_->ending) return;
    seen = state_->generation;
    Region* region = state_->region;
    lock.unlock();
    region->run_chunks(lane);
    lock.lock();
    if (--state_->busy == 0) state_->done.notify_one();
  }
}

Status Scheduler::run(Range range, std::size_t grain, ChunkFunction function, void* context,
                      CancelToken cancel) {
  if (range.begin >= range.end) return {};
  grain = std::max<std::size_t>(grain, 1);
  Region region{.range = range,
                .grain = grain,
                .chunks = (range.size() - 1) / grain + 1,
                .function = function,
                .context = context,
                .cancel = cancel};
  const Position outer = position;
  const bool nested = outer.scheduler == this;
  const bool alone = nested || lanes_ == 1 || region.chunks == 1;
  if (!alone) {
    {
      const std::lock_guard lock(state_->mutex);
      state_->region = &region;
      state_->busy = lanes_ - 1;
      ++state_->generation;
    }
    state_->wake.notify_all();
  }
  if (!nested) position = {this, 0};
  region.run_chunks(position.lane);
  position = outer;
  if (!alone) {
    std::unique_lock lock(state_->mutex);
    state_->done.wait(lock, [&] { return state_->busy == 0; });
  }
  return std::move(region.failure);
}

}  // namespace heddle
