#include <gtest/gtest.h>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/sim/bundled.h"
#include "heddle/sim/scenario_json.h"
#include "heddle/sim/simulation.h"

namespace heddle::sim {
namespace {

struct Recorded {
  std::uint64_t tick;
  std::uint64_t hash;
};

// A change here is a change of the model or its parameters, and has its line in the changelog. What
// `heddle sim run --scenario meadow --entities 2000 --ticks 3000 --hash-every 100` prints.
constexpr Recorded k_meadow[] = {
    {0, 0xA8F02BA95F681D51},    {100, 0x16F3CCAD30F67DD8},
#if !defined(__EMSCRIPTEN__) || defined(__wasm_simd128__)  // else it would take minutes
    {1000, 0xB5553D33907C29DA}, {2000, 0x32DA62050D4943B0}, {3000, 0x076ADF80DCDCDBAD},
#endif
};

TEST(RecordedTest, MeadowIsTheSameOnEveryTarget) {
  auto scheduler = make_scheduler(k_lane_counts.back());
  Scenario scenario = read_scenario(find_bundled("meadow")).value();
  scenario.entities = 2000;
  Simulation simulation = Simulation::create(scenario).value();
  for (const Recorded& recorded : k_meadow) {
    ASSERT_TRUE(simulation.step(*scheduler, recorded.tick - simulation.tick()).ok());
    EXPECT_EQ(simulation.hash(*scheduler), recorded.hash)
        << "in tick " << recorded.tick << " it is 0x" << std::hex << std::uppercase
        << simulation.hash(*scheduler);
  }
}

}  // namespace
}  // namespace heddle::sim
