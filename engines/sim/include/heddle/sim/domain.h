#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/sim/simulation.h"

namespace heddle::sim {

/// What letters between domains are about.
enum class Topic : std::uint32_t {
  entities,  ///< who moves to another domain, and copies of those at its border (ghosts)
  food,      ///< stock of rows at the border
  intents,   ///< strikes and courtships across the border
  loot,      ///< energy of victims for winners across the border
  births,    ///< ids of all parents, which decide the ids of children
  load,      ///< what the rows cost, which decides where borders go
};
inline constexpr std::array<std::string_view, 6> k_topics = {"entities", "food",   "intents",
                                                             "loot",     "births", "load"};

/// What a domain has sent so far.
struct Traffic {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
};

/// How the costs are found that borders follow.
enum class Cost : std::uint32_t {
  time,  ///< measured, so that a slow machine gets fewer rows
  work,  ///< counted: the same borders in every run
};

/// A strip of rows of a world that is spread over isolated memories, with copies of the entities in the
/// row before and the row behind it. Domains talk in letters; whoever runs them carries these:
///
///     each tick, three times:
///       advance() of every domain; then letter(i) of each to domain i, by deliver();
///     then advance() of every domain.
///
/// The world has the same bits for any number of domains and wherever their borders are.
/// Threads  one caller at a time.
class Domain {
 public:
  /// The strip `index` of `count` of the world as the scenario says it begins.
  /// count   1 to k_most_domains, and at most the rows of cells.
  /// Errors  as Simulation::create; invalid_argument for the count.
  [[nodiscard]] static Result<Domain> create(const Scenario& scenario, std::uint32_t index,
                                             std::uint32_t count, Cost cost = Cost::time,
                                             const Making& making = {});
  /// The same of the world in a snapshot, of however many parts.
  /// Errors  as Simulation::restore; invalid_argument for the count.
  [[nodiscard]] static Result<Domain> restore(ByteView snapshot, std::uint32_t index,
                                              std::uint32_t count, Cost cost = Cost::time,
                                              const Making& making = {});

  Domain(Domain&&) noexcept;
  Domain& operator=(Domain&&) noexcept;
  Domain(const Domain&) = delete;
  Domain& operator=(const Domain&) = delete;
  ~Domain();

  static constexpr std::uint32_t k_advances = 4;  ///< in a tick
  static constexpr std::uint32_t k_most_domains = 64;

  /// Does the next quarter of a tick. After the first three, letters are to be exchanged; before the
  /// next, letters of all others must have been delivered. Between ticks none are on their way.
  /// Errors  malformed_input when a letter is missing, damaged or does not fit; out_of_memory. The domain
  ///         cannot go on then.
  [[nodiscard]] Status advance(Scheduler& scheduler);

  /// Whether the last quarter is done and the first of the next tick is not.
  [[nodiscard]] bool between_ticks() const;

  /// What the latest advance() has to say to domain `to`; valid until the next one.
  [[nodiscard]] ByteView letter(std::uint32_t to) const;
  /// A copy is kept of the letter, until the next advance().
  /// Errors  out_of_memory, invalid_argument.
  [[nodiscard]] Status deliver(std::uint32_t from, ByteView letter);

  /// The world as far as this domain owns it: its entities, and food in its rows. Between ticks.
  [[nodiscard]] const Simulation& part() const;
  /// The first row that it owns, and the first that it does not.
  [[nodiscard]] std::uint32_t first_row() const;
  [[nodiscard]] std::uint32_t end_row() const;
  /// How much longer the slowest domain takes for a tick than the mean, as the latest costs say.
  [[nodiscard]] double imbalance() const;
  [[nodiscard]] const std::array<Traffic, k_topics.size()>& traffic() const;

  /// Simulation::adjust; to be done in all domains, between the same ticks.
  [[nodiscard]] Status adjust(const Scenario& scenario);

  /// Appends the domain's part of a snapshot, which domain 0's begins. All parts, one behind the other in
  /// the order of the domains, are one.
  /// Errors  out_of_memory.
  [[nodiscard]] Status snapshot(ByteWriter& out) const;

 private:
  struct State;
  explicit Domain(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace heddle::sim
