#pragma once

#include <cstdint>
#include <vector>

#include "heddle/core/buffer.h"
#include "heddle/sim/ledger.h"
#include "heddle/sim/scenario.h"
#include "heddle/sim/simulation.h"

#include "geometry.h"
#include "population.h"

namespace heddle::sim {

/// Rows of cells that are sorted together.
constexpr std::uint32_t k_rows_per_band = 8;
/// Slots that are looked at together.
constexpr std::uint32_t k_slots_per_block = 1024;
/// The largest vector's lanes: arrays that vectors read are this much longer.
constexpr std::uint32_t k_padding = 16;

/// What entities see of each other in a tick: copies in the order of rows, columns and ids, so that
/// the neighbors of an entity come in an order that depends on nothing else.
struct Snapshot {
  Buffer<float> x;
  Buffer<float> y;
  Buffer<float> vx;
  Buffer<float> vy;
  Buffer<std::int32_t> tribe;
  Buffer<float> menace;              ///< energy * aggression of those who attack; else 0
  Buffer<std::uint8_t> fertile;      ///< 1 for those who would mate
  Buffer<std::uint32_t> slot;        ///< where the entity is in the population
  Buffer<std::uint32_t> cell_begin;  ///< first position of each cell, and the end
};

/// What an entity means to do to another, and what it suffers; by its position in the snapshot.
struct Intents {
  static constexpr std::uint32_t k_none = ~std::uint32_t{0};
  static constexpr std::uint32_t k_attack = std::uint32_t{1} << 31;

  Buffer<std::uint32_t> aim;    ///< k_none, a mate's position, or a victim's with k_attack
  Buffer<std::int32_t> strike;  ///< damage that an attacker deals
  Buffer<std::int32_t> damage;  ///< sum that is suffered; of the dead k_killed or k_dead
  /// Of each row, from its first position on: the dead; from its last one back: the lower id's of each
  /// pair that mates.
  Buffer<std::uint32_t> events;

  static constexpr std::int32_t k_dead = -1;    ///< starved, or of old age
  static constexpr std::int32_t k_killed = -2;  ///< by strikes
};

/// What happened in a row of cells.
struct alignas(64) RowOutcome {
  Ledger ledger;
  std::uint32_t dead = 0;
  std::uint32_t pairs = 0;
};

/// The rows that the entities in a block of slots are in, inclusive.
struct RowSpan {
  std::uint32_t first;
  std::uint32_t last;
};

/// The whole state of a simulation, and the memory that a tick works in.
struct World {
  Scenario scenario;
  Geometry geometry;
  Population population;
  Buffer<std::int32_t> food;      ///< stock of each cell
  Buffer<std::int32_t> richness;  ///< most of each cell; k_barrier where nobody can go
  std::uint64_t tick = 0;
  std::uint32_t next_id = 0;

  // What is below is made anew in each tick.
  Snapshot snapshot;
  Intents intents;
  Buffer<std::int32_t> next_food;
  Buffer<std::uint32_t> cell_of;  ///< of each slot
  std::vector<RowSpan> block_rows;
  std::vector<std::uint32_t> row_size;
  std::vector<RowOutcome> outcomes;
  std::vector<std::uint32_t> dead_slots;
  std::vector<std::uint32_t> parents;  ///< positions of the lower ids
  Ledger ledger;
  PhaseTimes times;

  static constexpr std::int32_t k_barrier = -1;

  [[nodiscard]] Range row_positions(std::uint32_t row) const {
    return {snapshot.cell_begin[row * geometry.side],
            snapshot.cell_begin[(row + 1) * geometry.side]};
  }
  [[nodiscard]] bool is_barrier(float x, float y) const {
    return richness[geometry.cell(x, y)] == k_barrier;
  }
  /// Gives the population and all that is as long room for `capacity` entities.
  [[nodiscard]] Status reserve(std::uint32_t capacity);
};

}  // namespace heddle::sim
