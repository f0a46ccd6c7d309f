#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/sim/ledger.h"
#include "heddle/sim/making.h"
#include "heddle/sim/scenario.h"

namespace heddle::sim {

class Domain;
struct World;

/// How long the phases of a tick took, in nanoseconds.
struct PhaseTimes {
  std::uint64_t behave = 0;    ///< perceive, steer, move, spend, graze
  std::uint64_t resolve = 0;   ///< fights, deaths, who mates
  std::uint64_t turnover = 0;  ///< loot, births
  std::uint64_t sort = 0;      ///< by cells and ids, and removals
};

/// A borrowed look at all entities, in the order of rows of cells, columns and ids, until the
/// simulation's next step or end. All arrays are equally long.
struct Entities {
  std::span<const std::uint32_t> id;
  std::span<const float> x;  ///< in [0, extent), as is y
  std::span<const float> y;
  std::span<const float> vx;  ///< distance a tick
  std::span<const float> vy;
  std::span<const std::int32_t> energy;
  std::span<const std::uint32_t> age;       ///< ticks
  std::span<const std::uint32_t> lifespan;  ///< age of death
  std::span<const std::uint32_t> wander;    ///< random word that says whither it strays
  std::span<const std::uint32_t> tribe;     ///< place in the scenario's list
  GeneViews genes;
};

/// What a part of the world adds to the hash of all of it.
struct HashPart {
  std::uint64_t size = 0;  ///< entities
  std::uint64_t sum = 0;

  HashPart& operator+=(const HashPart& other) {
    size += other.size;
    sum += other.sum;
    return *this;
  }
};

/// A world of entities that see, move, graze, fight, mate and die, in steps of one tick. Each tick reads
/// what was and writes what is next, so the result has the same bits for any number of lanes, instruction
/// set and build.
/// Threads  one caller at a time.
class Simulation {
 public:
  /// The world as the scenario says it begins.
  /// Errors  invalid_argument (check() of scenario.h; nowhere to be for barriers), out_of_memory,
  ///         cancelled.
  [[nodiscard]] static Result<Simulation> create(const Scenario& scenario,
                                                 const Making& making = {});

  Simulation(Simulation&&) noexcept;
  Simulation& operator=(Simulation&&) noexcept;
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  ~Simulation();

  /// Lets `ticks` ticks pass.
  /// Errors  out_of_memory, when there are more births than there is room for; cancelled, between two
  ///         ticks. After out_of_memory the simulation cannot go on; restore a snapshot instead.
  Status step(Scheduler& scheduler, std::uint64_t ticks = 1, CancelToken cancel = {});

  /// Lives by the rules of `scenario` from now on: its `steering`, `economy`, `combat`, `mating` and
  /// `food.growth`. The rest must be as it is.
  /// Errors  invalid_argument, also of check(); the rules are then the same as before.
  Status adjust(const Scenario& scenario);

  [[nodiscard]] std::uint64_t tick() const;
  [[nodiscard]] std::uint32_t size() const;
  [[nodiscard]] const Scenario& scenario() const;
  /// Cells in a row, and rows.
  [[nodiscard]] std::uint32_t side() const;
  /// Width and height of the world.
  [[nodiscard]] float extent() const;
  [[nodiscard]] Entities entities() const;
  /// Stock of each cell, row by row; as long valid as entities().
  [[nodiscard]] std::span<const std::int32_t> food() const;
  /// How many there are of each tribe.
  [[nodiscard]] std::vector<std::uint32_t> census() const;

  /// Of the last tick.
  [[nodiscard]] const Ledger& ledger() const;
  [[nodiscard]] const PhaseTimes& times() const;
  /// Bytes that the simulation holds.
  [[nodiscard]] std::uint64_t bytes() const;

  /// A hash of the whole state, the same wherever the same ticks have passed.
  [[nodiscard]] std::uint64_t hash(Scheduler& scheduler) const;
  /// The same in two steps, when the world is in several domains (domain.h): the sum of all parts makes
  /// the hash.
  [[nodiscard]] HashPart hash_part(Scheduler& scheduler) const;
  [[nodiscard]] std::uint64_t hash_of(const HashPart& all) const;

  /// Slots, in entities(), of those within `radius` of a point: nearest first, then lower ids; at most
  /// `most` of them.
  /// x, y    any finite number; the world repeats itself.
  /// radius  0 to half the extent.
  /// Errors  invalid_argument, out_of_memory.
  [[nodiscard]] Result<std::vector<std::uint32_t>> query(float x, float y, float radius,
                                                         std::size_t most) const;

  /// Appends everything that restore() needs to go on with the same bits.
  /// Errors  out_of_memory.
  Status snapshot(ByteWriter& out) const;

  /// The simulation that made the snapshot, as it was then.
  /// Errors  malformed_input when the bytes are no snapshot, are damaged or of another version;
  ///         out_of_memory, cancelled.
  [[nodiscard]] static Result<Simulation> restore(ByteView snapshot, const Making& making = {});

 private:
  friend class Domain;

  explicit Simulation(std::unique_ptr<World> world);

  std::unique_ptr<World> world_;
};

}  // namespace heddle::sim
