// Cases that can be worked out by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "heddle/runtime_testing/lanes.h"

#include "behave.h"
#include "create.h"
#include "graze.h"
#include "perceive.h"
#include "resolve.h"
#include "scenarios.h"
#include "sort.h"
#include "turnover.h"

namespace heddle::sim {
namespace {

/// A world of 4 x 4 cells of size 8 with a few entities of which the test says what matters, in the order
/// of their ids. They do not wander.
class Model {
 public:
  explicit Model(std::uint32_t entities) {
    Scenario& scenario = world.scenario;
    scenario.name = "model";
    scenario.entities = entities;
    scenario.ground.density = static_cast<float>(entities) * 0.2F;
    scenario.steering.wander = 0;
    scenario.tribes = {{.name = "one"}, {.name = "two"}};
    EXPECT_TRUE(create_world(world, {0, geometry_of(world.scenario).side}).ok());
    EXPECT_EQ(world.geometry.side, 4U);
    for (std::uint32_t i = 0; i < entities; ++i) {
      put(i, 4, 4);
      all().genes.set(i, {});
      all().tribe[i] = 0;
      all().age[i] = 0;
      all().energy[i] = 6000;
    }
  }

  Population& all() { return world.population; }

  void put(std::uint32_t i, float x, float y, float vx = 0, float vy = 0) {
    all().x[i] = x, all().y[i] = y, all().vx[i] = vx, all().vy[i] = vy;
  }

  /// One tick; then the living are in the order of their ids.
  void step() {
    sort();
    ASSERT_TRUE(behave(world, *scheduler).ok());
    ASSERT_TRUE(resolve(world, *scheduler).ok());
    ASSERT_TRUE(turn_over(world, *scheduler).ok());
    sort();
    order_by_id();
  }

  /// How many of its own kind entity `i` sees, itself included.
  float kin_seen_by(std::uint32_t i) {
    sort();
    const std::uint32_t at = position_of(i);
    const std::uint32_t row = world.geometry.column(all().y[at]);
    const auto [begin, end] = world.row_positions(row);
    ArenaScope scope(scheduler->scratch());
    RowScratch scratch;
    EXPECT_TRUE(scratch.allocate(scope, end - begin));
    perceive(world, row, scratch);
    const float kin = scratch.kin[at - begin];
    order_by_id();
    return kin;
  }

  /// What entity `i` would graze of a stock.
  std::int32_t claim_of(std::uint32_t i, std::int32_t stock) {
    sort();
    for (std::int32_t& food : world.food) food = stock;
    const std::uint32_t at = position_of(i);
    const std::uint32_t row = world.geometry.column(all().y[at]);
    const auto [begin, end] = world.row_positions(row);
    ArenaScope scope(scheduler->scratch());
    RowScratch scratch;
    EXPECT_TRUE(scratch.allocate(scope, end - begin));
    claim_food(world, row, scratch);
    const std::int32_t claim = scratch.claim[at - begin];
    order_by_id();
    return claim;
  }

  void sort() { EXPECT_TRUE(sort_into_cells(world, *scheduler).ok()); }

  [[nodiscard]] std::uint32_t position_of(std::uint32_t id) {
    const std::uint32_t* begin = all().id.data();
    return static_cast<std::uint32_t>(std::find(begin, begin + all().size, id) - begin);
  }

  void order_by_id() {
    std::vector<std::uint32_t> order(all().size);
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return all().id[a] < all().id[b]; });
    all().for_each_array([&]<class T>(Buffer<T>& array) {
      const std::vector<T> before(array.begin(), array.end());
      for (std::size_t k = 0; k < order.size(); ++k) array[k] = before[order[k]];
    });
  }

  World world;
  std::unique_ptr<Scheduler> scheduler = make_scheduler(1);
};

TEST(ModelTest, OneAloneKeepsItsCourse) {
  Model model(1);
  model.put(0, 10, 10, 0.5F, -0.25F);
  model.step();
  EXPECT_EQ(model.all().x[0], 10.5F);
  EXPECT_EQ(model.all().y[0], 9.75F);
  EXPECT_EQ(model.all().vx[0], 0.5F);
}

TEST(ModelTest, LeavesTheWorldOnTheOtherSide) {
  Model model(1);
  model.put(0, 31.75F, 0.25F, 0.5F, -0.5F);
  model.step();
  EXPECT_EQ(model.all().x[0], 0.25F);
  EXPECT_EQ(model.all().y[0], 31.75F);
}

// So small a step back over the edge rounds to the extent itself, which is the same place as 0.
TEST(ModelTest, NeverStandsOnTheFarEdge) {
  Model model(1);
  model.put(0, 0, 4, -1e-9F, 0);
  model.step();
  EXPECT_EQ(model.all().x[0], 0.0F);
}

