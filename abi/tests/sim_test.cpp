#include "heddle/abi/sim.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

const std::uint8_t* bytes(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::string take(heddle_bytes& out) {
  std::string text(reinterpret_cast<const char*>(out.data), out.size);
  heddle_bytes_release(&out);
  return text;
}

using Sim = std::unique_ptr<heddle_sim, void (*)(heddle_sim*)>;

class AbiSimTest : public testing::Test {
 protected:
  Sim create(std::string_view scenario) {
    return {heddle_sim_create(bytes(scenario), scenario.size(), nullptr, nullptr, &error_),
            heddle_sim_release};
  }

  json meadow(std::uint32_t entities) {
    heddle_bytes out{};
    EXPECT_EQ(heddle_sim_bundled(&out, &error_), std::uint32_t{HEDDLE_OK});
    json scenario = json::parse(take(out))["meadow"];
    scenario["entities"] = entities;
    return scenario;
  }

  std::uint32_t step(const Sim& sim, std::uint32_t ticks) {
    return heddle_sim_step(sim.get(), scheduler_.get(), ticks, &control_, &work_, &error_);
  }

  heddle_sim_state state(const Sim& sim) {
    heddle_sim_state state{};
    heddle_sim_state_get(sim.get(), scheduler_.get(), &state);
    return state;
  }

  std::string snapshot(const Sim& sim) {
    heddle_bytes out{};
    EXPECT_EQ(heddle_sim_snapshot(sim.get(), &out, &error_), std::uint32_t{HEDDLE_OK});
    return take(out);
  }

  heddle_error error_{};
  heddle_control control_{};
  heddle_sim_work work_{};
  std::unique_ptr<heddle_scheduler, void (*)(heddle_scheduler*)> scheduler_{
      heddle_scheduler_create(1, &error_), heddle_scheduler_destroy};
};

TEST_F(AbiSimTest, BundledScenariosCanBeCreated) {
  heddle_bytes out{};
  ASSERT_EQ(heddle_sim_bundled(&out, &error_), std::uint32_t{HEDDLE_OK});
  const json all = json::parse(take(out));
  EXPECT_EQ(all.size(), 5U);
  for (const auto& [name, scenario] : all.items()) {
    json small = scenario;
    small["entities"] = 500;
    EXPECT_NE(create(small.dump()), nullptr) << name << ": " << error_.message;
  }
}

TEST_F(AbiSimTest, StepsAndTellsWhatWasDone) {
  const Sim sim = create(meadow(500).dump());
  ASSERT_NE(sim, nullptr) << error_.message;
  const heddle_sim_state before = state(sim);
  EXPECT_EQ(before.tick, 0);
  EXPECT_EQ(before.size, 500U);
  EXPECT_GT(before.extent, before.cell_size);
  EXPECT_EQ(step(sim, 5), std::uint32_t{HEDDLE_OK});
  const heddle_sim_state after = state(sim);
  EXPECT_EQ(after.tick, 5);
  EXPECT_EQ(control_.done, 5U);
  EXPECT_EQ(control_.total, 5U);
  EXPECT_NE(after.hash_low, before.hash_low);
  EXPECT_GT(work_.behave, 0);
  EXPECT_GE(work_.sort + work_.behave + work_.resolve + work_.turnover, work_.longest);
  EXPECT_GT(work_.basal, 0);
  std::uint32_t census[HEDDLE_SIM_TRIBES];
  heddle_sim_census(sim.get(), census);
  std::uint32_t whole = 0;
  for (const std::uint32_t count : census) whole += count;
  EXPECT_EQ(whole, after.size);
}

TEST_F(AbiSimTest, AWorldGivesItsMemoryBack) {
  state(create(meadow(500).dump()));  // the lane keeps what it worked in
  const std::uint32_t before = heddle_memory_status_get()->used_kib;
  {
    const Sim sim = create(meadow(50'000).dump());
    const auto held = static_cast<std::uint32_t>(state(sim).bytes / 1024);
    EXPECT_GE(heddle_memory_status_get()->used_kib - before, held);
  }
  EXPECT_EQ(heddle_memory_status_get()->used_kib, before);
}

TEST_F(AbiSimTest, EndsBetweenTicksWhenItIsCancelled) {
  const Sim sim = create(meadow(500).dump());
  control_.cancel = 1;
  EXPECT_EQ(step(sim, 5), std::uint32_t{HEDDLE_CANCELLED});
  EXPECT_EQ(state(sim).tick, 0);
}

TEST_F(AbiSimTest, RefusesScenariosByTheNameOfTheField) {
  json scenario = meadow(500);
  scenario["steering"]["wanderlust"] = 1;
  EXPECT_EQ(create(scenario.dump()), nullptr);
  EXPECT_EQ(error_.code, std::uint32_t{HEDDLE_MALFORMED_INPUT});
  EXPECT_NE(std::string(error_.message).find("/steering/wanderlust"), std::string::npos)
      << error_.message;
  EXPECT_EQ(create("{"), nullptr);
}

TEST_F(AbiSimTest, ASnapshotGoesOnWithTheSameHash) {
  const Sim sim = create(meadow(500).dump());
  step(sim, 3);
  const std::string saved = snapshot(sim);
  const Sim twin{heddle_sim_restore(bytes(saved), saved.size(), nullptr, nullptr, &error_),
                 heddle_sim_release};
  ASSERT_NE(twin, nullptr) << error_.message;
  step(sim, 3);
  step(twin, 3);
  EXPECT_EQ(state(twin).hash_low, state(sim).hash_low);
  EXPECT_EQ(state(twin).hash_high, state(sim).hash_high);
  const std::string damaged = saved.substr(0, saved.size() / 2);
  EXPECT_EQ(heddle_sim_restore(bytes(damaged), damaged.size(), nullptr, nullptr, &error_), nullptr);
  EXPECT_EQ(error_.code, std::uint32_t{HEDDLE_MALFORMED_INPUT});
}

TEST_F(AbiSimTest, MakingAWorldIsToldAndCanBeCancelled) {
  const std::string scenario = meadow(20'000).dump();
  const auto create = [&] {
    return Sim{
        heddle_sim_create(bytes(scenario), scenario.size(), scheduler_.get(), &control_, &error_),
        heddle_sim_release};
  };
  const Sim sim = create();
  ASSERT_NE(sim, nullptr) << error_.message;
  EXPECT_GT(control_.total, 0U);
  EXPECT_EQ(control_.done, control_.total);
  const std::string saved = snapshot(sim);
  const auto restore = [&] {
    return Sim{heddle_sim_restore(bytes(saved), saved.size(), scheduler_.get(), &control_, &error_),
               heddle_sim_release};
  };
  control_ = {};
  EXPECT_NE(restore(), nullptr) << error_.message;
  EXPECT_GT(control_.done, 0U);
  EXPECT_LE(control_.done, control_.total);
  control_ = {.cancel = 1};
  EXPECT_EQ(create(), nullptr);
  EXPECT_EQ(error_.code, std::uint32_t{HEDDLE_CANCELLED});
  error_ = {};
  EXPECT_EQ(restore(), nullptr);
  EXPECT_EQ(error_.code, std::uint32_t{HEDDLE_CANCELLED});
}

TEST_F(AbiSimTest, AFrameHasTheEntitiesThatFit) {
  const Sim sim = create(meadow(500).dump());
  step(sim, 2);
  const heddle_sim_state now = state(sim);
  std::uint8_t palette[4 * HEDDLE_SIM_TRIBES] = {10, 20, 30};
  for (const std::uint32_t capacity : {100U, 1000U}) {
    std::vector<double> memory((64 + 17 * capacity + 7) / 8);
    auto* frame = reinterpret_cast<std::uint8_t*>(memory.data());
    heddle_sim_frame(sim.get(), capacity, palette, frame);
    std::uint32_t counts[2];
    std::memcpy(counts, frame + 8, sizeof(counts));
    EXPECT_EQ(memory[0], 2);
    EXPECT_EQ(counts[0], std::min(capacity, now.size));
    EXPECT_EQ(counts[1], capacity);
    const auto* positions = reinterpret_cast<const float*>(frame + 64);
    const std::uint8_t* colors = frame + 64 + std::size_t{8} * capacity;
    for (std::uint32_t i = 0; i < counts[0]; ++i) {
      EXPECT_GE(positions[2 * i], 0);
      EXPECT_LT(positions[2 * i + 1], now.extent);
      EXPECT_GE(colors[4 * i + 3], 96);
    }
  }
}

TEST_F(AbiSimTest, AFrameHasTheDietOfEachEntity) {
  const Sim sim = create(meadow(500).dump());
  const std::uint32_t size = state(sim).size;
  const std::uint8_t palette[4 * HEDDLE_SIM_TRIBES] = {};
  std::vector<double> memory((64 + 17 * std::size_t{size} + 7) / 8);
  auto* frame = reinterpret_cast<std::uint8_t*>(memory.data());
  heddle_sim_frame(sim.get(), size, palette, frame);
  const auto* ids = reinterpret_cast<const std::uint32_t*>(frame + 64 + std::size_t{12} * size);
  const std::uint8_t* diets = frame + 64 + std::size_t{16} * size;
  heddle_bytes out{};
  const double half = state(sim).extent / 2;
  ASSERT_EQ(heddle_sim_query(sim.get(), half, half, half, size, &out, &error_),
            std::uint32_t{HEDDLE_OK});
  const json found = json::parse(take(out));
  ASSERT_GT(found.size(), size / 2);
  std::set<int> seen;
  for (const json& entity : found) {
    const auto place = std::find(ids, ids + size, entity["id"].get<std::uint32_t>()) - ids;
    ASSERT_LT(place, size);
    EXPECT_NEAR(diets[place], 127.5 * (entity["genes"]["diet"].get<double>() + 1), 1);
    seen.insert(diets[place]);
  }
  EXPECT_EQ(*seen.begin(), 0);
  EXPECT_GT(seen.size(), 1U);
}

TEST_F(AbiSimTest, FoodIsAShareOfTheMost) {
  const Sim sim = create(meadow(500).dump());
  const heddle_sim_state now = state(sim);
  std::vector<std::uint8_t> food(std::size_t{now.side} * now.side);
  heddle_sim_food(sim.get(), food.data());
  EXPECT_GT(*std::max_element(food.begin(), food.end()), 0);
}

TEST_F(AbiSimTest, QueriesNameTheEntities) {
  const Sim sim = create(meadow(500).dump());
  heddle_bytes out{};
  ASSERT_EQ(heddle_sim_query(sim.get(), 5, 5, 30, 3, &out, &error_), std::uint32_t{HEDDLE_OK});
  const json found = json::parse(take(out));
  ASSERT_EQ(found.size(), 3U);
  EXPECT_TRUE(found[0].contains("energy"));
  EXPECT_TRUE(found[0]["genes"].contains("maxSpeed"));
  EXPECT_EQ(heddle_sim_query(sim.get(), 5, 5, -1, 3, &out, &error_),
            std::uint32_t{HEDDLE_INVALID_ARGUMENT});
}

TEST_F(AbiSimTest, RulesChangeAndWorldsDoNot) {
  const Sim sim = create(meadow(500).dump());
  const Sim other = create(meadow(500).dump());
  heddle_bytes out{};
  ASSERT_EQ(heddle_sim_scenario(sim.get(), &out, &error_), std::uint32_t{HEDDLE_OK});
  json scenario = json::parse(take(out));
  const auto adjust = [&] {
    const std::string text = scenario.dump();
    return heddle_sim_adjust(sim.get(), bytes(text), text.size(), &error_);
  };
  scenario["steering"]["wander"] = 1.5;
  EXPECT_EQ(adjust(), std::uint32_t{HEDDLE_OK}) << error_.message;
  step(sim, 2);
  step(other, 2);
  EXPECT_NE(state(sim).hash_low, state(other).hash_low);
  scenario["steering"]["wander"] = 11;
  EXPECT_EQ(adjust(), std::uint32_t{HEDDLE_MALFORMED_INPUT});
  scenario["steering"]["wander"] = 1.5;
  scenario["entities"] = 501;
  EXPECT_EQ(adjust(), std::uint32_t{HEDDLE_INVALID_ARGUMENT});
}

}  // namespace
