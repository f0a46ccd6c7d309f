#include "heddle/sim/compare.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "heddle/core/state_hash.h"
#include "heddle/runtime_testing/lanes.h"

#include "scenarios.h"

namespace heddle::sim {
namespace {

TEST(CompareTest, TheSameRunDoesNotDiffer) {
  auto scheduler = make_scheduler(1);
  Simulation left = Simulation::create(eventful(300)).value();
  Simulation right = Simulation::create(eventful(300)).value();
  ASSERT_TRUE(left.step(*scheduler, 20).ok() && right.step(*scheduler, 20).ok());
  EXPECT_FALSE(first_difference(left, right).has_value());
}

TEST(CompareTest, NamesTicksAndWorldsOfOtherSizes) {
  auto scheduler = make_scheduler(1);
  Simulation left = Simulation::create(eventful(300)).value();
  const Simulation larger = Simulation::create(eventful(3000)).value();
  EXPECT_EQ(first_difference(left, larger).value().what, "the number of cells in a row");
  const Simulation before = Simulation::create(eventful(300)).value();
  ASSERT_TRUE(left.step(*scheduler).ok());
  const Difference difference = first_difference(left, before).value();
  EXPECT_EQ(difference.what, "the number of ticks");
  EXPECT_EQ(difference.left, "1");
  EXPECT_EQ(difference.right, "0");
}

TEST(CompareTest, NamesTheLowestIdAndTheFieldThatDiffer) {
  const Simulation left = Simulation::create(eventful(50)).value();
  ByteWriter out;
  ASSERT_TRUE(left.snapshot(out).ok());
  std::vector<std::uint8_t> bytes(out.view().begin(), out.view().end());
  // Of 80 bytes an entity, the first 16 are x, y, vx and vy of all.
  std::uint8_t* energies = bytes.data() + bytes.size() - 50 * 80 + 50 * 16;
  const std::int32_t energy = 4321;
  const auto ids = left.entities().id;
  for (const std::uint32_t id : {40U, 7U}) {
    const auto at = std::find(ids.begin(), ids.end(), id) - ids.begin();
    std::memcpy(energies + at * 4, &energy, sizeof(energy));
  }
  // The part's hash stands before its rows, its size and its food.
  const std::size_t food = std::size_t{left.side()} * left.side() * 4;
  const std::size_t part = bytes.size() - 50 * 80 - food - 12;
  const std::uint64_t hash = hash64(ByteView(bytes).subspan(part));
  std::memcpy(bytes.data() + part - 8, &hash, sizeof(hash));
  const auto right = Simulation::restore(bytes);
  ASSERT_TRUE(right.ok()) << right.error().message();
  const Difference difference = first_difference(left, right.value()).value();
  EXPECT_EQ(difference.what, "energy of entity 7");
  EXPECT_EQ(difference.left, "7000");
  EXPECT_EQ(difference.right, "4321");
}

TEST(CompareTest, NamesWhoIsMissing) {
  auto scheduler = make_scheduler(1);
  Scenario scenario = eventful(30);
  Simulation left = Simulation::create(scenario).value();
  scenario.economy.basal = 10'000;
  Simulation right = Simulation::create(scenario).value();
  ASSERT_TRUE(left.step(*scheduler, 5).ok() && right.step(*scheduler, 5).ok());
  ASSERT_GT(left.size(), 0U);
  ASSERT_EQ(right.size(), 0U);
  const Difference difference = first_difference(left, right).value();
  EXPECT_EQ(difference.what.find("entity "), 0U);
  EXPECT_EQ(difference.left, "there");
  EXPECT_EQ(difference.right, "missing");
  EXPECT_EQ(first_difference(right, left).value().left, "missing");
}

}  // namespace
}  // namespace heddle::sim
