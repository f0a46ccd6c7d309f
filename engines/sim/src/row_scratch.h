#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "heddle/core/arena.h"

#include "world.h"

namespace heddle::sim {

/// What the entities of one row of cells perceive and want, by their position in the row. Arrays are
/// k_padding longer than the row, so that vectors may read and write past it.
struct RowScratch {
  // Its own urges, see urges.h.
  std::span<float> hunger;   ///< 0 sated to 1 starving
  std::span<float> drive_x;  ///< force of wandering, foraging and, later, pursuit
  std::span<float> drive_y;
  // What it perceives, see perceive.h.
  std::span<float> push_x;  ///< sum of how bodies push: away from each, more the nearer
  std::span<float> push_y;
  std::span<float> mean_vx;  ///< of the visible own tribe, itself included
  std::span<float> mean_vy;
  std::span<float> center_x;  ///< the same, place relative to itself
  std::span<float> center_y;
  std::span<float> kin;     ///< how many these are
  std::span<float> flee_x;  ///< sum of the ways away from visible aggressors that are too strong
  std::span<float> flee_y;
  std::span<std::int32_t> prey;   ///< position of the nearest visible stranger that is not; -1 none
  std::span<float> prey_squared;  ///< square of its distance
  std::span<std::int32_t> mate;  ///< position of the nearest who would mate, when it would; -1 none
  // What it would graze, see graze.h.
  std::span<std::int32_t> claim;

  /// Memory for a row of `size`. False when there is none.
  [[nodiscard]] bool allocate(ArenaScope& arena, std::size_t size) {
    const auto take = [&]<class T>(std::span<T>& array) {
      array = arena.allocate<T>(size + k_padding);
      return !array.empty();
    };
    return take(hunger) && take(drive_x) && take(drive_y) && take(push_x) && take(push_y) &&
           take(mean_vx) && take(mean_vy) && take(center_x) && take(center_y) && take(kin) &&
           take(flee_x) && take(flee_y) && take(prey) && take(prey_squared) && take(mate) &&
           take(claim);
  }
};

}  // namespace heddle::sim
