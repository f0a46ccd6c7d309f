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

TEST(SchedulerTest, NestedRegionsCoverEveryIndexOnce) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    std::vector<std::atomic<int>> hits(400);
    std::atomic<bool> lanes_in_bounds{true};
    ASSERT_TRUE(parallel_for(*scheduler, {0, 20}, 1, [&](Range outer, std::uint32_t) {
                  return parallel_for(*scheduler, {0, 20}, 1, [&](Range inner, std::uint32_t lane) {
                    if (lane >= lanes) lanes_in_bounds = false;
                    ++hits[outer.begin * 20 + inner.begin];
                  });
                }).ok());
    for (const auto& hit : hits) ASSERT_EQ(hit, 1);
    EXPECT_TRUE(lanes_in_bounds);
  }
}

TEST(SchedulerTest, ShowsWhichLaneIsStuck) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    ASSERT_EQ(scheduler->lane_status().size(), lanes);
    ASSERT_TRUE(parallel_for(*scheduler, {0, 500}, 1, [&](Range, std::uint32_t lane) {
                  const LaneStatus& own = scheduler->lane_status()[lane];
                  EXPECT_EQ(own.activity, LaneStatus::working);
                }).ok());
    std::uint32_t beats = 0;
    for (const LaneStatus& status : scheduler->lane_status()) beats += status.beats;
    EXPECT_EQ(beats, 500U) << "one for each chunk";
    EXPECT_EQ(scheduler->lane_status()[0].activity, LaneStatus::idle);
  }
}

TEST(SchedulerTest, KnowsTheLaneInsideEveryRegion) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (const std::size_t count : {1U, 2U, 100U}) {
      std::atomic<int> wrong{0};
      ASSERT_TRUE(parallel_for(*scheduler, {0, count}, 1, [&](Range, std::uint32_t lane) {
                    if (scheduler->current_lane() != lane) ++wrong;
                  }).ok());
      EXPECT_EQ(wrong, 0) << lanes << " lanes, " << count << " chunks";
      EXPECT_EQ(scheduler->current_lane(), Scheduler::k_no_lane);
    }
  }
}

}  // namespace
}  // namespace heddle
