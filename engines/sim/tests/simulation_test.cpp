#include "heddle/sim/simulation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#ifndef __EMSCRIPTEN__
#include <hwy/targets.h>
#endif

#include "heddle/runtime_testing/lanes.h"

#include "scenarios.h"

namespace heddle::sim {
namespace {

constexpr int k_ticks = k_slow ? 40 : 200;

Simulation make(const Scenario& scenario) {
  auto created = Simulation::create(scenario);
  if (!created.ok()) {
    ADD_FAILURE() << created.error().message();
    std::abort();
  }
  return std::move(created).value();
}

template <class T>
std::int64_t sum(std::span<const T> values) {
  return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

TEST(SimulationTest, LedgerBalancesInEveryTick) {
  auto scheduler = make_scheduler(k_lane_counts.back());
  Simulation simulation = make(eventful(3000));
  Ledger all;
  for (int tick = 0; tick < k_ticks; ++tick) {
    const std::int64_t energy = sum(simulation.entities().energy);
    const std::int64_t food = sum(simulation.food());
    ASSERT_TRUE(simulation.step(*scheduler).ok());
    const Ledger& l = simulation.ledger();
    ASSERT_EQ(sum(simulation.entities().energy),
              energy + l.grazed - l.basal - l.motion - l.vision - l.wounds - l.perished)
        << "in tick " << tick;
    ASSERT_EQ(sum(simulation.food()), food + l.grown - l.grazed) << "in tick " << tick;
    all += l;
  }
  // Everything has taken place.
  for (const std::int64_t part : {all.grown, all.grazed, all.basal, all.motion, all.vision,
                                  all.wounds, all.looted, all.perished}) {
    EXPECT_GT(part, 0);
  }
}

TEST(SimulationTest, StaysSound) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    auto scheduler = make_scheduler(1);
    const Scenario scenario = eventful(800, seed);
    Simulation simulation = make(scenario);
    std::uint32_t last_id = 0;
    for (int tick = 0; tick < k_ticks; ++tick) {
      ASSERT_TRUE(simulation.step(*scheduler).ok());
      const Entities all = simulation.entities();
      std::set<std::uint32_t> ids(all.id.begin(), all.id.end());
      ASSERT_EQ(ids.size(), all.id.size()) << "an id is there twice";
      if (!ids.empty()) last_id = std::max(last_id, *ids.rbegin());
      for (std::size_t i = 0; i < all.id.size(); ++i) {
        ASSERT_TRUE(all.x[i] >= 0 && all.x[i] < simulation.extent());
        ASSERT_TRUE(all.y[i] >= 0 && all.y[i] < simulation.extent());
        const float speed = std::hypot(all.vx[i], all.vy[i]);
        ASSERT_LE(speed, all.genes[i].max_speed * 1.00001F);
        ASSERT_GT(all.energy[i], 0);
        ASSERT_LT(all.age[i], all.lifespan[i]);
        ASSERT_LT(all.tribe[i], scenario.tribes.size());
        ASSERT_LE(all.genes[i].vision_range, scenario.ground.cell_size);
      }
    }
    EXPECT_GT(last_id, 800U) << "nobody was born";
  }
}

TEST(SimulationTest, LanesDoNotMatter) {
  std::vector<std::uint64_t> hashes;
  for (const std::uint32_t lanes : k_most_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    Simulation simulation = make(eventful(2000));
    ASSERT_TRUE(simulation.step(*scheduler, 60).ok());
    hashes.push_back(simulation.hash(*scheduler));
  }
  for (const std::uint64_t hash : hashes) EXPECT_EQ(hash, hashes.front());
}

#ifndef __EMSCRIPTEN__  // where there is just one
TEST(SimulationTest, InstructionSetsDoNotMatter) {
  auto scheduler = make_scheduler(1);
  std::set<std::uint64_t> hashes;
  int tried = 0;
  const auto supported = static_cast<std::uint64_t>(hwy::SupportedTargets());
  for (std::uint64_t rest = supported; rest != 0; rest &= rest - 1) {
    hwy::SetSupportedTargetsForTest(static_cast<std::int64_t>(rest & ~(rest - 1)));
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    Simulation simulation = make(eventful(1000));
    ASSERT_TRUE(simulation.step(*scheduler, 50).ok());
    hashes.insert(simulation.hash(*scheduler));
    ++tried;
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  EXPECT_EQ(hashes.size(), 1U) << "of " << tried;
}
#endif

TEST(SimulationTest, StepsAddUp) {
  auto scheduler = make_scheduler(1);
  Simulation one = make(eventful(500));
  Simulation other = make(eventful(500));
  ASSERT_TRUE(one.step(*scheduler, 40).ok());
  for (int tick = 0; tick < 40; ++tick) ASSERT_TRUE(other.step(*scheduler).ok());
  EXPECT_EQ(one.tick(), 40U);
  EXPECT_EQ(one.hash(*scheduler), other.hash(*scheduler));
}

TEST(SimulationTest, HashTellsSeedsAndTicksApart) {
  auto scheduler = make_scheduler(1);
  Simulation simulation = make(eventful(100));
  const std::uint64_t before = simulation.hash(*scheduler);
  EXPECT_NE(before, make(eventful(100, 2)).hash(*scheduler));
  EXPECT_EQ(before, simulation.hash(*scheduler));
  ASSERT_TRUE(simulation.step(*scheduler).ok());
  EXPECT_NE(before, simulation.hash(*scheduler));
}

TEST(SimulationTest, GrowsBeyondItsFirstSize) {
  auto scheduler = make_scheduler(1);
  Scenario scenario = eventful(400);
  scenario.ground.terrain.clear();
  scenario.tribes.resize(1);
  scenario.food.growth = 1024;
  scenario.tribes[0].energy = 15'000;
  Simulation simulation = make(scenario);
  ASSERT_TRUE(simulation.step(*scheduler, 60).ok());
  EXPECT_GT(simulation.size(), 800U);
}

TEST(SimulationTest, GoesOnWhenAllAreDead) {
  auto scheduler = make_scheduler(1);
  Scenario scenario = eventful(50);
  scenario.economy.basal = 5000;
  Simulation simulation = make(scenario);
  ASSERT_TRUE(simulation.step(*scheduler, 20).ok());
  EXPECT_EQ(simulation.size(), 0U);
  EXPECT_EQ(simulation.tick(), 20U);
  const auto census = simulation.census();
  EXPECT_EQ(std::count(census.begin(), census.end(), 0U), 3);
}

TEST(SimulationTest, StopsWhenAsked) {
  auto scheduler = make_scheduler(1);
  Simulation simulation = make(eventful(50));
  Control control;
  control.cancel = 1;
  EXPECT_EQ(simulation.step(*scheduler, 5, CancelToken(&control)).code(), Code::cancelled);
  EXPECT_EQ(simulation.tick(), 0U);
}

TEST(SimulationTest, CensusCountsByTribe) {
  const Simulation simulation = make(eventful(900));
  EXPECT_EQ(simulation.census(), (std::vector<std::uint32_t>{600, 100, 200}));
}

TEST(SimulationTest, HoldsAtMost150BytesAnEntity) {
  const Simulation simulation = make(eventful(100'000));
  EXPECT_LE(simulation.bytes(), 150U * 100'000U);
}

TEST(SimulationTest, RefusesAWorldOfBarriers) {
  Scenario scenario = eventful(10);
  scenario.ground.terrain = {"##", "##"};
  const auto created = Simulation::create(scenario);
  ASSERT_FALSE(created.ok());
  EXPECT_EQ(created.error().code(), Code::invalid_argument);
  EXPECT_EQ(created.error().message().find("/ground/terrain: "), 0U);
}

TEST(SimulationTest, NobodyEntersABarrier) {
  auto scheduler = make_scheduler(1);
  Scenario scenario = eventful(1200);
  scenario.ground.terrain = {"9#9", "#99", "999"};
  Simulation simulation = make(scenario);
  const float third = simulation.extent() / 3;
  ASSERT_EQ(simulation.side() % 3, 0U) << "or the borders are elsewhere";
  for (int tick = 0; tick < 50; ++tick) {
    ASSERT_TRUE(simulation.step(*scheduler).ok());
    const Entities all = simulation.entities();
    for (std::size_t i = 0; i < all.id.size(); ++i) {
      const auto column = static_cast<int>(all.x[i] / third);
      const auto row = static_cast<int>(all.y[i] / third);
      ASSERT_FALSE((row == 0 && column == 1) || (row == 1 && column == 0));
    }
  }
}

}  // namespace
}  // namespace heddle::sim
