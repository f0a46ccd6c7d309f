#pragma once

#include <cstdint>
#include <vector>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

#include "borders.h"
#include "letter.h"
#include "world.h"

namespace heddle::sim {

/// All that goes from domain to domain in a tick. An entity that both sides of a border know is named by
/// its cell and its place in it, which are the same on both sides.
class Crossing {
 public:
  Crossing(World& world, const Borders& borders, std::uint32_t index, Outbox& outbox,
           const std::vector<std::vector<std::uint8_t>>& inbox)
      : world_(world), borders_(borders), index_(index), outbox_(outbox), inbox_(inbox) {}

  /// What own entities mean to do to those of others.
  void send_intents();
  /// Errors, also of the others  malformed_input, out_of_memory.
  [[nodiscard]] Status receive_intents();

  /// Who gets loot, and who has children, as far as that is known here.
  void send_outcomes();
  [[nodiscard]] Status receive_loot();
  /// The births of all domains have their ids in the order of the mothers' ids.
  [[nodiscard]] Status bear_children(Scheduler& scheduler);

  /// Sends who has moved to other domains and who is seen there, and drops who is no longer known.
  /// borders  already moved.
  /// before   the rows that were its own until now.
  void depart(Rows before);
  [[nodiscard]] Status arrive();

 private:
  struct Place {
    std::uint32_t cell;
    std::uint32_t rank;
  };
  [[nodiscard]] std::uint32_t domains() const { return static_cast<std::uint32_t>(inbox_.size()); }
  [[nodiscard]] Place place_of(std::uint32_t position) const;
  [[nodiscard]] std::uint32_t owner_of_position(std::uint32_t position) const;
  /// Intents::k_none when there is nobody.
  [[nodiscard]] std::uint32_t read_position(ByteReader& in) const;
  /// Which domains know a row, as bits.
  [[nodiscard]] std::uint64_t audience(std::uint32_t row) const;
  void send_entities(std::uint32_t to, const std::vector<std::uint32_t>& positions);
  [[nodiscard]] bool receive_entities(ByteReader in, Status& status);
  [[nodiscard]] bool receive_food(ByteReader in);
  template <class Read>
  [[nodiscard]] Status for_each_letter(Topic topic, Read&& read) const;

  World& world_;
  const Borders& borders_;
  std::uint32_t index_;
  Outbox& outbox_;
  const std::vector<std::vector<std::uint8_t>>& inbox_;
};

}  // namespace heddle::sim
