#include "heddle/runtime/scheduler.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "heddle/core/memory.h"
#include "heddle/runtime/join.h"

#include "futex.h"
#include "lane_failure.h"

namespace heddle {

namespace {

// How often an idle lane looks for work before it sleeps: some ten microseconds, which is what waking
// it costs. While more lanes than cores are awake, a spinning lane keeps a working one from its core.
#if defined(__EMSCRIPTEN__)
constexpr std::uint32_t k_spins = 20'000;
#else
constexpr std::uint32_t k_spins = 2'000;
#endif
constexpr std::uint32_t k_spins_crowded = 16;

// In Scheduler::parked_, beside the number of lanes.
constexpr std::uint32_t k_on_its_way = std::uint32_t{1} << 31;

constexpr std::size_t k_no_chunk = std::numeric_limits<std::size_t>::max();

}  // namespace

/// The chunks of one parallel_for and how they ended.
class Scheduler::Chunks {
 public:
  Chunks(Range range, std::size_t grain, std::size_t count, ChunkFunction function, void* context,
         CancelToken cancel)
      : range_(range),
        grain_(grain),
        count_(count),
        function_(function),
        context_(context),
        cancel_(cancel) {}

  [[nodiscard]] std::size_t count() const { return count_; }

  /// Runs chunk `i`, unless a chunk below it has failed.
  void run(std::size_t i, std::uint32_t lane) {
    if (i > failed_.load(std::memory_order_relaxed)) return;
    if (cancel_.cancelled()) {
      fail(i, Status(Code::cancelled, "cancelled"));
      return;
    }
    const std::size_t begin = range_.begin + i * grain_;
    Status status =
        function_(context_, {begin, begin + std::min(grain_, range_.end - begin)}, lane);
    if (!status.ok()) fail(i, std::move(status));
  }

  /// Whether no more chunks need to be taken. One that was taken before must still go through run():
  /// it may lie below the failure.
  [[nodiscard]] bool stopped() const {
    return failed_.load(std::memory_order_relaxed) != k_no_chunk;
  }

  /// The lowest failure; read when all chunks have been run.
  [[nodiscard]] Status result() { return std::move(failure_); }

 private:
  void fail(std::size_t i, Status status) {
    const std::lock_guard lock(failure_mutex_);
    if (i >= failed_.load(std::memory_order_relaxed)) return;
    failed_.store(i, std::memory_order_relaxed);
    failure_ = std::move(status);
  }

  Range range_;
  std::size_t grain_;
  std::size_t count_;
  ChunkFunction function_;
  void* context_;
  CancelToken cancel_;
  std::atomic<std::size_t> failed_{k_no_chunk};
  std::mutex failure_mutex_;
  Status failure_;
};

// Each word that lanes write lies on a cache line of its own.
struct Scheduler::State {
  /// Odd while a region is open to lanes. A lane may touch the region only after it has added itself
  /// to `active` and has then still seen the same odd number: the caller closes the region first and
  /// waits for `active` to become 0 afterwards, so one of the two sees the other.
  alignas(64) std::atomic<std::uint32_t> generation{0};
  alignas(64) std::atomic<std::uint32_t> active{0};
  alignas(64) std::atomic<std::size_t> next_chunk{0};
  /// What sleeping lanes sleep on; changes with every call to wake them.
  alignas(64) std::atomic<std::uint32_t> signal{0};
  std::atomic<std::uint32_t> caller_sleeps{0};
  /// Lanes that sleep until a lane has finished something for them: not parked, and not awake.
  std::atomic<std::uint32_t> blocked{0};
  std::atomic<bool> ending{false};
  Chunks* chunks = nullptr;
  std::uint32_t cores = 0;
  std::vector<pthread_t> threads;
};

/// Makes the calling lane count as blocked.
class Scheduler::Blocked {
 public:
  explicit Blocked(State& state) : state_(state) { state_.blocked.fetch_add(1); }
  Blocked(const Blocked&) = delete;
  Blocked& operator=(const Blocked&) = delete;
  ~Blocked() { state_.blocked.fetch_sub(1); }

