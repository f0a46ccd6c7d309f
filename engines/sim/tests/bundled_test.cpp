#include "heddle/sim/bundled.h"

#include <gtest/gtest.h>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/sim/scenario_json.h"
#include "heddle/sim/simulation.h"

namespace heddle::sim {
namespace {

TEST(BundledTest, EachOneLives) {
  auto scheduler = make_scheduler(1);
  std::vector<std::string_view> names;
  for (const Bundled& bundled : bundled_scenarios()) {
    names.push_back(bundled.name);
    EXPECT_EQ(find_bundled(bundled.name), bundled.json);
    auto scenario = read_scenario(bundled.json);
    ASSERT_TRUE(scenario.ok()) << bundled.name << scenario.error().message();
    scenario.value().entities = 300;
    auto simulation = Simulation::create(scenario.value());
    ASSERT_TRUE(simulation.ok()) << bundled.name << simulation.error().message();
    ASSERT_TRUE(simulation.value().step(*scheduler, 5).ok());
    for (const std::uint32_t count : simulation.value().census()) EXPECT_GT(count, 0U);
  }
  EXPECT_EQ(names, (std::vector<std::string_view>{"meadow", "predators", "tribes-at-war",
                                                  "archipelago", "crowd"}));
}

TEST(BundledTest, ThereIsNoOther) { EXPECT_EQ(find_bundled("Meadow"), ""); }

}  // namespace
}  // namespace heddle::sim
