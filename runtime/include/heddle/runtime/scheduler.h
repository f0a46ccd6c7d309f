#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "heddle/core/arena.h"
#include "heddle/core/status.h"
#include "heddle/runtime/control.h"
#include "heddle/runtime/task_deque.h"

namespace heddle {

/// Half-open run of indices.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

class Trace;

/// What a lane is doing, for whoever watches from outside: written by the lane, read by any thread at
/// any time. A lane that is working and whose beats stand still is stuck in one chunk. One that has failed
/// is gone, with its thread, after a trap or an abort: what it took part in never ends.
struct alignas(64) LaneStatus {
  enum Activity : std::uint32_t { idle = 0, working = 1, sleeping = 2, failed = 3 };

  std::atomic<std::uint32_t> beats{0};        ///< chunks and tasks begun, modulo 2^32
  std::atomic<std::uint32_t> activity{idle};  ///< an Activity
  char failure[56] = {};  ///< why it failed: UTF-8, NUL-terminated; written before activity

  void beat() { beats.store(beats.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }
};

/// L persistent lanes that run parallel regions together. Lane 0 is the calling thread; the others are
/// threads of the scheduler. Between regions a lane spins for some ten microseconds, then sleeps; of the
/// lanes beyond the number of cores none is woken while the others are awake.
///
/// Threads  one caller at a time. A region or join inside another one is offered to idle lanes, which
///          steal parts of it; what nobody steals runs where it was made.
/// Waiting  chunks of one region must not wait for each other, unless there are at most concurrency() of
///          them and the region is not inside another one: so many run at the same time.
/// Scratch  a lane that waits for a stolen part may run other parts meanwhile. Memory of a lane is
///          therefore taken in scopes (scratch()), which then lie inside each other; anything else that
///          is kept per lane must not be in use across a nested region or join.
class Scheduler {
  /// Which lane of which scheduler a thread is.
  struct Position {
    const Scheduler* scheduler = nullptr;
    std::uint32_t lane = 0;
  };

 public:
  static constexpr std::uint32_t k_max_lanes = 256;

  /// lanes   1 to k_max_lanes; more than the machine's cores are allowed.
  /// Errors  invalid_argument; unavailable when the host gives no more threads.
  [[nodiscard]] static Result<std::unique_ptr<Scheduler>> create(std::uint32_t lanes);

  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;
  /// Ends and joins the lanes' threads.
  ~Scheduler();

  [[nodiscard]] std::uint32_t lanes() const { return lanes_; }

  /// How many lanes a region can rely on: all of them, but no more than the machine has cores, nor
  /// fewer than two for that. Further lanes sleep while so many are awake.
  [[nodiscard]] std::uint32_t concurrency() const { return concurrency_; }

  /// One for each lane; valid as long as the scheduler.
  [[nodiscard]] std::span<const LaneStatus> lane_status() const { return {status_.get(), lanes_}; }

  /// Memory of a lane for the moment: an arena that is kept between regions, so that work like the work
  /// before asks the system for nothing. For the lane itself, and always in an ArenaScope on its
  /// stack. Between regions lane 0's is the caller's.
  [[nodiscard]] Arena& scratch(std::uint32_t lane) { return scratch_[lane].arena; }
  /// The calling thread's.
  [[nodiscard]] Arena& scratch() {
    const std::uint32_t lane = current_lane();
    return scratch(lane == k_no_lane ? 0 : lane);
  }

  /// Has every lane's scratch hold `bytes` bytes ahead. False when there is no memory. Not while a
  /// region runs.
  [[nodiscard]] bool reserve_scratch(std::size_t bytes);

  /// Gives back scratch memory: down to the most that each lane has had in use since the last call or,
  /// when the process holds more than three quarters of its limit (memory.h), all of it. For a host
  /// that goes on living, after each piece of work. Not while a region runs.
  void trim_scratch();

  /// Where kernels record what they do; null, the default, records nothing. Borrowed. Not while a
  /// region runs.
  void set_trace(Trace* trace) { trace_ = trace; }
  [[nodiscard]] Trace* trace() const { return trace_; }

  /// One chunk of a region. lane is below lanes().
  using ChunkFunction = Status (*)(void* context, Range chunk, std::uint32_t lane);

  /// Runs `function` over `range` in chunks of `grain` indices (the last one may be shorter). Use
  /// parallel_for of parallel.h instead.
  /// Errors  the Status of the first failing chunk in index order, or cancelled. Chunks above a failure
  ///         may be left out; every chunk below it is run.
  Status run(Range range, std::size_t grain, ChunkFunction function, void* context,
             CancelToken cancel);

  /// Which lane the calling thread is: its own inside a region or join of this scheduler, else none.
  static constexpr std::uint32_t k_no_lane = ~std::uint32_t{0};
  [[nodiscard]] std::uint32_t current_lane() const {
    return position.scheduler == this ? position.lane : k_no_lane;
  }

  /// Makes the calling thread lane 0 for as long as it lives. For join.h.
  class Entry {
   public:
    explicit Entry(const Scheduler& scheduler) : outer_(position) { position = {&scheduler, 0}; }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    ~Entry() { position = outer_; }

   private:
    Position outer_;
  };

  /// The deque of a lane, for the lane itself. For join.h.
  [[nodiscard]] TaskDeque& deque(std::uint32_t lane) { return deques_[lane]; }

  /// Tells sleeping lanes of a pushed task. Missing a lane that is just falling asleep costs time, not
  /// correctness: the task's maker runs what nobody takes.
  void offer() {
    if (parked_.load(std::memory_order_relaxed) != 0) wake_one();
  }

  /// Runs other work until a stolen `task` is finished. For join.h.
  void wait_for(Task& task, std::uint32_t lane);

 private:
  // With cache lines of its own.
  struct alignas(64) LaneScratch {
    Arena arena;
  };
  class Blocked;
  class Chunks;
  struct State;

  explicit Scheduler(std::uint32_t lanes);

  void work(std::uint32_t lane);
  void enter_region(std::uint32_t generation, std::uint32_t lane);
  void park(std::uint32_t seen, std::uint32_t lane);
  void wake_one();
  [[nodiscard]] std::uint32_t awake(std::uint32_t parked) const;
  [[nodiscard]] bool worth_spinning(std::uint32_t spins) const;
  [[nodiscard]] bool run_stolen(std::uint32_t lane);
  void run_alone(Chunks& chunks);
  void run_together(Chunks& chunks);
  void run_nested(Chunks& chunks, std::size_t begin, std::size_t end);

  static constinit thread_local Position position;

  std::uint32_t lanes_;
  std::uint32_t concurrency_;
  /// How many lanes sleep, or are about to; with k_on_its_way when one of them has been woken and is
  /// not back yet. One word, so that it is known what the mark is about.
  std::atomic<std::uint32_t> parked_{0};
  Trace* trace_ = nullptr;
  std::unique_ptr<TaskDeque[]> deques_;
  std::unique_ptr<LaneStatus[]> status_;
  std::unique_ptr<LaneScratch[]> scratch_;
  std::unique_ptr<State> state_;
};

}  // namespace heddle
