#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "heddle/core/philox.h"
#include "heddle/runtime_testing/lanes.h"
#include "heddle/sim/simulation.h"

#include "create.h"
#include "neighbors.h"
#include "scenarios.h"
#include "sort.h"

namespace heddle::sim {
namespace {

float around(float e, float extent) {
  e = std::fabs(e);
  return std::min(e, extent - e);
}

TEST(QueryTest, FindsWhatBruteForceFinds) {
  const Simulation simulation = Simulation::create(eventful(500)).value();
  const Entities all = simulation.entities();
  const float extent = simulation.extent();
  for (std::uint32_t i = 0; i < 50; ++i) {
    const auto words = philox4x32_10({i, 0, 0, 0}, {5, 5});
    const float x = to_unit_float(words[0]) * extent * 0.999F;
    const float y = to_unit_float(words[1]) * extent * 0.999F;
    const float radius = to_unit_float(words[2]) * extent * 0.5F;
    std::vector<std::pair<float, std::uint32_t>> expected;
    for (std::size_t s = 0; s < all.id.size(); ++s) {
      const float ex = around(all.x[s] - x, extent);
      const float ey = around(all.y[s] - y, extent);
      const float squared = ex * ex + ey * ey;
      if (squared <= radius * radius) expected.emplace_back(squared, all.id[s]);
    }
    std::sort(expected.begin(), expected.end());
    for (const std::size_t most : {std::size_t{0}, std::size_t{3}, all.id.size()}) {
      const auto slots = simulation.query(x, y, radius, most).value();
      ASSERT_EQ(slots.size(), std::min(most, expected.size()));
      for (std::size_t k = 0; k < slots.size(); ++k) {
        ASSERT_EQ(all.id[slots[k]], expected[k].second);
      }
    }
  }
}

TEST(QueryTest, TheWorldRepeatsItself) {
  const Simulation simulation = Simulation::create(eventful(500)).value();
  const float extent = simulation.extent();
  const auto here = simulation.query(1, 2, 20, 1000).value();
  EXPECT_FALSE(here.empty());
  EXPECT_EQ(simulation.query(1 + extent, 2 - extent, 20, 1000).value(), here);
}

TEST(QueryTest, RefusesWhatMakesNoSense) {
  const Simulation simulation = Simulation::create(eventful(10)).value();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const auto& wrong : {simulation.query(nan, 0, 1, 1), simulation.query(0, nan, 1, 1),
                            simulation.query(0, 0, nan, 1), simulation.query(0, 0, -1, 1),
                            simulation.query(0, 0, simulation.extent(), 1)}) {
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.error().code(), Code::invalid_argument);
  }
}

// What the grid offers as candidates holds everyone within a cell's size, each once and in place.
TEST(NeighborsTest, HoldWhatBruteForceFinds) {
  auto scheduler = make_scheduler(1);
  for (const std::uint32_t entities : {1U, 20U, 400U}) {
    World world;
    world.scenario = eventful(entities);
    ASSERT_TRUE(create_world(world, {0, geometry_of(world.scenario).side}).ok());
    ASSERT_TRUE(sort_into_cells(world, *scheduler).ok());
    const Population& seen = world.population;
    const float extent = world.geometry.extent;
    const float range = world.geometry.cell_size;
    for (std::uint32_t i = 0; i < entities; ++i) {
      std::vector<std::uint32_t> expected;
      for (std::uint32_t j = 0; j < entities; ++j) {
        const float ex = around(seen.x[j] - seen.x[i], extent);
        const float ey = around(seen.y[j] - seen.y[i], extent);
        if (ex * ex + ey * ey < range * range) expected.push_back(j);
      }
      std::vector<std::uint32_t> found;
      for (const auto& run :
           neighborhood(world.geometry, world.cell_begin.data(), world.geometry.column(seen.y[i]),
                        world.geometry.column(seen.x[i]), world.geometry.column(seen.x[i]))) {
        for (std::uint32_t j = run.begin; j < run.end; ++j) {
          const float ex = seen.x[j] + run.shift_x - seen.x[i];
          const float ey = seen.y[j] + run.shift_y - seen.y[i];
          if (ex * ex + ey * ey < range * range) found.push_back(j);
        }
      }
      std::sort(found.begin(), found.end());
      ASSERT_EQ(found, expected);
    }
  }
}

}  // namespace
}  // namespace heddle::sim