 private:
  State& state_;
};

constinit thread_local Scheduler::Position Scheduler::position;

Scheduler::Scheduler(std::uint32_t lanes)
    : lanes_(lanes),
      deques_(new TaskDeque[lanes]),
      status_(new LaneStatus[lanes]),
      scratch_(new LaneScratch[lanes]),
      state_(std::make_unique<State>()) {
  const std::uint32_t cores = std::thread::hardware_concurrency();  // 0 when nobody knows
  state_->cores = cores == 0 ? lanes : cores;
  concurrency_ = std::min(lanes, std::max(state_->cores, 2U));
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
  state_->ending.store(true, std::memory_order_seq_cst);
  state_->signal.fetch_add(1, std::memory_order_seq_cst);
  futex_wake(state_->signal, k_max_lanes);
  for (const pthread_t thread : state_->threads) pthread_join(thread, nullptr);
}

bool Scheduler::reserve_scratch(std::size_t bytes) {
  return std::all_of(scratch_.get(), scratch_.get() + lanes_,
                     [&](LaneScratch& scratch) { return scratch.arena.reserve(bytes); });
}

void Scheduler::trim_scratch() {
  constexpr double k_high_pressure = 0.75;
  const bool keep = memory_status().pressure() < k_high_pressure;
  for (std::uint32_t lane = 0; lane < lanes_; ++lane) {
    Arena& arena = scratch(lane);
    arena.trim(keep ? arena.high_water() : 0);
  }
}

void Scheduler::work(std::uint32_t lane) {
  position = {this, lane};
  note_failure_in(status_[lane]);
  std::uint32_t seen = 0;
  std::uint32_t spins = 0;
  while (!state_->ending.load(std::memory_order_relaxed)) {
    const std::uint32_t generation = state_->generation.load(std::memory_order_acquire);
    if (generation % 2 != 0 && generation != seen) {
      seen = generation;
      enter_region(generation, lane);
      spins = 0;
    } else if (run_stolen(lane)) {
      spins = 0;
    } else if (worth_spinning(++spins)) {
      spin_pause();
    } else {
      park(seen, lane);
      spins = 0;
    }
  }
}

void Scheduler::enter_region(std::uint32_t generation, std::uint32_t lane) {
  State& state = *state_;
  state.active.fetch_add(1, std::memory_order_seq_cst);
  if (state.generation.load(std::memory_order_seq_cst) == generation) {
    Chunks& chunks = *state.chunks;
    status_[lane].activity.store(LaneStatus::working, std::memory_order_relaxed);
    // One lane wakes the next, so that the caller does not pay for waking them all.
    if (state.next_chunk.load(std::memory_order_relaxed) + 1 < chunks.count()) wake_one();
    while (!chunks.stopped()) {
      const std::size_t i = state.next_chunk.fetch_add(1, std::memory_order_relaxed);
      if (i >= chunks.count()) break;
      status_[lane].beat();
      chunks.run(i, lane);
    }
    status_[lane].activity.store(LaneStatus::idle, std::memory_order_relaxed);
  }
  // Release: what the chunks wrote is visible to the caller that sees 0.
  if (state.active.fetch_sub(1, std::memory_order_seq_cst) == 1 &&
      state.caller_sleeps.load(std::memory_order_seq_cst) != 0) {
    futex_wake(state.active, 1);
  }
}

void Scheduler::park(std::uint32_t seen, std::uint32_t lane) {
  State& state = *state_;
  const std::uint32_t signal = state.signal.load(std::memory_order_seq_cst);
  // Whoever makes work looks at `parked_` afterwards; this lane looks for work after it has been
  // counted. One of the two sees the other.
  parked_.fetch_add(1, std::memory_order_seq_cst);
  const std::uint32_t generation = state.generation.load(std::memory_order_seq_cst);
  const bool region_open = generation % 2 != 0 && generation != seen;
  const bool tasks = std::any_of(deques_.get(), deques_.get() + lanes_,
                                 [](const TaskDeque& deque) { return !deque.looks_empty(); });
  if (!region_open && !tasks && !state.ending.load(std::memory_order_seq_cst)) {
    status_[lane].activity.store(LaneStatus::sleeping, std::memory_order_relaxed);
    futex_wait(state.signal, signal);
    status_[lane].activity.store(LaneStatus::idle, std::memory_order_relaxed);
  }
  // Whatever made this lane come back, it looks for work now, so the mark may go.
  std::uint32_t parked = parked_.load(std::memory_order_relaxed);
  while (!parked_.compare_exchange_weak(parked, (parked - 1) & ~k_on_its_way,
                                        std::memory_order_seq_cst)) {
  }
}

/// Wakes a lane, unless none sleeps, one is on its way already (it wakes the next), or as many are awake
/// as there are cores: those find the work by themselves.
void Scheduler::wake_one() {
  std::uint32_t parked = parked_.load(std::memory_order_seq_cst);
  do {
    if (parked == 0 || (parked & k_on_its_way) != 0 || awake(parked) >= concurrency_) return;
  } while (
      !parked_.compare_exchange_weak(parked, parked | k_on_its_way, std::memory_order_seq_cst));
  state_->signal.fetch_add(1, std::memory_order_seq_cst);
  futex_wake(state_->signal, 1);
}

std::uint32_t Scheduler::awake(std::uint32_t parked) const {
  // The two are not read at the same time, so a lane may be in both.
  const std::uint32_t asleep =
      (parked & ~k_on_its_way) + state_->blocked.load(std::memory_order_relaxed);
  return lanes_ - std::min(lanes_, asleep);
}

/// Whether a lane that has looked for work `spins` times should go on before it sleeps.
bool Scheduler::worth_spinning(std::uint32_t spins) const {
  if (spins < k_spins_crowded) return true;
  return spins < k_spins && awake(parked_.load(std::memory_order_relaxed)) <= state_->cores;
}

bool Scheduler::run_stolen(std::uint32_t lane) {
  for (std::uint32_t i = 1; i < lanes_; ++i) {
    const std::uint32_t victim = lane + i < lanes_ ? lane + i : lane + i - lanes_;
    if (deques_[victim].looks_empty()) continue;
    Task* task = deques_[victim].steal();
    if (task == nullptr) continue;
    // While this lane was on its way, nobody else was woken.
    if (parked_.load(std::memory_order_relaxed) != 0 && !deques_[victim].looks_empty()) wake_one();
    LaneStatus& status = status_[lane];
    const std::uint32_t before = status.activity.exchange(LaneStatus::working);
    status.beat();
    task->run(*task, lane);
    status.activity.store(before, std::memory_order_relaxed);
    // The task is on its maker's stack and may be gone once it is seen finished.
    const bool maker_sleeps = task->state.exchange(2, std::memory_order_acq_rel) == 1;
    if (maker_sleeps) futex_wake(task->state, 1);
    return true;
  }
  return false;
}

void Scheduler::wait_for(Task& task, std::uint32_t lane) {
  for (std::uint32_t spins = 0; task.state.load(std::memory_order_acquire) != 2;) {
    if (run_stolen(lane)) {
      spins = 0;
    } else if (worth_spinning(++spins)) {
      spin_pause();
    } else {
      std::uint32_t unfinished = 0;
      task.state.compare_exchange_strong(unfinished, 1, std::memory_order_acq_rel);
      const Blocked blocked(*state_);
      if (unfinished != 2) futex_wait(task.state, 1);
    }
  }
}

Status Scheduler::run(Range range, std::size_t grain, ChunkFunction function, void* context,
                      CancelToken cancel) {
  if (range.begin >= range.end) return {};
  grain = std::max<std::size_t>(grain, 1);
  const std::size_t count = (range.size() - 1) / grain + 1;
  Chunks chunks(range, grain, count, function, context, cancel);
  const std::uint32_t lane = current_lane();
  if (lanes_ == 1 || count == 1) {
    run_alone(chunks);
  } else if (lane == k_no_lane) {
    run_together(chunks);
  } else {
    run_nested(chunks, 0, count);
  }
  return chunks.result();
}

void Scheduler::run_alone(Chunks& chunks) {
  if (current_lane() == k_no_lane) {
    const Entry entry(*this);
    return run_alone(chunks);
  }
  const std::uint32_t lane = current_lane();
  LaneStatus& status = status_[lane];
  const std::uint32_t before = status.activity.load(std::memory_order_relaxed);
  status.activity.store(LaneStatus::working, std::memory_order_relaxed);
  for (std::size_t i = 0; i < chunks.count() && !chunks.stopped(); ++i) {
    status.beat();
    chunks.run(i, lane);
  }
  status.activity.store(before, std::memory_order_relaxed);
}

void Scheduler::run_together(Chunks& chunks) {
  State& state = *state_;
  const Entry entry(*this);
  status_[0].activity.store(LaneStatus::working, std::memory_order_relaxed);
  state.chunks = &chunks;
  state.next_chunk.store(0, std::memory_order_relaxed);
  state.generation.fetch_add(1, std::memory_order_seq_cst);
  wake_one();
  while (!chunks.stopped()) {
    const std::size_t i = state.next_chunk.fetch_add(1, std::memory_order_relaxed);
    if (i >= chunks.count()) break;
    status_[0].beat();
    chunks.run(i, 0);
  }
  status_[0].activity.store(LaneStatus::idle, std::memory_order_relaxed);
  state.generation.fetch_add(1, std::memory_order_seq_cst);

  std::uint32_t spins = 0;
  while (const std::uint32_t active = state.active.load(std::memory_order_seq_cst)) {
    if (run_stolen(0)) {
      spins = 0;
    } else if (worth_spinning(++spins)) {
      spin_pause();
    } else {
      const Blocked blocked(state);
      state.caller_sleeps.store(1, std::memory_order_seq_cst);
      if (state.active.load(std::memory_order_seq_cst) == active) futex_wait(state.active, active);
      state.caller_sleeps.store(0, std::memory_order_relaxed);
    }
  }
}

void Scheduler::run_nested(Chunks& chunks, std::size_t begin, std::size_t end) {
  if (end - begin == 1) {
    const std::uint32_t lane = current_lane();
    status_[lane].beat();
    chunks.run(begin, lane);
    return;
  }
  const std::size_t middle = begin + (end - begin) / 2;
  // The chunks keep their failures themselves.
  (void)join(
      *this, [&] { run_nested(chunks, begin, middle); }, [&] { run_nested(chunks, middle, end); });
}

}  // namespace heddle
