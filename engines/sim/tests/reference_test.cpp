#include "reference.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "heddle/runtime_testing/lanes.h"

#include "scenarios.h"

namespace heddle::sim {
namespace {

constexpr int k_ticks = k_slow ? 30 : 150;

void expect_same(const Simulation& simulation, const Reference& reference, int tick) {
  const std::vector<Being> beings = beings_of(simulation);
  ASSERT_EQ(beings.size(), reference.beings().size()) << "in tick " << tick;
  for (std::size_t i = 0; i < beings.size(); ++i) {
    const Being& one = beings[i];
    const Being& other = reference.beings()[i];
    ASSERT_TRUE(one == other) << "in tick " << tick << " entity " << one.id << " is at " << one.x
                              << ", " << one.y << " with " << one.energy << ", " << other.id
                              << " at " << other.x << ", " << other.y << " with " << other.energy;
  }
  const auto food = simulation.food();
  ASSERT_TRUE(
      std::equal(food.begin(), food.end(), reference.food().begin(), reference.food().end()))
      << "in tick " << tick;
}

class ReferenceTest : public testing::TestWithParam<std::uint32_t> {};

TEST_P(ReferenceTest, GivesTheSameBits) {
  auto scheduler = make_scheduler(1);
  auto created = Simulation::create(eventful(GetParam(), GetParam() + 7));
  ASSERT_TRUE(created.ok()) << created.error().message();
  Simulation simulation = std::move(created).value();
  Reference reference(simulation);
  std::int64_t born = 0;
  std::int64_t looted = 0;
  for (int tick = 0; tick < k_ticks; ++tick) {
    ASSERT_TRUE(simulation.step(*scheduler).ok());
    reference.step();
    expect_same(simulation, reference, tick);
    if (HasFatalFailure()) return;
    looted += simulation.ledger().looted;
  }
  for (const Being& being : reference.beings()) born += being.id >= GetParam() ? 1 : 0;
  if (GetParam() < 100) return;
  // Or the comparison would not have compared much.
  EXPECT_GT(born, 0);
  EXPECT_GT(looted, 0);
}

// From a world of three cells a side to a larger one.
INSTANTIATE_TEST_SUITE_P(Sizes, ReferenceTest, testing::Values(1U, 2U, 30U, 400U, 1500U));

}  // namespace
}  // namespace heddle::sim
