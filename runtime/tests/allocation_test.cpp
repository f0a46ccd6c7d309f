#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include "heddle/core/arena.h"
#include "heddle/core/buffer.h"
#include "heddle/runtime/join.h"
#include "heddle/runtime/parallel.h"
#include "heddle/runtime/scan.h"
#include "heddle/runtime/sort.h"
#include "heddle/runtime/task_graph.h"
#include "heddle/runtime/trace.h"
#include "heddle/runtime_testing/lanes.h"

// Counts every allocation of this program: the linker leads the calls to __wrap_*. _Znwm is operator new.
namespace {
std::atomic<std::uint64_t> allocations{0};
}

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the linker's names
extern "C" {
void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* memory, std::size_t size);
void* __real_aligned_alloc(std::size_t alignment, std::size_t size);
void* __real__Znwm(std::size_t size);
void* __real__ZnwmSt11align_val_t(std::size_t size, std::align_val_t alignment);

void* __wrap_malloc(std::size_t size) {
  ++allocations;
  return __real_malloc(size);
}
void* __wrap_calloc(std::size_t count, std::size_t size) {
  ++allocations;
  return __real_calloc(count, size);
}
void* __wrap_realloc(void* memory, std::size_t size) {
  ++allocations;
  return __real_realloc(memory, size);
}
void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size) {
  ++allocations;
  return __real_aligned_alloc(alignment, size);
}
void* __wrap__Znwm(std::size_t size) {
  ++allocations;
  return __real__Znwm(size);
}
void* __wrap__ZnwmSt11align_val_t(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  return __real__ZnwmSt11align_val_t(size, alignment);
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace heddle {
namespace {

/// The same work, again and again.
class Work {
 public:
  explicit Work(Scheduler& scheduler) : scheduler_(scheduler), sums_(k_size), values_(k_size) {
    const auto last = graph_.add("last", [this] { return each_item(); });
    for (int i = 0; i < 20; ++i) {
      const auto middle = graph_.add("middle", [this] {
        ++tasks_;
        return Status();
      });
      graph_.depend(last, middle);
      graph_.depend(middle, graph_.add("first", [] { return Status(); }));
    }
  }

  void round() {
    tasks_ = 0;
    ASSERT_TRUE(each_item().ok());
    ASSERT_EQ(sum(), k_size);
    ASSERT_TRUE(
        parallel_scan<std::uint32_t>(scheduler_, values_, sums_, 0, std::plus<>(), 64).ok());
    ASSERT_EQ(sums_.back(), k_size);
    for (std::uint32_t& value : sums_) value = seed_ = seed_ * 1664525 + 1013904223;
    ASSERT_TRUE(parallel_sort(scheduler_, std::span(sums_), std::less<>()).ok());
    ASSERT_TRUE(std::is_sorted(sums_.begin(), sums_.end()));
    ASSERT_EQ(fibonacci(10), 55U);
    ASSERT_TRUE(parallel_for(scheduler_, {0, 20}, 1, [&](Range, std::uint32_t) {
                  ASSERT_EQ(sum(), k_size);
                }).ok());
    ASSERT_TRUE(graph_.run(scheduler_).ok());
    ASSERT_EQ(tasks_, 20U);
  }

 private:
  static constexpr std::uint32_t k_size = 10000;

  Status each_item() {
    return parallel_for(scheduler_, {0, k_size}, 500, [&](Range chunk, std::uint32_t lane) {
      const TraceScope scope(scheduler_.trace(), lane, "each item");
      for (std::size_t i = chunk.begin; i < chunk.end; ++i) values_[i] = 1;
    });
  }

  std::uint32_t sum() {
    return parallel_reduce(
               scheduler_, {0, k_size}, 500, 0U,
               [&](Range block) {
                 std::uint32_t part = 0;
                 for (std::size_t i = block.begin; i < block.end; ++i) part += values_[i];
                 return part;
               },
               std::plus<>())
        .value();
  }

  std::uint32_t fibonacci(std::uint32_t n) {
    if (n < 2) return n;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    (void)join(
        scheduler_, [&] { a = fibonacci(n - 1); }, [&] { b = fibonacci(n - 2); });
    return a + b;
  }

  Scheduler& scheduler_;
  std::vector<std::uint32_t> sums_;
  std::vector<std::uint32_t> values_;
  TaskGraph graph_;
  std::atomic<std::uint32_t> tasks_{0};
  std::uint32_t seed_ = 1;
};

/// An allocation that somebody has seen cannot be optimized away.
void look_at(const void* memory) {
  static const void* volatile seen = nullptr;
  seen = memory;
  (void)seen;
}

TEST(AllocationTest, IsCounted) {
  std::uint64_t before = allocations;
  Buffer<int> buffer;
  ASSERT_TRUE(buffer.allocate(10));
  look_at(buffer.data());
  EXPECT_GT(allocations, before);
  before = allocations;
  ASSERT_TRUE(buffer.allocate_zeroed(10));
  look_at(buffer.data());
  EXPECT_GT(allocations, before);
  before = allocations;
  Arena arena;
  look_at(arena.allocate<int>(10).data());
  EXPECT_GT(allocations, before);
  before = allocations;
  const auto object = std::make_unique<int>(1);
  look_at(object.get());
  EXPECT_GT(allocations, before);
}

TEST(AllocationTest, HasAnEndWhenWorkIsRepeated) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    Trace trace = Trace::create(lanes, 100).value();
    scheduler->set_trace(&trace);
    // Which lane will need how much is a matter of chance.
    ASSERT_TRUE(scheduler->reserve_scratch(std::size_t{1} << 20));
    Work work(*scheduler);
    for (int round = 0; round < 10; ++round) work.round();
    const std::uint64_t before = allocations;
    for (int round = 0; round < 500; ++round) {
      work.round();
      if (HasFailure()) return;
    }
    EXPECT_EQ(allocations, before) << lanes << " lanes";
  }
}

}  // namespace
}  // namespace heddle
