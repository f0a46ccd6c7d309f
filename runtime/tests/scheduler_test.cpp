#include "heddle/runtime/scheduler.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime_testing/lanes.h"

namespace heddle {
namespace {

TEST(SchedulerTest, RefusesImpossibleLaneCounts) {
  EXPECT_EQ(Scheduler::create(0).error().code(), Code::invalid_argument);
  EXPECT_EQ(Scheduler::create(257).error().code(), Code::invalid_argument);
}

TEST(SchedulerTest, SurvivesManyLifetimes) {
  for (int i = 0; i < 50; ++i) {
    auto scheduler =
        make_scheduler(k_lane_counts[static_cast<std::size_t>(i) % k_lane_counts.size()]);
    std::atomic<int> count{0};
    ASSERT_TRUE(parallel_for(*scheduler, {0, 10}, 1, [&](Range, std::uint32_t) { ++count; }).ok());
    ASSERT_EQ(count, 10);
  }
}

TEST(SchedulerTest, RunsManyRegionsOnTheSameLanes) {
  auto scheduler = make_scheduler(k_lane_counts.back());
  std::vector<std::uint32_t> hits(64);
  for (int round = 0; round < 500; ++round) {
    ASSERT_TRUE(parallel_for(*scheduler, {0, hits.size()}, 3, [&](Range chunk, std::uint32_t) {
                  for (std::size_t i = chunk.begin; i < chunk.end; ++i) ++hits[i];
                }).ok());
  }
  for (const std::uint32_t hit : hits) ASSERT_EQ(hit, 500U);
}

TEST(SchedulerTest, NestedRegionsKeepTheirLane) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    std::atomic<int> count{0};
    std::atomic<bool> moved{false};
    ASSERT_TRUE(parallel_for(*scheduler, {0, 20}, 1, [&](Range, std::uint32_t outer) {
                  return parallel_for(*scheduler, {0, 20}, 1, [&](Range, std::uint32_t inner) {
                    if (inner != outer) moved = true;
                    ++count;
                  });
                }).ok());
    EXPECT_EQ(count, 400);
    EXPECT_FALSE(moved);
  }
}

}  // namespace
}  // namespace heddle
