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

HashPart Simulation::hash_part(Scheduler& scheduler) const {
  const World& world = *world_;
  // A sum, so that neither the order in memory nor the domain matters.
  const auto sum_entities = [&](Range range) {
    std::uint64_t sum = 0;
    for (std::size_t k = range.begin; k < range.end; ++k) sum += hash_entity(world.population, k);
    return sum;
  };
  const auto sum_rows = [&](Range rows) {
    std::uint64_t sum = 0;
    const std::size_t row_bytes = world.geometry.side * sizeof(std::int32_t);
    for (std::size_t row = rows.begin; row < rows.end; ++row) {
      const std::int32_t* food = world.food.data() + row * world.geometry.side;
      sum += hash64({reinterpret_cast<const std::uint8_t*>(food), row_bytes}, row);
    }
    return sum;
  };
  // Without memory for the parts of a sum it is made on one lane.
  const auto sum_of = [&](Range range, std::size_t block, auto&& sum_block) {
    const Result<std::uint64_t> sum =
        parallel_reduce(scheduler, range, block, std::uint64_t{0}, sum_block,
                        [](std::uint64_t a, std::uint64_t b) { return a + b; });
    return sum.ok() ? sum.value() : sum_block(range);
  };
  const Range own = world.positions(world.own);
  return {.size = own.size(),
          .sum = sum_of(own, 4096, sum_entities) +
                 sum_of({world.own.begin, world.own.end}, 16, sum_rows)};
}

std::uint64_t Simulation::hash_of(const HashPart& all) const {
  const World& world = *world_;
  const std::array<std::uint64_t, 4> parts = {world.tick, all.size, world.next_id, all.sum};
  return hash64({reinterpret_cast<const std::uint8_t*>(parts.data()), sizeof(parts)},
                world.scenario.seed);
}

std::uint64_t Simulation::hash(Scheduler& scheduler) const { return hash_of(hash_part(scheduler)); }

}  // namespace heddle::sim
