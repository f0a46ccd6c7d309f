#pragma once

#include <array>
#include <cstdint>

#include "heddle/core/philox.h"

namespace heddle::sim {

/// What a random number is for: numbers for different purposes are independent.
enum class Purpose : std::uint32_t {
  first_place = 1,  ///< + 16 for each further attempt
  first_body = 2,
  first_genes = 3,  ///< + 16 for each gene
  wander = 4,
  newborn = 5,
  crossover = 6,  ///< + 16 for each gene
};

/// Four random words as a pure function of seed, tick, entity and purpose.
[[nodiscard]] inline std::array<std::uint32_t, 4> draw(std::uint64_t seed, std::uint64_t tick,
                                                       std::uint32_t id, Purpose purpose,
                                                       std::uint32_t turn = 0) {
  return philox4x32_10({static_cast<std::uint32_t>(tick), static_cast<std::uint32_t>(tick >> 32),
                        id, static_cast<std::uint32_t>(purpose) + 16 * turn},
                       {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)});
}

/// A random word as a float in [-1, 1).
[[nodiscard]] constexpr float to_signed_float(std::uint32_t word) {
  return static_cast<float>(static_cast<std::int32_t>(word) >> 8) * 0x1p-23F;
}

}  // namespace heddle::sim
