#include "heddle/runtime/join.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <numeric>
#include <vector>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime_testing/lanes.h"

namespace heddle {
namespace {

std::uint64_t fibonacci(Scheduler& scheduler, int n) {
  if (n < 2) return static_cast<std::uint64_t>(n);
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  EXPECT_TRUE(join(
                  scheduler, [&] { a = fibonacci(scheduler, n - 1); },
                  [&] { b = fibonacci(scheduler, n - 2); })
                  .ok());
  return a + b;
}

TEST(JoinTest, RunsBothToAnyDepth) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (int round = 0; round < 5; ++round) ASSERT_EQ(fibonacci(*scheduler, 18), 2584U);
  }
}

TEST(JoinTest, RunsOnTheCallersLaneWhenNobodySteals) {
  auto scheduler = make_scheduler(1);
  std::vector<std::uint32_t> lanes;
  ASSERT_TRUE(join(
                  *scheduler, [&] { lanes.push_back(scheduler->current_lane()); },
                  [&] { lanes.push_back(scheduler->current_lane()); })
                  .ok());
  EXPECT_EQ(lanes, (std::vector<std::uint32_t>{0, 0}));
  EXPECT_EQ(scheduler->current_lane(), Scheduler::k_no_lane);
}

TEST(JoinTest, PrefersTheFirstFailure) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    const auto fails = [](const char* why) { return [why] { return Status(Code::io, why); }; };
    const auto succeeds = [] { return Status(); };
    for (int round = 0; round < 100; ++round) {
      ASSERT_EQ(join(*scheduler, fails("a"), fails("b")).message(), "a");
      ASSERT_EQ(join(*scheduler, succeeds, fails("b")).message(), "b");
      ASSERT_EQ(join(*scheduler, fails("a"), succeeds).message(), "a");
      ASSERT_TRUE(join(*scheduler, succeeds, succeeds).ok());
    }
  }
}

TEST(JoinTest, DeeperThanTheDequeHolds) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    std::atomic<int> count{0};
    const auto nest = [&](auto&& self, int depth) -> void {
      if (depth == 0) return;
      (void)join(
          *scheduler, [&] { self(self, depth - 1); }, [&] { ++count; });
    };
    nest(nest, 600);
    ASSERT_EQ(count, 600);
  }
}

TEST(JoinTest, MixesWithRegions) {
  for (const std::uint32_t lanes : k_most_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    std::vector<std::atomic<int>> hits(10000);
    const auto touch = [&](std::size_t begin, std::size_t end) {
      return parallel_for(*scheduler, {begin, end}, 7, [&](Range chunk, std::uint32_t lane) {
        EXPECT_EQ(lane, scheduler->current_lane());
        for (std::size_t i = chunk.begin; i < chunk.end; ++i) ++hits[i];
      });
    };
    for (int round = 1; round <= 20; ++round) {
      ASSERT_TRUE(join(
                      *scheduler, [&] { return touch(0, 4000); },
                      [&] {
                        return join(
                            *scheduler, [&] { return touch(4000, 5000); },
                            [&] { return touch(5000, 10000); });
                      })
                      .ok());
      for (const auto& hit : hits) ASSERT_EQ(hit, round);
    }
  }
}

TEST(JoinTest, NestedFailureIsTheLowestChunk) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (int round = 0; round < 100; ++round) {
      Status inner;
      (void)parallel_for(*scheduler, {0, 2}, 1, [&](Range outer, std::uint32_t) {
        if (outer.begin != 0) return;
        inner = parallel_for(*scheduler, {0, 64}, 1, [](Range chunk, std::uint32_t) -> Status {
          if (chunk.begin % 16 == 11) return {Code::io, std::to_string(chunk.begin)};
          return {};
        });
      });
      ASSERT_EQ(inner.message(), "11");
    }
  }
}

}  // namespace
}  // namespace heddle
