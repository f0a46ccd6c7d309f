#include "heddle/sim/scenario_json.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "scenarios.h"

namespace heddle::sim {
namespace {

constexpr const char* k_tribes = R"("tribes": [{"name": "a"}])";

std::string with(const std::string& fields) {
  return R"({"name": "n", )" + fields + (fields.empty() ? "" : ", ") + k_tribes + "}";
}

std::string refusal(const std::string& json) {
  const auto scenario = read_scenario(json);
  if (scenario.ok()) return "accepted";
  EXPECT_EQ(scenario.error().code(), Code::malformed_input);
  return std::string(scenario.error().message());
}

TEST(ScenarioJsonTest, WhatIsLeftOutHasItsDefault) {
  const auto scenario = read_scenario(R"({"name": "n", "tribes": [{"name": "a"}]})");
  ASSERT_TRUE(scenario.ok()) << scenario.error().message();
  EXPECT_EQ(scenario.value().name, "n");
  EXPECT_EQ(scenario.value().food.capacity, Food{}.capacity);
  EXPECT_EQ(scenario.value().tribes.size(), 1U);
  EXPECT_EQ(scenario.value().tribes[0].genes.diet, Genes{}.diet);
}

TEST(ScenarioJsonTest, ReadsWhatItWrites) {
  Scenario scenario = eventful(123, (std::uint64_t{1} << 53) - 1);
  scenario.name = "\"quoted\" \xC3\xA4";
  scenario.tribes[0].genes.cohesion = 0.1F;
  scenario.tribes[1].genes.metabolism = 0.3F + 1e-7F;
  scenario.mating.hybrids = true;
  const std::string json = write_scenario(scenario);
  EXPECT_NE(json.find("\"cohesion\": 0.1,"), std::string::npos) << json;
  const auto read = read_scenario(json);
  ASSERT_TRUE(read.ok()) << read.error().message();
  EXPECT_EQ(read.value().seed, scenario.seed);
  EXPECT_EQ(read.value().tribes[0].genes.cohesion, 0.1F);
  EXPECT_EQ(read.value().tribes[1].genes.metabolism, 0.3F + 1e-7F);
  EXPECT_EQ(write_scenario(read.value()), json);
}

TEST(ScenarioJsonTest, RefusesUnknownFields) {
  EXPECT_EQ(
      refusal(with(R"("colour": 1)")).find("/colour: there is no such field; there are: name"), 0U);
  EXPECT_EQ(refusal(with(R"("food": {"growht": 1})")),
            "/food/growht: there is no such field; there are: capacity, growth, roots, initial");
  EXPECT_EQ(refusal(R"({"name": "n", "tribes": [{"name": "a", "genes": {"a~/b": 1}}]})")
                .find("/tribes/0/genes/a~0~1b: there is no such field"),
            0U);
}

TEST(ScenarioJsonTest, RefusesWhatIsOutOfRange) {
  EXPECT_EQ(refusal(with(R"("entities": 0)")), "/entities: 0 is below 1, the least");
  EXPECT_EQ(refusal(with(R"("entities": 16777217)")),
            "/entities: 16777217 is above 16777216, the most");
  EXPECT_EQ(refusal(with(R"("food": {"growth": 1e300})")),
            "/food/growth: 1e+300 is above 1024, the most");
  EXPECT_EQ(refusal(with(R"("ground": {"cell_size": 12})")),
            "/ground/cell_size: 12 is none of 8, 16, 32 and 64");
  EXPECT_EQ(
      refusal(R"({"name": "n", "tribes": [{"name": "a", "genes": {"vision_range": 8.5}}]})"),
      "/tribes/0/genes/vision_range: 8.5 is above 8, the ground's cell_size: nobody sees farther "
      "than a cell");
  EXPECT_EQ(refusal(R"({"name": "", "tribes": [{"name": "a"}]})"),
            "/name: a text of 0 bytes is below 1, the least");
  EXPECT_EQ(refusal(R"({"name": "n", "tribes": []})"),
            "/tribes: a list of 0 is below 1, the least");
  EXPECT_EQ(refusal(R"({"name": "n", "tribes": [{"name": "a"}, {"name": "a"}]})"),
            "/tribes/1/name: the tribe 0 has this name too; give it another");
  EXPECT_EQ(refusal(R"({"name": "n", "tribes": [{"name": "a", "energy": 30000}]})"),
            "/tribes/0/energy: 30000 is above 20000, the economy's most");
}

TEST(ScenarioJsonTest, RefusesOtherKindsOfValues) {
  EXPECT_EQ(refusal(with(R"("seed": "1")")), "/seed: \"1\" is not a number");
  EXPECT_EQ(refusal(with(R"("seed": 1.5)")), "/seed: 1.5 is not a whole number");
  EXPECT_EQ(refusal(with(R"("food": [])")), "/food: [] is not an object in {}");
  EXPECT_EQ(refusal(with(R"("mating": {"hybrids": 1})")),
            "/mating/hybrids: 1 is neither true nor false");
  EXPECT_EQ(refusal(R"({"name": 1, "tribes": [{"name": "a"}]})"),
            "/name: 1 is not a text in quotes");
  EXPECT_EQ(refusal(R"({"name": "n", "tribes": {}})"), "/tribes: {} is not a list in []");
  EXPECT_EQ(refusal("[]"), "the scenario: [] is not an object in {}");
}

TEST(ScenarioJsonTest, RefusesWhatIsMissing) {
  EXPECT_EQ(refusal(R"({"tribes": [{"name": "a"}]})"), "/name: it is missing; add it");
  EXPECT_EQ(refusal(R"({"name": "n"})"), "/tribes: it is missing; add it");
  EXPECT_EQ(refusal(R"({"name": "n", "tribes": [{}]})"), "/tribes/0/name: it is missing; add it");
}

TEST(ScenarioJsonTest, RefusesMapsThatAreNone) {
  const auto terrain = [](const std::string& rows) {
    return refusal(with(R"("ground": {"terrain": )" + rows + "}"));
  };
  EXPECT_EQ(terrain(R"(["99", "9"])"),
            "/ground/terrain/1: the row has 1 characters, the first one 2; make them equal");
  EXPECT_EQ(terrain(R"(["9x"])"), "/ground/terrain/0: there are other characters than 0123456789#");
  EXPECT_EQ(terrain(R"([""])"), "/ground/terrain/0: a row of 0 characters is below 1, the least");
  EXPECT_EQ(terrain("[]"), "/ground/terrain: a list of 0 is below 1, the least");
  EXPECT_EQ(terrain("[9]"), "/ground/terrain/0: 9 is not a row in quotes");
}

TEST(ScenarioJsonTest, NamesThePlaceOfASyntaxError) {
  const auto scenario = read_scenario("{\n  \"name\": \"n\",\n  \"seed\" 1\n}");
  ASSERT_FALSE(scenario.ok());
  EXPECT_EQ(scenario.error().location().line, 3U);
  EXPECT_EQ(scenario.error().message().find("line 3, byte "), 0U);
  EXPECT_EQ(refusal("{\"name\": \"n\", \"name\": \"m\"}"),
            "the field \"name\" stands twice in one object; remove one");
  for (const char* bad : {"", "{", "\"\xFF\"", "{\"name\": \"\xC3\"}", "nul"}) {
    EXPECT_NE(refusal(bad).find("this is not JSON"), std::string::npos) << bad;
  }
}

TEST(ScenarioJsonTest, ProgramsAreCheckedLikeFiles) {
  Scenario scenario = eventful(10);
  EXPECT_TRUE(check(scenario).ok());
  scenario.tribes[1].genes.diet = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(check(scenario).message().find("/tribes/1/genes/diet: "), 0U);
  scenario = eventful(10);
  scenario.mating.lifespan = 3;
  EXPECT_EQ(check(scenario).message(), "/mating/lifespan: 3 is below 4, the least");
  scenario = eventful(10);
  scenario.ground.terrain = {"99", "9"};
  EXPECT_EQ(check(scenario).message().find("/ground/terrain/1: "), 0U);
}

}  // namespace
}  // namespace heddle::sim
