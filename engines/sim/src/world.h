#pragma once

#include <cstdint>
#include <vector>

#include "heddle/core/buffer.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/sim/ledger.h"
#include "heddle/sim/scenario.h"
#include "heddle/sim/simulation.h"

#include "geometry.h"
#include "population.h"
#include "position_set.h"

namespace heddle::sim {

/// Positions that are sorted together.
constexpr std::uint32_t k_entities_per_block = 1024;

/// Where entities go in a tick while others still see them where they were.
struct Motion {
  Buffer<float> x;
  Buffer<float> y;
  Buffer<float> vx;
  Buffer<float> vy;
};

/// What an entity means to do to another, and what it suffers. Entities are named by their positions in
/// the population, which do not change within a tick.
struct Intents {
  static constexpr std::uint32_t k_none = ~std::uint32_t{0};
  static constexpr std::uint32_t k_attack = std::uint32_t{1} << 31;

  Buffer<std::uint32_t> aim;    ///< k_none, a mate's position, or a victim's with k_attack
  Buffer<std::int32_t> strike;  ///< damage that an attacker deals
  Buffer<std::int32_t> damage;  ///< sum that is suffered; of those who are gone k_killed or k_gone
  /// Of each row, from its first position on: the dead; from its last one back: the lower id's of each
  /// pair that mates.
  Buffer<std::uint32_t> events;

  static constexpr std::int32_t k_gone = -1;    ///< starved, of old age, or moved to another domain
  static constexpr std::int32_t k_killed = -2;  ///< by strikes
};

/// What happened in a row of cells.
struct alignas(64) RowOutcome {
  Ledger ledger;
  std::uint32_t dead = 0;
  std::uint32_t pairs = 0;
};

/// Rows of cells, from `begin` up to but not including `end`.
struct Rows {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] bool contain(std::uint32_t row) const { return row >= begin && row < end; }
};

/// A child to be born.
struct Birth {
  std::uint32_t mother;  ///< position of the lower id
  std::uint32_t father;
  std::uint32_t id;
};

/// What is left to others in the turnover, because an entity that it takes is theirs.
struct Abroad {
  struct Loot {
    std::uint32_t winner;
    std::int32_t energy;  ///< that the victim had
  };
  struct Couple {
    std::uint32_t own;  ///< one of two that would mate, and where both are
    std::uint32_t other;
    bool ready;  ///< the own one can pay
  };
  std::vector<Loot> loot;
  std::vector<Couple> couples;
};

/// The state of a simulation, or of the part of it that a domain owns and sees: its own rows and one on
/// either side. And the memory that a tick works in.
struct World {
  Scenario scenario;
  Geometry geometry;
  Rows own;  ///< all of them, unless there are several domains
  bool has_barriers = false;
  Population population;
  Buffer<std::int32_t> food;      ///< stock of each cell
  Buffer<std::int32_t> richness;  ///< most of each cell; k_barrier where nobody can go
  std::uint64_t tick = 0;
  std::uint32_t next_id = 0;

  // Made anew by each sort.
  Buffer<std::uint32_t> cell_begin;  ///< first position of each cell, and the end
  Buffer<float> menace;              ///< energy * aggression of those who attack; else 0
  /// Of those who would mate, their tribe, or 0 for all where tribes mix; else k_chaste.
  Buffer<std::int32_t> suitor;
  PositionSet menacing;  ///< those whose menace is not 0
  PositionSet courting;  ///< those who would mate

  // Worked with in a tick.
  Motion next;
  Buffer<std::int32_t> next_food;
  Intents intents;
  Buffer<std::uint32_t> order;    ///< positions before the sort, in the order after it
  Buffer<std::uint32_t> cell_of;  ///< of each position
  std::vector<std::uint64_t> block_bands;
  std::vector<std::uint32_t> row_size;
  std::vector<RowOutcome> outcomes;
  std::vector<std::uint32_t> parents;  ///< positions of the lower ids
  std::vector<Birth> births;
  Abroad abroad;
  Ledger ledger;
  PhaseTimes times;

  static constexpr std::int32_t k_barrier = -1;
  static constexpr std::int32_t k_chaste = -1;

  [[nodiscard]] bool knows(std::uint32_t row) const {
    return own.contain(row) || own.contain(geometry.next(row)) ||
           own.contain(geometry.previous(row));
  }
  [[nodiscard]] bool owns_position(std::uint32_t k) const {
    const Range range = positions(own);
    return k >= range.begin && k < range.end;
  }
  /// Positions of the entities in some rows.
  [[nodiscard]] Range positions(Rows rows) const {
    return {cell_begin[rows.begin * geometry.side], cell_begin[rows.end * geometry.side]};
  }
  [[nodiscard]] Range row_positions(std::uint32_t row) const { return positions({row, row + 1}); }
  [[nodiscard]] bool is_barrier(float x, float y) const {
    return richness[geometry.cell(x, y)] == k_barrier;
  }
  /// Gives the population and all that is as long room for `capacity` entities; what is there stays.
  [[nodiscard]] Status reserve(std::uint32_t capacity);
  /// Makes room for `more` entities, with some to spare.
  /// Errors  out_of_memory, also when there would be more than k_most_entities.
  [[nodiscard]] Status make_room(std::uint32_t more);
};

}  // namespace heddle::sim
