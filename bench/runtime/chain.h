#pragma once

#include <cstdint>

namespace heddle::bench {

/// Arithmetic that takes as long as it has steps.
/// Source  xorshift64 (Marsaglia 2003): every step needs the one before, so no compiler shortens it.
inline std::uint64_t chain(std::uint64_t x, std::uint32_t steps) {
  for (std::uint32_t i = 0; i < steps; ++i) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
  }
  return x;
}

}  // namespace heddle::bench
