#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "heddle/core/status.h"
#include "heddle/runtime/control.h"

namespace heddle {

/// Half-open run of indices.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

/// L persistent lanes that run parallel regions together. Lane 0 is the calling thread; the others are
/// threads of the scheduler that sleep between regions.
/// Threads  one caller at a time. A region that is started inside another one runs on the lane that
///          started it, so nesting is safe (and serial).
class Scheduler {
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

  /// One chunk of a region. lane is below lanes().
  using ChunkFunction = Status (*)(void* context, Range chunk, std::uint32_t lane);

  /// Runs `function` over `range` in chunks of `grain` indices (the last one may be shorter), handed
  /// out in ascending order to whichever lane is free. Use parallel_for of parallel.h instead.
  /// Errors  the Status of the first failing chunk in index order, or cancelled. No chunk starts after
  ///         a failure or a cancel was seen; every chunk below the failing one has been run.
  Status run(Range range, std::size_t grain, ChunkFunction function, void* context,
             CancelToken cancel);

 private:
  struct State;

  explicit Scheduler(std::uint32_t lanes);
  void work(std::uint32_t lane);

  std::uint32_t lanes_;
  std::unique_ptr<State> state_;
};

}  // namespace heddle