TEST(ModelTest, OverlappingBodiesPartAndStayApart) {
  for (const float edge : {4.0F, 0.0F}) {
    Model model(2);
    const float space = model.world.scenario.steering.personal_space;
    model.put(0, edge == 0 ? 31.9F : edge - 0.1F, 4);
    model.put(1, edge + 0.1F, 4);
    for (int tick = 0; tick < 20; ++tick) model.step();
    float distance = std::fabs(model.all().x[1] - model.all().x[0]);
    distance = std::min(distance, 32 - distance);
    EXPECT_GT(distance, space * 0.8F) << "at " << edge;
    // Nothing else pulls at them: what one does the other mirrors, but for rounding.
    EXPECT_NEAR(model.all().vx[0], -model.all().vx[1], 1e-4F);
    EXPECT_LT(model.all().vx[0], 0.0F);
  }
}

TEST(ModelTest, SeesUpToItsRange) {
  Model model(2);
  model.all().genes.vision_range[0] = 5;
  // Also over both edges of the world.
  for (const float x : {9.0F, 31.0F}) {
    model.put(1, x, 4);
    EXPECT_EQ(model.kin_seen_by(0), 1.0F) << x;
    model.put(1, 4, x);
    EXPECT_EQ(model.kin_seen_by(0), 1.0F) << x;
  }
  for (const float x : {8.9999F, 31.0001F}) {
    model.put(1, x, 4);
    EXPECT_EQ(model.kin_seen_by(0), 2.0F) << x;
    model.put(1, 4, x);
    EXPECT_EQ(model.kin_seen_by(0), 2.0F) << x;
  }
}

TEST(ModelTest, SeesInsideItsCone) {
  Model model(2);
  model.all().genes.vision_range[0] = 8;
  const auto sees = [&](float cosine, float x, float y) {
    model.all().genes.field_of_view[0] = cosine;
    model.put(0, 12, 12, 1, 0);
    model.put(1, 12 + x, 12 + y);
    return model.kin_seen_by(0) == 2.0F;
  };
  // Half a circle: what is exactly beside it is just inside.
  EXPECT_TRUE(sees(0, 0, 3));
  EXPECT_TRUE(sees(0, 0, -3));
  EXPECT_FALSE(sees(0, -0.001F, 3));
  // All around, even right behind; of no direction when it stands.
  EXPECT_TRUE(sees(-1, -3, 0));
  EXPECT_TRUE(sees(-1, -7.9F, 0.7F));
  EXPECT_FALSE(sees(-0.9F, -3, 0));
  // Straight ahead only.
  EXPECT_TRUE(sees(1, 3, 0));
  EXPECT_FALSE(sees(1, 3, 0.01F));
  // 3-4-5: the cosine is 0.8, on either side of the edge.
  EXPECT_TRUE(sees(0.799F, 4, 3));
  EXPECT_FALSE(sees(0.801F, 4, 3));
  EXPECT_TRUE(sees(-0.801F, -4, 3));
  EXPECT_FALSE(sees(-0.799F, -4, 3));
}

TEST(ModelTest, ClaimsWhatItBites) {
  Model model(1);
  Population& all = model.all();
  model.world.scenario.food.capacity = 1000;
  model.world.scenario.economy = {.most = 5000, .bite = 100};
  const auto claim = [&](const Genes& genes, std::int32_t energy, std::int32_t stock) {
    all.genes.set(0, genes);
    all.energy[0] = energy;
    return model.claim_of(0, stock);
  };
  EXPECT_EQ(claim({.diet = -1}, 1, 500), 100);
  EXPECT_EQ(claim({.diet = 0}, 1, 500), 50);
  EXPECT_EQ(claim({.diet = 1}, 1, 500), 0);
  EXPECT_EQ(claim({.diet = -1}, 4990, 500), 10);
  EXPECT_EQ(claim({.diet = -1}, 6000, 500), 0);
  const Genes choosy{.food_selectivity = 0.5F, .diet = -1};
  EXPECT_EQ(claim(choosy, 1, 499), 0);
  EXPECT_EQ(claim(choosy, 1, 500), 100);
}

TEST(ModelTest, SeesNothingWithoutRange) {
  Model model(2);
  model.all().genes.vision_range[0] = 0;
  EXPECT_EQ(model.kin_seen_by(0), 0.0F);
  model.step();
  EXPECT_TRUE(std::isfinite(model.all().x[0]));
}

/// Two of different tribes within reach, so aggressive that each attacks the other.
Model duel() {
  Model model(2);
  model.put(1, 5, 4);
  model.all().tribe[1] = 1;
  for (std::uint32_t i : {0U, 1U}) {
    model.all().genes.set(i, {.aggression = 1, .diet = 1, .field_of_view = -1});
  }
  return model;
}

