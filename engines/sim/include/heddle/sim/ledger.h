#pragma once

#include <cstdint>

namespace heddle::sim {

/// All gains and losses of energy in a tick. Exactly:
///   energy of all entities after = before + grazed - basal - motion - vision - wounds - perished
///   food of all cells after      = before + grown - grazed
struct Ledger {
  std::int64_t grown = 0;     ///< by plants
  std::int64_t grazed = 0;    ///< eaten by entities
  std::int64_t basal = 0;     ///< spent on being alive
  std::int64_t motion = 0;    ///< spent on moving
  std::int64_t vision = 0;    ///< spent on seeing
  std::int64_t wounds = 0;    ///< taken from those who were struck and lived
  std::int64_t looted = 0;    ///< of the dead, what others got; changes no sum
  std::int64_t perished = 0;  ///< of the dead, what nobody got; less than nothing for a debt

  Ledger& operator+=(const Ledger& other) {
    grown += other.grown;
    grazed += other.grazed;
    basal += other.basal;
    motion += other.motion;
    vision += other.vision;
    wounds += other.wounds;
    looted += other.looted;
    perished += other.perished;
    return *this;
  }
};

}  // namespace heddle::sim
