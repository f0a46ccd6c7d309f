#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "heddle/core/status.h"
#include "heddle/sim/genes.h"

namespace heddle::sim {

/// Entities that know each other as their own kind.
struct Tribe {
  std::string name;            ///< 1 to 40 bytes of UTF-8, unlike the others'
  std::uint32_t share = 1;     ///< part of the first entities, relative to the others', 1 to 10,000
  std::int32_t energy = 6000;  ///< of each of the first entities, 1 to 1,000,000
  float variation = 0.05F;  ///< most that a gene differs at first, as a share of its range, 0 to 1
  Genes genes;              ///< of the first entities, give or take `variation`
};

/// The torus that all live on, cut into square cells.
struct Ground {
  /// Side of a cell and the farthest that anyone can see: 8, 16, 32 or 64. A power of two, so that the
  /// borders of cells are exact numbers.
  float cell_size = 8;
  /// Mean number of entities in a circle of radius cell_size, 0.1 to 200; with the number of entities
  /// it says how large the world is.
  float density = 12;
  /// A map that is stretched over the world, from the top: a digit is the fertility in ninths, `#` a
  /// barrier. Rows are equally long; at most 256 of at most 256. None: fertile everywhere.
  std::vector<std::string> terrain;
};

/// What grows in each cell.
struct Food {
  std::int32_t capacity = 20'000;  ///< most energy in a fully fertile cell, 0 to 1,000,000
  std::int32_t growth = 64;        ///< logistic growth a tick in 1/1024, 0 to 1024
  float roots = 0.2F;              ///< share of what fits that cannot be eaten, 0 to 1
  float initial = 0.5F;            ///< share of the capacity at first, 0 to 1
};

/// How strongly each urge steers.
/// Source  Reynolds: "Steering behaviors for autonomous characters", GDC 1999.
struct Steering {
  float personal_space = 1.5F;  ///< distance below which bodies push apart, 0.1 to 8
  float separation = 0.3F;      ///< 0 to 10, as are the others
  float alignment = 0.2F;
  float cohesion = 0.02F;
  float wander = 0.08F;
  float forage = 0.2F;
  float pursuit = 0.2F;
  float evasion = 0.3F;
  float most_force = 0.25F;  ///< change of velocity a tick, 0 to 4
};

/// What living costs and yields, in units of energy.
struct Economy {
  std::int32_t most = 20'000;  ///< that an entity can hold, 1 to 1,000,000
  float basal = 20;            ///< cost of a tick at metabolism 1, 0 to 10,000
  float motion = 20;           ///< cost of a tick at speed 1, grows with the square, 0 to 10,000
  float vision = 0.2F;         ///< cost of a tick at range 1, grows with the square, 0 to 10,000
  float bite = 200;            ///< most that a pure herbivore grazes in a tick, 0 to 100,000
};

/// How fights go.
struct Combat {
  float hostility = 0.5F;  ///< least aggression of those who attack and are feared, 0 to 1
  float reach = 1.5F;      ///< distance, 0 to 8
  float strike = 6000;     ///< damage at aggression 1 without allies, 0 to 1,000,000
  float support = 0.05F;   ///< what an ally in view adds to strike and courage, 0 to 1
  float courage = 1;       ///< aggression, support and hunger that it takes to attack, 0 to 4
  std::int32_t prey = 96;  ///< of a victim's energy what a pure carnivore gets, in 1/256, 0 to 256
  std::int32_t loot = 16;  ///< the same of what anyone gets besides, in 1/256, 0 to 256
};

/// How life goes on.
struct Mating {
  float reach = 3;                  ///< distance, 0 to 8
  std::int32_t threshold = 12'000;  ///< energy of those who mate, at fecundity 0.5, 1 to 1,000,000
  std::int32_t cost = 3000;         ///< what each parent gives to the child, 1 to 1,000,000
  std::uint32_t maturity = 100;     ///< age of those who mate, in ticks, 0 to 1,000,000
  std::uint32_t lifespan = 3000;  ///< mean, in ticks; from three quarters to five, 4 to 10,000,000
  float mutation_rate = 0.1F;     ///< share of genes that mutate, 0 to 1
  float mutation_step = 0.05F;    ///< most that one changes, as a share of its range, 0 to 1
  bool hybrids = false;           ///< whether tribes mate with each other
};

/// How a world begins, and by which rules it lives.
struct Scenario {
  std::string name;                 ///< for people, 1 to 40 bytes of UTF-8
  std::uint64_t seed = 1;           ///< of all that is random, 0 to 2^53
  std::uint32_t entities = 10'000;  ///< at first, 1 to k_most_entities
  Ground ground;
  Food food;
  Steering steering;
  Economy economy;
  Combat combat;
  Mating mating;
  std::vector<Tribe> tribes;  ///< 1 to 64
};

/// Most entities that a world can hold at a time.
inline constexpr std::uint32_t k_most_entities = 1U << 24;

/// Whether all fields are in their ranges and fit together.
/// Errors  invalid_argument, with the path of the field to blame, such as
///         `/tribes/1/genes/vision_range`.
[[nodiscard]] Status check(const Scenario& scenario);

}  // namespace heddle::sim