TEST(ModelTest, BothDieInAMutualKill) {
  Model model = duel();
  model.world.scenario.combat.strike = 6000;
  model.step();
  EXPECT_EQ(model.all().size, 0U);
  // Nobody is left to take the loot: all that they had and had not spent has perished.
  const Ledger& ledger = model.world.ledger;
  EXPECT_EQ(ledger.looted, 0);
  EXPECT_EQ(ledger.perished, 12'000 - ledger.basal - ledger.motion - ledger.vision);
}

TEST(ModelTest, WoundsAreTakenFromThoseWhoLive) {
  Model model = duel();
  model.world.scenario.combat.strike = 1000;
  model.step();
  ASSERT_EQ(model.all().size, 2U);
  EXPECT_EQ(model.world.ledger.wounds, 2000);
}

TEST(ModelTest, TheStrongerOfTwoAttackersTakesTheLoot) {
  Model model(3);
  Population& all = model.all();
  model.world.scenario.combat = {.reach = 2, .strike = 8000, .prey = 192, .loot = 16};
  model.put(0, 4, 3.5F);
  model.put(1, 4, 4.5F);
  all.tribe[0] = 1;  // the prey, which has no aggression
  for (std::uint32_t i : {1U, 2U}) all.genes.set(i, {.diet = 1, .field_of_view = -1});
  model.put(2, 4.5F, 4);
  all.genes.aggression[1] = 0.75F;
  all.genes.aggression[2] = 1;
  model.step();
  ASSERT_EQ(all.size, 2U);
  const Ledger& ledger = model.world.ledger;
  // (192 + 16) / 256 of what the prey had left after the costs of its last tick.
  const std::int64_t left = 6000 - 20 - static_cast<std::int64_t>(0.2F * 64);
  EXPECT_NEAR(static_cast<double>(ledger.looted), static_cast<double>(left) * 208 / 256, 250);
  for (std::uint32_t slot = 0; slot < 2; ++slot) {
    if (all.id[slot] == 2) {
      EXPECT_GT(all.energy[slot], 9000);
    }
    if (all.id[slot] == 1) {
      EXPECT_LT(all.energy[slot], 6000);
    }
  }
}

TEST(ModelTest, OfEqualAttackersTheLowestIdTakesTheLoot) {
  Model model(3);
  Population& all = model.all();
  model.world.scenario.combat = {.reach = 2, .strike = 8000, .prey = 192, .loot = 16};
  model.put(0, 4, 5);
  model.put(1, 4, 4);
  model.put(2, 4, 3);
  all.tribe[1] = 1;
  for (std::uint32_t i : {0U, 2U}) {
    all.genes.set(i, {.aggression = 1, .diet = 1, .field_of_view = -1});
  }
  model.step();
  ASSERT_EQ(all.size, 2U);
  for (std::uint32_t slot = 0; slot < 2; ++slot) {
    if (all.id[slot] == 0) {
      EXPECT_GT(all.energy[slot], 9000);
    }
    if (all.id[slot] == 2) {
      EXPECT_LT(all.energy[slot], 6000);
    }
  }
}

TEST(ModelTest, ParentsPayForTheirChild) {
  Model model(2);
  Population& all = model.all();
  model.world.scenario.mating = {.reach = 3, .threshold = 5000, .cost = 2000, .maturity = 0};
  model.world.scenario.food.growth = 0;
  for (std::int32_t& food : model.world.food) food = 0;
  model.put(0, 4, 4);
  model.put(1, 6, 4);
  model.step();
  ASSERT_EQ(all.size, 3U);
  EXPECT_EQ(all.id[2], 2U);
  EXPECT_EQ(all.age[2], 0U);
  EXPECT_EQ(all.energy[2], 4000);
  const Ledger& ledger = model.world.ledger;
  EXPECT_EQ(all.energy[0] + all.energy[1],
            12'000 - 4000 - ledger.basal - ledger.motion - ledger.vision);
}

TEST(ModelTest, OnlyMutualNearestMate) {
  Model model(3);
  model.world.scenario.mating = {.reach = 4, .threshold = 5000, .cost = 1000, .maturity = 0};
  model.put(0, 4, 4);
  model.put(1, 7, 4);
  model.put(2, 9, 4);  // nearer to 1 than 0 is
  model.step();
  ASSERT_EQ(model.all().size, 4U);
  EXPECT_GT(model.all().energy[0], 5500);
  EXPECT_LT(model.all().energy[1], 5500);
  EXPECT_LT(model.all().energy[2], 5500);
}

TEST(ModelTest, TribesMateOnlyWhereHybridsAreAllowed) {
  for (const bool hybrids : {false, true}) {
    Model model(2);
    model.world.scenario.mating = {
        .reach = 3, .threshold = 5000, .cost = 1000, .maturity = 0, .hybrids = hybrids};
    model.put(1, 6, 4);
    model.all().tribe[1] = 1;
    model.step();
    ASSERT_EQ(model.all().size, hybrids ? 3U : 2U);
    if (hybrids) {
      EXPECT_EQ(model.all().tribe[2], 0U) << "of the lower id";
    }
  }
}

TEST(ModelTest, DiesOfHungerAndOfAge) {
  Model model(2);
  for (std::int32_t& food : model.world.food) food = 0;
  model.put(1, 20, 20);
  model.all().energy[0] = 1;
  model.all().age[1] = model.all().lifespan[1] - 1;
  model.step();
  EXPECT_EQ(model.all().size, 0U);
}

}  // namespace
}  // namespace heddle::sim
