#pragma once

#include <array>
#include <cstdint>

namespace heddle {

/// Philox4x32-10: four random 32-bit words as a pure function of a counter and a key, so that every
/// lane, tier and rank draws the same numbers in any order.
/// counter  four words, for example {tick, id, purpose, 0}.
/// key      two words, the seed.
/// Source   Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
[[nodiscard]] constexpr std::array<std::uint32_t, 4> philox4x32_10(
    std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  constexpr std::uint64_t k_multiplier_0 = 0xD2511F53;
  constexpr std::uint64_t k_multiplier_1 = 0xCD9E8D57;
  constexpr std::uint32_t k_weyl_0 = 0x9E3779B9;
  constexpr std::uint32_t k_weyl_1 = 0xBB67AE85;
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product_0 = k_multiplier_0 * counter[0];
    const std::uint64_t product_1 = k_multiplier_1 * counter[2];
    counter = {static_cast<std::uint32_t>(product_1 >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(product_1),
               static_cast<std::uint32_t>(product_0 >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(product_0)};
    key = {key[0] + k_weyl_0, key[1] + k_weyl_1};
  }
  return counter;
}

/// A random word as a float in [0, 1), of 24 bits, exact on every target.
[[nodiscard]] constexpr float to_unit_float(std::uint32_t word) {
  return static_cast<float>(word >> 8) * 0x1p-24F;
}

}  // namespace heddle
