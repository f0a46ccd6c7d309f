#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>

#include "heddle/core/bytes.h"

namespace heddle {

/// A 64-bit hash of bytes, the same on every target. Not cryptographic: a stranger who chooses the
/// bytes can make two runs of them collide, so equality is never concluded from it alone.
/// Source  XXH3-64 (xxHash, Y. Collet), with its seed.
[[nodiscard]] std::uint64_t hash64(ByteView bytes, std::uint64_t seed = 0);

/// The same hash over parts that do not lie together: hash64(a + b) == StateHash().add(a).add(b).
class StateHash {
 public:
  explicit StateHash(std::uint64_t seed = 0);
  StateHash(StateHash&&) noexcept;
  StateHash& operator=(StateHash&&) noexcept;
  StateHash(const StateHash&) = delete;
  StateHash& operator=(const StateHash&) = delete;
  ~StateHash();

  StateHash& add(ByteView bytes);

  /// Elements without padding, as they lie in memory.
  template <class T>
  StateHash& add_values(std::span<const T> values) {
    static_assert(std::has_unique_object_representations_v<T> || std::is_floating_point_v<T>);
    return add({reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()});
  }

  /// The hash of all that was added so far; more may be added afterwards.
  [[nodiscard]] std::uint64_t value() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace heddle
