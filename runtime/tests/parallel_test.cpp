#include "heddle/runtime/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "heddle/core/philox.h"
#include "heddle/runtime_testing/lanes.h"

namespace heddle {
namespace {

TEST(ParallelForTest, CoversEveryIndexOnce) {
  for (const std::uint32_t lanes : k_most_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (const std::size_t grain : {1U, 7U, 1000U, 5000U}) {
      std::vector<std::atomic<int>> hits(1003);
      std::atomic<bool> lane_in_bounds{true};
      ASSERT_TRUE(parallel_for(*scheduler, {3, 1003}, grain, [&](Range chunk, std::uint32_t lane) {
                    if (lane >= lanes) lane_in_bounds = false;
                    for (std::size_t i = chunk.begin; i < chunk.end; ++i) ++hits[i];
                  }).ok());
      EXPECT_TRUE(lane_in_bounds);
      for (std::size_t i = 0; i < hits.size(); ++i) ASSERT_EQ(hits[i], i < 3 ? 0 : 1);
    }
  }
}

TEST(ParallelForTest, EmptyRangeDoesNothing) {
  auto scheduler = make_scheduler(1);
  ASSERT_TRUE(parallel_for(*scheduler, {5, 5}, 1, [](Range, std::uint32_t) { FAIL(); }).ok());
}

TEST(ParallelForTest, ReturnsTheLowestFailure) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (int round = 0; round < 200; ++round) {
      const Status status =
          parallel_for(*scheduler, {0, 100}, 1, [](Range chunk, std::uint32_t) -> Status {
            if (chunk.begin % 10 == 7) return {Code::io, std::to_string(chunk.begin)};
            return {};
          });
      ASSERT_EQ(status.code(), Code::io);
      ASSERT_EQ(status.message(), "7");
    }
  }
}

TEST(ParallelForTest, RunsEveryChunkBelowTheFailure) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (int round = 0; round < 5000; ++round) {
      // All fail, as near to each other in time as can be: chunk 0 must be the one that counts.
      const Status status =
          parallel_for(*scheduler, {0, 8}, 1, [](Range chunk, std::uint32_t) -> Status {
            return {Code::io, std::to_string(chunk.begin)};
          });
      ASSERT_EQ(status.message(), "0") << lanes << " lanes";
    }
  }
}

TEST(ParallelForTest, StopsAtCancel) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    Control control;
    std::atomic<int> chunks{0};
    const Status status = parallel_for(
        *scheduler, {0, 100000}, 1,
        [&](Range, std::uint32_t) {
          if (++chunks == 50) control.cancel = 1;
        },
        CancelToken(&control));
    EXPECT_EQ(status.code(), Code::cancelled);
    EXPECT_GE(chunks, 50);
    EXPECT_LE(chunks, 50 + static_cast<int>(lanes));
  }
}

TEST(ParallelReduceTest, SameBitsForAnyNumberOfLanes) {
  std::vector<float> values(100003);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float unit =
        to_unit_float(philox4x32_10({static_cast<std::uint32_t>(i), 0, 0, 0}, {1, 2})[0]);
    values[i] = (unit - 0.5F) * 1e6F;
  }
  const auto sum_with = [&](std::uint32_t lanes) {
    auto scheduler = make_scheduler(lanes);
    return parallel_reduce(
               *scheduler, {0, values.size()}, 64, 0.0F,
               [&](Range block) {
                 float sum = 0;
                 for (std::size_t i = block.begin; i < block.end; ++i) sum += values[i];
                 return sum;
               },
               [](float a, float b) { return a + b; })
        .value();
  };
  const float expected = sum_with(1);
  for (const std::uint32_t lanes : k_most_lane_counts) {
    for (int round = 0; round < 20; ++round) {
      ASSERT_EQ(std::bit_cast<std::uint32_t>(sum_with(lanes)),
                std::bit_cast<std::uint32_t>(expected));
    }
  }
}

TEST(ParallelReduceTest, CombinesInOrderOverTheFixedTree) {
  auto scheduler = make_scheduler(1);
  struct Span {
    std::size_t begin;
    std::size_t end;
    bool joined;
  };
  const Span all = parallel_reduce(
                       *scheduler, {10, 75}, 4, Span{0, 0, true},
                       [](Range block) {
                         return Span{block.begin, block.end, true};
                       },
                       [](Span a, Span b) {
                         return Span{a.begin, b.end, a.joined && b.joined && a.end == b.begin};
                       })
                       .value();
  EXPECT_EQ(all.begin, 10U);
  EXPECT_EQ(all.end, 75U);
  EXPECT_TRUE(all.joined);
}

TEST(ParallelReduceTest, EmptyRangeGivesTheIdentity) {
  auto scheduler = make_scheduler(1);
  EXPECT_EQ(
      parallel_reduce(
          *scheduler, {4, 4}, 8, 42, [](Range) { return 0; }, [](int a, int b) { return a + b; })
          .value(),
      42);
}

TEST(ProgressTest, CountsAndTellsItsListener) {
  Control control;
  static std::uint32_t last = 0;
  const Progress progress(&control, [](const Control& seen) { last = seen.done; });
  progress.start(10);
  progress.add(3);
  progress.add(4);
  EXPECT_EQ(control.total, 10U);
  EXPECT_EQ(control.done, 7U);
  EXPECT_EQ(last, 7U);
  Progress().add(1);  // nobody watches: no effect
}

}  // namespace
}  // namespace heddle
