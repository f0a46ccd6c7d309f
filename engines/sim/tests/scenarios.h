#pragma once

#include <cstdint>

#include "heddle/core/philox.h"
#include "heddle/sim/scenario.h"

namespace heddle::sim {

// The build without SIMD is some ten times slower than the others.
#if defined(__EMSCRIPTEN__) && !defined(__wasm_simd128__)
inline constexpr bool k_slow = true;
#else
inline constexpr bool k_slow = false;
#endif

/// Grazers, hunters and a warlike tribe, among barriers, so dense and rich that all that can happen
/// happens within a few ticks.
inline Scenario eventful(std::uint32_t entities, std::uint64_t seed = 1) {
  Scenario scenario;
  scenario.name = "eventful";
  scenario.seed = seed;
  scenario.entities = entities;
  scenario.ground.terrain = {"99999999", "99##9999", "99#55999", "99955#99",
                             "00099999", "99999119", "9#999119", "99999999"};
  scenario.mating.threshold = 6000;
  scenario.mating.cost = 1500;
  scenario.mating.maturity = 10;
  scenario.mating.lifespan = 200;
  scenario.steering.alignment = 0.5F;
  Tribe grazers{.name = "grazers", .share = 6, .energy = 7000};
  Tribe hunters{.name = "hunters", .share = 1, .energy = 6000};
  hunters.genes = {.max_speed = 1.3F, .aggression = 0.8F, .diet = 0.8F, .field_of_view = 0.2F};
  Tribe raiders{.name = "raiders", .share = 2, .energy = 8000, .variation = 0.2F};
  raiders.genes = {.aggression = 0.6F, .cohesion = 0.9F, .food_selectivity = 0.2F, .diet = -0.3F};
  scenario.tribes = {grazers, hunters, raiders};
  return scenario;
}

}  // namespace heddle::sim
