#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "heddle/core/buffer.h"
#include "heddle/sim/scenario.h"

namespace heddle::sim {

/// All entities as a structure of arrays. An entity's place in the arrays, its slot, carries no
/// meaning: no result depends on it, so that the dead make room for the last, and places are exchanged
/// to keep neighbors near each other in memory.
struct Population {
  Buffer<float> x;
  Buffer<float> y;
  Buffer<float> vx;
  Buffer<float> vy;
  Buffer<std::int32_t> energy;
  Buffer<std::uint32_t> id;  ///< unique for ever
  Buffer<std::uint32_t> age;
  Buffer<std::uint32_t> lifespan;  ///< age of death
  Buffer<std::uint32_t> wander;    ///< random word that says whither it strays
  Buffer<std::uint32_t> heritage;  ///< hash of what never changes: tribe, lifespan and genes
  Buffer<std::uint16_t> tribe;
  Buffer<Genes> genes;  ///< one array, because a tick needs all genes of an entity together

  std::uint32_t size = 0;

  [[nodiscard]] std::uint32_t capacity() const { return static_cast<std::uint32_t>(x.size()); }

  /// Calls visit(array) for each array.
  template <class Visit>
  void for_each_array(Visit&& visit) {
    visit(x), visit(y), visit(vx), visit(vy), visit(energy), visit(id), visit(age);
    visit(lifespan), visit(wander), visit(heritage), visit(tribe), visit(genes);
  }
  template <class Visit>
  void for_each_array(Visit&& visit) const {
    const_cast<Population*>(this)->for_each_array(
        [&]<class T>(Buffer<T>& array) { visit(std::as_const(array)); });
  }

  /// Makes room for `capacity` entities in all; what is there stays. False when there is no memory.
  [[nodiscard]] bool reserve(std::uint32_t capacity) {
    bool grown = true;
    for_each_array([&]<class T>(Buffer<T>& array) {
      Buffer<T> larger;
      grown = grown && larger.allocate(capacity);
      if (!grown) return;
      if (size != 0) std::memcpy(larger.data(), array.data(), size * sizeof(T));
      array = std::move(larger);
    });
    return grown;
  }

  /// Removes the entity in `slot`; the last one takes its place.
  void remove(std::uint32_t slot) {
    --size;
    for_each_array([&](auto& array) { array[slot] = array[size]; });
  }
};

}  // namespace heddle::sim
