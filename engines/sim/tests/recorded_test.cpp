#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/sim/bundled.h"
#include "heddle/sim/scenario_json.h"
#include "heddle/sim/simulation.h"

#include "scenarios.h"

namespace heddle::sim {
namespace {

struct Recorded {
  std::uint64_t tick;
  std::uint64_t hash;
};

struct Run {
  const char* scenario;
  std::vector<Recorded> hashes;
};

// A change here is a change of the model, its parameters or the hash, and has its line in the changelog.
// What `heddle sim run --scenario NAME --entities 2000 --ticks 3000 --hash-every 100` prints.
const Run k_runs[] = {
    {"meadow",
     {{0, 0x763F9F9FFC75382D},
      {100, 0x0F2D90FA5D8493A7},
      {1000, 0xB52F9555BA7EF9F3},
      {2000, 0xFF4BC99C2F52F5BA},
      {3000, 0x53BA47B78F20FA30}}},
    {"predators", {{0, 0x3632DA28804A74D4}, {100, 0x36C6551CA6175A66}, {1000, 0x3A08B91CF17BD77C}}},
    {"tribes-at-war",
     {{0, 0x502DBB49BEB60E95}, {100, 0x646DAEF57FF2592C}, {1000, 0x961EE9CC7C0A4609}}},
    {"archipelago",
     {{0, 0xAE07E8CEA2EA9A12}, {100, 0x2F401DCE94BB1F72}, {1000, 0xE5443876428F5ABA}}},
    {"crowd", {{0, 0x72DD5F85698FE3B7}, {100, 0xE7A0FA9361A36472}, {1000, 0x677C548C28425D9B}}},
};

TEST(RecordedTest, ScenariosAreTheSameOnEveryTarget) {
  auto scheduler = make_scheduler(k_lane_counts.back());
  for (const auto& [name, hashes] : k_runs) {
    // Without SIMD more would take minutes; the islands have the fewest entities.
    const std::uint64_t most = !k_slow                                   ? 3000
                               : name == std::string_view("archipelago") ? 1000
                                                                         : 100;
    Scenario scenario = read_scenario(find_bundled(name)).value();
    scenario.entities = 2000;
    Simulation simulation = Simulation::create(scenario).value();
    for (const Recorded& recorded : hashes) {
      if (recorded.tick > most) break;
      ASSERT_TRUE(simulation.step(*scheduler, recorded.tick - simulation.tick()).ok());
      EXPECT_EQ(simulation.hash(*scheduler), recorded.hash)
          << name << " in tick " << recorded.tick << " is 0x" << std::hex << std::uppercase
          << simulation.hash(*scheduler);
    }
  }
}

}  // namespace
}  // namespace heddle::sim
