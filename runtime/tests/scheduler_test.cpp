#include "heddle/runtime/scheduler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "heddle/core/memory.h"
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
  for (const std::uint32_t lanes : k_most_lane_counts) {
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

TEST(SchedulerTest, AsManyChunksAsItSaysRunTogether) {
  for (const std::uint32_t lanes : k_most_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    const std::uint32_t together = scheduler->concurrency();
    EXPECT_GE(together, std::min(lanes, 2U));
    EXPECT_LE(together, lanes);
    for (std::uint32_t round = 0; round < 200; ++round) {
      // Sometimes the lanes have fallen asleep, sometimes they are about to.
      for (volatile std::uint32_t wait = 0; wait < round * 200;) wait = wait + 1;
      std::atomic<std::uint32_t> begun{0};
      ASSERT_TRUE(parallel_for(*scheduler, {0, together}, 1, [&](Range, std::uint32_t) {
                    ++begun;
                    while (begun < together) std::this_thread::yield();
                  }).ok());
    }
  }
}

TEST(SchedulerTest, ScratchSurvivesWhatRunsInsideIt) {
  for (const std::uint32_t lanes : k_most_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    const auto fill = [&](std::size_t size, std::uint32_t value, auto&& inside) {
      ArenaScope scope(scheduler->scratch());
      const auto words = scope.allocate<std::uint32_t>(size);
      ASSERT_EQ(words.size(), size);
      std::fill(words.begin(), words.end(), value);
      inside();
      for (const std::uint32_t word : words) ASSERT_EQ(word, value);
    };
    for (int round = 0; round < 20; ++round) {
      // A lane that waits for an inner region runs parts of other ones, which take scratch too.
      ASSERT_TRUE(parallel_for(*scheduler, {0, 12}, 1, [&](Range outer, std::uint32_t) {
                    const auto id = static_cast<std::uint32_t>(outer.begin);
                    fill(100 + 5000 * outer.begin, id, [&] {
                      (void)parallel_for(*scheduler, {0, 12}, 1, [&](Range inner, std::uint32_t) {
                        fill(50 + 3000 * inner.begin, id * 100, [] {});
                      });
                    });
                  }).ok());
      for (std::uint32_t lane = 0; lane < lanes; ++lane) {
        ASSERT_EQ(scheduler->scratch(lane).used(), 0U);
      }
    }
  }
}

TEST(SchedulerTest, TrimsScratchToRecentNeedAndUnderPressureToNothing) {
  auto scheduler = make_scheduler(1);
  const auto use = [&](std::size_t bytes) {
    ArenaScope scope(scheduler->scratch());
    ASSERT_FALSE(scope.allocate<std::uint8_t>(bytes).empty());
  };
  use(10'000'000);
  scheduler->trim_scratch();
  EXPECT_GE(scheduler->scratch(0).capacity(), 10'000'000U);
  use(1'000);
  scheduler->trim_scratch();
  EXPECT_LT(scheduler->scratch(0).capacity(), 1'000'000U);
  EXPECT_GT(scheduler->scratch(0).capacity(), 0U);

  const std::uint64_t limit = std::uint64_t{memory_status().limit_kib} * 1024;
  set_memory_limit(0);
  use(1'000);
  scheduler->trim_scratch();
  EXPECT_EQ(scheduler->scratch(0).capacity(), 0U);
  set_memory_limit(limit);
}

}  // namespace
}  // namespace heddle
