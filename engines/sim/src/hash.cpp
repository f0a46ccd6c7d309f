#include <array>
#include <bit>
#include <cstdint>

#include "heddle/core/state_hash.h"
#include "heddle/runtime/parallel.h"
#include "heddle/sim/simulation.h"

#include "world.h"

namespace heddle::sim {

namespace {

constexpr std::array<std::uint32_t, 10> k_keys = {0x9E3779B9, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F,
                                                  0x165667B1, 0xD3A2646C, 0xFD7046C5, 0xB55A4F09,
                                                  0x7FEB352D, 0x846CA68B};

/// Products of keyed pairs of words, whose sum is then mixed.
/// Source  NH; Black, Halevi, Krawczyk, Krovetz, Rogaway: "UMAC: fast and secure message
///         authentication", CRYPTO 1999. The mixing is that of splitmix64 (Steele, Lea, Flood, 2014).
std::uint64_t hash_entity(const Population& all, std::size_t slot) {
  const std::array<std::uint32_t, 10> words = {std::bit_cast<std::uint32_t>(all.x[slot]),
                                               std::bit_cast<std::uint32_t>(all.y[slot]),
                                               std::bit_cast<std::uint32_t>(all.vx[slot]),
                                               std::bit_cast<std::uint32_t>(all.vy[slot]),
                                               static_cast<std::uint32_t>(all.energy[slot]),
                                               all.age[slot],
                                               all.id[slot],
                                               all.wander[slot],
                                               all.heritage[slot],
                                               0};
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < words.size(); i += 2) {
    sum += std::uint64_t{words[i] + k_keys[i]} * (words[i + 1] + k_keys[i + 1]);
  }
  sum = (sum ^ sum >> 30) * 0xBF58476D1CE4E5B9;
  sum = (sum ^ sum >> 27) * 0x94D049BB133111EB;
  return sum ^ sum >> 31;
}

}  // namespace

std::uint64_t Simulation::hash(Scheduler& scheduler) const {
  const World& world = *world_;
  // A sum, so that the order in memory does not matter.
  const auto sum_of = [&](Range range) {
    std::uint64_t sum = 0;
    for (std::size_t slot = range.begin; slot < range.end; ++slot) {
      sum += hash_entity(world.population, slot);
    }
    return sum;
  };
  constexpr std::size_t k_block = 4096;
  const Result<std::uint64_t> entities =
      parallel_reduce(scheduler, {0, world.population.size}, k_block, std::uint64_t{0}, sum_of,
                      [](std::uint64_t a, std::uint64_t b) { return a + b; });
  // Without memory for the parts of the sum it is made on one lane.
  const std::uint64_t sum = entities.ok() ? entities.value() : sum_of({0, world.population.size});
  const auto food = world.food.view();
  const std::array<std::uint64_t, 5> parts = {
      world.tick, world.population.size, world.next_id, sum,
      hash64({reinterpret_cast<const std::uint8_t*>(food.data()), food.size_bytes()})};
  return hash64({reinterpret_cast<const std::uint8_t*>(parts.data()), sizeof(parts)},
                world.scenario.seed);
}

}  // namespace heddle::sim
