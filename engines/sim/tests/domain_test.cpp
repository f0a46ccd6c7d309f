#include "heddle/sim/domain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/sim/bundled.h"
#include "heddle/sim/domain_group.h"
#include "heddle/sim/scenario_json.h"

#include "borders.h"
#include "random.h"
#include "scenarios.h"

namespace heddle::sim {
namespace {

constexpr std::uint32_t k_counts[] = {1, 2, 3, 4, 8};
constexpr std::uint32_t k_ticks = k_slow ? 15 : 80;

std::vector<std::uint64_t> hashes_of(const Scenario& scenario, std::uint32_t ticks) {
  auto scheduler = make_scheduler(1);
  Simulation simulation = Simulation::create(scenario).value();
  std::vector<std::uint64_t> hashes = {simulation.hash(*scheduler)};
  for (std::uint32_t tick = 0; tick < ticks; ++tick) {
    EXPECT_TRUE(simulation.step(*scheduler).ok());
    hashes.push_back(simulation.hash(*scheduler));
  }
  return hashes;
}

TEST(DomainTest, AnyNumberOfDomainsGivesTheSameBits) {
  const Scenario scenario = eventful(2500);
  const std::vector<std::uint64_t> hashes = hashes_of(scenario, k_ticks);
  auto scheduler = make_scheduler(k_lane_counts.back());
  for (const std::uint32_t count : k_counts) {
    DomainGroup group = DomainGroup::create(scenario, count).value();
    ASSERT_EQ(group.hash(*scheduler), hashes[0]) << count << " domains";
    for (std::uint32_t tick = 1; tick <= k_ticks; ++tick) {
      const Status status = group.step(*scheduler);
      ASSERT_TRUE(status.ok()) << status.message();
      ASSERT_EQ(group.hash(*scheduler), hashes[tick]) << count << " domains, tick " << tick;
    }
  }
}

/// A scenario that nobody would think of.
Scenario random_scenario(std::uint32_t seed) {
  const auto words = draw(seed, 0, 0, Purpose::first_body);
  const auto more = draw(seed, 0, 1, Purpose::first_body);
  Scenario scenario = eventful(100 + words[0] % 900, seed);
  const float cells[] = {8, 16, 32};
  scenario.ground.cell_size = cells[words[1] % 3];
  scenario.ground.density = 1 + static_cast<float>(words[2] % 40);
  if (words[3] % 2 == 0) scenario.ground.terrain.clear();
  scenario.mating.hybrids = words[3] % 3 == 0;
  scenario.mating.reach = static_cast<float>(more[0] % 9);
  scenario.combat.reach = static_cast<float>(more[1] % 9);
  scenario.combat.strike = static_cast<float>(more[2] % 20'000);
  scenario.steering.personal_space = 0.1F + static_cast<float>(more[3] % 8);
  return scenario;
}

TEST(DomainTest, RandomWorldsStaySoundInAnyNumberOfDomains) {
  auto scheduler = make_scheduler(1);
  for (std::uint32_t seed = 1; seed <= (k_slow ? 3U : 12U); ++seed) {
    const Scenario scenario = random_scenario(seed);
    const std::vector<std::uint64_t> hashes = hashes_of(scenario, 40);
    for (const std::uint32_t count : {2U, 3U, 5U}) {
      auto created = DomainGroup::create(scenario, count);
      if (!created.ok()) continue;  // fewer rows than domains
      DomainGroup group = std::move(created).value();
      for (int tick = 0; tick < 40; ++tick) {
        std::int64_t energy = 0;
        for (const Domain& domain : group.domains()) {
          for (const std::int32_t one : domain.part().entities().energy) energy += one;
        }
        ASSERT_TRUE(group.step(*scheduler).ok()) << "seed " << seed;
        std::set<std::uint32_t> ids;
        std::size_t entities = 0;
        for (const Domain& domain : group.domains()) {
          const Entities all = domain.part().entities();
          ids.insert(all.id.begin(), all.id.end());
          entities += all.id.size();
          for (std::size_t i = 0; i < all.id.size(); ++i) {
            const auto row = static_cast<std::uint32_t>(all.y[i] / scenario.ground.cell_size);
            ASSERT_TRUE(row >= domain.first_row() && row < domain.end_row());
          }
          const Ledger& l = domain.part().ledger();
          energy += l.grazed - l.basal - l.motion - l.vision - l.wounds - l.perished;
        }
        ASSERT_EQ(ids.size(), entities) << "seed " << seed << ": somebody is there twice";
        for (const Domain& domain : group.domains()) {
          for (const std::int32_t one : domain.part().entities().energy) energy -= one;
        }
        ASSERT_EQ(energy, 0) << "seed " << seed << ": the ledger does not balance";
      }
      ASSERT_EQ(group.hash(*scheduler), hashes.back())
          << "seed " << seed << ", " << count << " domains";
    }
  }
}

TEST(DomainTest, BundledScenariosGiveTheSameBits) {
  auto scheduler = make_scheduler(1);
  for (const auto& [name, json] : bundled_scenarios()) {
    Scenario scenario = read_scenario(json).value();
    scenario.entities = 3000;
    DomainGroup group = DomainGroup::create(scenario, 4).value();
    ASSERT_TRUE(group.step(*scheduler, k_ticks).ok());
    EXPECT_EQ(group.hash(*scheduler), hashes_of(scenario, k_ticks).back()) << name;
  }
}

TEST(DomainTest, SnapshotsDoNotKnowDomains) {
  auto scheduler = make_scheduler(1);
  const Scenario scenario = eventful(1500);
  DomainGroup three = DomainGroup::create(scenario, 3).value();
  ASSERT_TRUE(three.step(*scheduler, 20).ok());
  ByteWriter parts;
  ASSERT_TRUE(three.snapshot(parts).ok());
  Simulation one = Simulation::restore(parts.view()).value();
  EXPECT_EQ(one.hash(*scheduler), three.hash(*scheduler));
  ByteWriter whole;
  ASSERT_TRUE(one.snapshot(whole).ok());
  DomainGroup four = DomainGroup::restore(whole.view(), 4).value();
  DomainGroup two = DomainGroup::restore(parts.view(), 2).value();
  ASSERT_TRUE(four.step(*scheduler, 20).ok() && two.step(*scheduler, 20).ok() &&
              one.step(*scheduler, 20).ok());
  EXPECT_EQ(four.hash(*scheduler), one.hash(*scheduler));
  EXPECT_EQ(two.hash(*scheduler), one.hash(*scheduler));
}

// All life is in half of the rows, so that two domains of four have nothing to do at first.
TEST(DomainTest, BordersFollowTheCost) {
  auto scheduler = make_scheduler(1);
  Scenario scenario = read_scenario(find_bundled("meadow")).value();
  scenario.entities = 12'000;
  scenario.ground.terrain = {"9", "#"};
  scenario.ground.density = 4;
  DomainGroup group = DomainGroup::create(scenario, 4, Cost::work).value();
  EXPECT_EQ(group.domains()[3].part().size(), 0U);
  ASSERT_TRUE(group.step(*scheduler, 60).ok());
  EXPECT_LE(group.domains()[0].imbalance(), 1.10);
  for (const Domain& domain : group.domains()) {
    EXPECT_EQ(domain.imbalance(), group.domains()[0].imbalance()) << "they do not agree";
    EXPECT_GT(domain.part().size(), 0U);
  }
}

TEST(DomainTest, CountsWhatItSends) {
  auto scheduler = make_scheduler(1);
  DomainGroup group = DomainGroup::create(eventful(1000), 2).value();
  ASSERT_TRUE(group.step(*scheduler, 10).ok());
  for (const Domain& domain : group.domains()) {
    for (std::size_t topic = 0; topic < k_topics.size(); ++topic) {
      EXPECT_EQ(domain.traffic()[topic].messages, 10U) << k_topics[topic];
      EXPECT_GE(domain.traffic()[topic].bytes, 80U) << k_topics[topic];
    }
    EXPECT_GT(domain.traffic()[0].bytes, domain.traffic()[1].bytes);
  }
}

TEST(DomainTest, RefusesMoreDomainsThanRows) {
  const auto created = Domain::create(eventful(10), 0, 9);
  ASSERT_FALSE(created.ok());
  EXPECT_EQ(created.error().code(), Code::invalid_argument);
  EXPECT_NE(created.error().message().find("not 9"), std::string::npos);
  EXPECT_FALSE(Domain::create(eventful(1000), 2, 2).ok());
  EXPECT_FALSE(Domain::create(eventful(1000), 0, 0).ok());
}

// In every stage of a tick: a letter that is missing, cut off, or changed anywhere is refused, or taken as
// the other letter that it has become; nothing worse happens.
TEST(DomainTest, SurvivesDamagedLetters) {
  auto scheduler = make_scheduler(1);
  const Scenario scenario = eventful(300);
  std::uint32_t refused = 0;
  for (std::uint32_t stage = 1; stage < Domain::k_advances; ++stage) {
    for (std::uint32_t attempt = 0; attempt < (k_slow ? 10U : 60U); ++attempt) {
      Domain left = Domain::create(scenario, 0, 2).value();
      Domain right = Domain::create(scenario, 1, 2).value();
      const auto exchange = [&] {
        ASSERT_TRUE(left.deliver(1, right.letter(0)).ok() && right.deliver(0, left.letter(1)).ok());
      };
      for (std::uint32_t i = 1; i <= stage; ++i) {
        ASSERT_TRUE(left.advance(*scheduler).ok() && right.advance(*scheduler).ok());
        if (i < stage) exchange();
      }
      const ByteView letter = right.letter(0);
      std::vector<std::uint8_t> bytes(letter.begin(), letter.end());
      const auto words = draw(attempt, stage, 0, Purpose::first_body);
      if (attempt == 0) {
        bytes.clear();
      } else if (attempt % 2 == 0) {
        bytes.resize(words[0] % bytes.size());
      } else {
        bytes[words[0] % std::min<std::size_t>(bytes.size(), attempt < 20 ? 40 : bytes.size())] ^=
            static_cast<std::uint8_t>(1U << words[1] % 8);
      }
      ASSERT_TRUE(left.deliver(1, bytes).ok());
      const Status status = left.advance(*scheduler);
      if (status.ok()) continue;
      EXPECT_TRUE(status.code() == Code::malformed_input || status.code() == Code::out_of_memory);
      ++refused;
    }
  }
  EXPECT_GT(refused, 20U);
}

TEST(BordersTest, GiveEachItsShare) {
  EXPECT_EQ(even_borders(10, 4), (Borders{0, 2, 5, 7, 10}));
  EXPECT_EQ(owner_of({0, 2, 5, 7, 10}, 4), 1U);
  EXPECT_EQ(owner_of({0, 2, 5, 7, 10}, 5), 2U);
  const std::vector<double> work = {1, 1, 1, 1, 4, 4, 4, 1, 1, 1, 1, 4};
  const std::vector<double> equal = {1, 1, 1};
  const Borders balanced = balanced_borders(work, equal);
  EXPECT_EQ(balanced, (Borders{0, 5, 7, 12}));
  EXPECT_EQ(imbalance(balanced, work, equal), 1.0);
  // One that takes twice as long gets half as much.
  const std::vector<double> slow_first = {2, 1};
  EXPECT_EQ(balanced_borders(std::vector<double>(9, 1), slow_first), (Borders{0, 3, 9}));
}

TEST(BordersTest, EachHasARow) {
  for (const std::vector<double>& work :
       {std::vector<double>{0, 0, 0, 0}, {9, 0, 0, 0}, {0, 0, 0, 9}, {0, 9, 9, 0}, {1, 2, 3, 4}}) {
    for (const std::size_t count : {1U, 2U, 3U, 4U}) {
      const Borders borders = balanced_borders(work, std::vector<double>(count, 1));
      ASSERT_EQ(borders.size(), count + 1);
      EXPECT_EQ(borders.front(), 0U);
      EXPECT_EQ(borders.back(), 4U);
      for (std::size_t i = 0; i < count; ++i) EXPECT_LT(borders[i], borders[i + 1]);
    }
  }
}

}  // namespace
}  // namespace heddle::sim
