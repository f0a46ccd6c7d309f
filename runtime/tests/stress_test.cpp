#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <vector>

#include "heddle/core/philox.h"
#include "heddle/runtime/join.h"
#include "heddle/runtime/parallel.h"
#include "heddle/runtime/sort.h"
#include "heddle/runtime_testing/lanes.h"

// Random work with a known sum: regions, joins and sorts inside each other, cancelled now and then, on
// more lanes than there are cores. Sanitizers watch.
namespace heddle {
namespace {

class RandomWork {
 public:
  RandomWork(Scheduler& scheduler, std::uint32_t seed) : scheduler_(scheduler), seed_(seed) {}

  /// Adds `size` to the sum, in a way that depends on `id`.
  void run(std::uint32_t id, std::uint32_t size, int depth) {
    const auto draw = philox4x32_10({id, size, 0, 0}, {seed_, 0});
    if (depth == 0 || size < 2) {
      sum_ += size;
      return;
    }
    const std::uint32_t half = size / 2;
    switch (draw[0] % 4) {
      case 0:
        (void)join(
            scheduler_, [&] { run(draw[1], half, depth - 1); },
            [&] { run(draw[2], size - half, depth - 1); });
        return;
      case 1:
        (void)parallel_for(scheduler_, {0, size}, 1 + draw[1] % 5, [&](Range chunk, std::uint32_t) {
          run(draw[2] + static_cast<std::uint32_t>(chunk.begin),
              static_cast<std::uint32_t>(chunk.size()), depth - 1);
        });
        return;
      case 2:
        cancel_one(draw[1]);
        sum_ += size;
        return;
      default:
        sort_some(draw[1], size);
        sum_ += size;
        return;
    }
  }

  [[nodiscard]] std::uint64_t sum() const { return sum_; }

 private:
  void cancel_one(std::uint32_t at) {
    Control control;
    std::atomic<std::uint32_t> ran{0};
    const Status status = parallel_for(
        scheduler_, {0, 64}, 1,
        [&](Range, std::uint32_t) {
          if (++ran == at % 64) control.cancel = 1;
        },
        CancelToken(&control));
    EXPECT_TRUE(status.ok() || status.code() == Code::cancelled);
  }

  void sort_some(std::uint32_t first, std::uint32_t size) {
    std::vector<std::uint32_t> values(size * 64);
    for (std::uint32_t& value : values) value = first = first * 1664525 + 1013904223;
    EXPECT_TRUE(parallel_sort(scheduler_, std::span(values), std::less<>()).ok());
    EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
  }

  Scheduler& scheduler_;
  std::uint32_t seed_;
  std::atomic<std::uint64_t> sum_{0};
};

TEST(SchedulerStressTest, RandomNestingAddsUp) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
      RandomWork work(*scheduler, seed);
      ASSERT_TRUE(parallel_for(*scheduler, {0, 16}, 1, [&](Range chunk, std::uint32_t) {
                    work.run(static_cast<std::uint32_t>(chunk.begin), 200, 5);
                  }).ok());
      ASSERT_EQ(work.sum(), 3200U) << "seed " << seed << ", lanes " << lanes;
      work.run(seed, 200, 6);
      ASSERT_EQ(work.sum(), 3400U) << "seed " << seed << ", lanes " << lanes;
    }
  }
}

TEST(SchedulerStressTest, ThousandsOfLifetimes) {
  constexpr int k_lifetimes = 3000;
  for (int i = 0; i < k_lifetimes; ++i) {
    auto scheduler =
        make_scheduler(k_lane_counts[static_cast<std::size_t>(i) % k_lane_counts.size()]);
    std::atomic<int> count{0};
    if (i % 3 != 0) {
      (void)parallel_for(*scheduler, {0, 9}, 1, [&](Range, std::uint32_t) { ++count; });
      ASSERT_EQ(count, 9);
    }
  }
}

TEST(SchedulerStressTest, SleepingLanesComeBack) {
  auto scheduler = make_scheduler(k_lane_counts.back());
  for (int round = 0; round < 300; ++round) {
    // Long enough for some lanes to fall asleep, short enough for others to be on the way.
    for (volatile int wait = 0; wait < round * 200;) wait = wait + 1;
    std::vector<std::uint32_t> hits(100);
    ASSERT_TRUE(parallel_for(*scheduler, {0, hits.size()}, 1, [&](Range chunk, std::uint32_t) {
                  ++hits[chunk.begin];
                }).ok());
    for (const std::uint32_t hit : hits) ASSERT_EQ(hit, 1U);
  }
}

}  // namespace
}  // namespace heddle
