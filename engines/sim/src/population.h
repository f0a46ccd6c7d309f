#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "heddle/core/buffer.h"
#include "heddle/sim/genes.h"

namespace heddle::sim {

/// The largest vector's lanes: arrays that vectors read are this much longer.
constexpr std::uint32_t k_padding = 16;

/// All entities as a structure of arrays, k_padding longer than there is room for entities. Between
/// ticks they lie in the order of rows of cells, columns and ids, which depends on nothing else; in a
/// tick newborns are appended, and the dead stay until the next sort.
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
  Buffer<std::uint32_t> tribe;
  GeneArrays<Buffer<float>> genes;

  std::uint32_t size = 0;

  [[nodiscard]] std::uint32_t capacity() const {
    return x.size() == 0 ? 0 : static_cast<std::uint32_t>(x.size()) - k_padding;
  }

  /// Calls visit(array) for each array.
  template <class Visit>
  void for_each_array(Visit&& visit) {
    visit(x), visit(y), visit(vx), visit(vy), visit(energy), visit(id), visit(age);
    visit(lifespan), visit(wander), visit(heritage), visit(tribe), genes.for_each_array(visit);
  }
  template <class Visit>
  void for_each_array(Visit&& visit) const {
    const_cast<Population*>(this)->for_each_array(
        [&]<class T>(Buffer<T>& array) { visit(std::as_const(array)); });
  }
};

/// Bytes that an entity has in the arrays of a population.
constexpr std::size_t k_entity_bytes = 11 * sizeof(std::uint32_t) + sizeof(Genes);

}  // namespace heddle::sim
