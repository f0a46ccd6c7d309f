#include "heddle/sim/making.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/sim/domain.h"
#include "heddle/sim/simulation.h"

#include "scenarios.h"

namespace heddle::sim {
namespace {

using Bytes = std::vector<std::uint8_t>;

/// Several blocks of ids, and a rest.
constexpr std::uint32_t k_entities = 20'001;

template <class World>
Bytes snapshot_of(const Result<World>& made) {
  if (!made.ok()) {
    ADD_FAILURE() << made.error().message();
    return {};
  }
  ByteWriter out;
  EXPECT_TRUE(made.value().snapshot(out).ok());
  return {out.view().begin(), out.view().end()};
}

TEST(MakingTest, AnyNumberOfLanesMakesTheSameWorld) {
  const Scenario scenario = eventful(k_entities);
  const Bytes alone = snapshot_of(Simulation::create(scenario));
  const Bytes strip = snapshot_of(Domain::create(scenario, 1, 3));
  ASSERT_FALSE(strip.empty());
  EXPECT_LT(strip.size(), alone.size() / 2);
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    const Making making{.scheduler = scheduler.get()};
    EXPECT_EQ(snapshot_of(Simulation::create(scenario, making)), alone) << lanes;
    EXPECT_EQ(snapshot_of(Simulation::restore(alone, making)), alone) << lanes;
    EXPECT_EQ(snapshot_of(Domain::create(scenario, 1, 3, Cost::work, making)), strip) << lanes;
    EXPECT_EQ(snapshot_of(Domain::restore(alone, 1, 3, Cost::work, making)), strip) << lanes;
  }
}

TEST(MakingTest, TellsHowFarItIs) {
  auto scheduler = make_scheduler(k_lane_counts.back());
  Control control;
  const Making making{.scheduler = scheduler.get(), .progress = Progress(&control)};
  const Bytes bytes = snapshot_of(Simulation::create(eventful(k_entities), making));
  EXPECT_GT(control.total, 0U);
  EXPECT_EQ(control.done, control.total);
  ASSERT_TRUE(Simulation::restore(bytes, making).ok());
  EXPECT_GT(control.done, control.total * 9 / 10);
  EXPECT_LE(control.done, control.total);
}

/// Asks for the end when a quarter is done.
Control watched;
void end_early(const Control& control) {
  if (control.done >= control.total / 4) watched.cancel = 1;
}

TEST(MakingTest, CanBeCancelledOnItsWay) {
  const Bytes bytes = snapshot_of(Simulation::create(eventful(k_entities)));
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    const Making making{.scheduler = scheduler.get(),
                        .cancel = CancelToken(&watched),
                        .progress = Progress(&watched, end_early)};
    watched.cancel = 0;
    const auto created = Simulation::create(eventful(k_entities), making);
    ASSERT_FALSE(created.ok());
    EXPECT_EQ(created.error().code(), Code::cancelled);
    EXPECT_LT(watched.done, watched.total);
    watched.cancel = 0;
    const auto restored = Simulation::restore(bytes, making);
    ASSERT_FALSE(restored.ok());
    EXPECT_EQ(restored.error().code(), Code::cancelled);
    EXPECT_LT(watched.done, watched.total);
  }
}

}  // namespace
}  // namespace heddle::sim
