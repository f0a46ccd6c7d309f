#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "heddle/core/buffer.h"
#include "heddle/runtime/scheduler.h"

namespace heddle::sim {

/// Some of the positions: a bit for each.
class PositionSet {
 public:
  static constexpr std::size_t k_word = 64;

  /// Makes room for positions below `size`. False when there is no memory.
  [[nodiscard]] bool allocate(std::size_t size) { return bits_.allocate_zeroed(size / k_word + 1); }
  [[nodiscard]] std::size_t bytes() const { return bits_.size() * sizeof(std::uint64_t); }

  /// Has the set contain just those in `range` for which contains(k). Safe from several threads for
  /// ranges that begin at multiples of k_word.
  template <class Contains>
  void set(Range range, Contains&& contains) {
    for (std::size_t first = range.begin; first < range.end; first += k_word) {
      std::uint64_t word = 0;
      for (std::size_t k = first; k < range.end && k < first + k_word; ++k) {
        word |= std::uint64_t{contains(k)} << (k - first);
      }
      bits_[first / k_word] = word;
    }
  }

  /// Calls visit(k) for those from `begin` up to but not including `end`, upwards.
  template <class Visit>
  void for_each(std::uint32_t begin, std::uint32_t end, Visit&& visit) const {
    if (begin >= end) return;
    const std::size_t last = (end - 1) / k_word;
    for (std::size_t w = begin / k_word; w <= last; ++w) {
      std::uint64_t word = bits_[w];
      if (w == begin / k_word) word &= ~std::uint64_t{0} << begin % k_word;
      if (w == last) word &= ~std::uint64_t{0} >> (k_word - 1 - (end - 1) % k_word);
      for (; word != 0; word &= word - 1) {
        visit(static_cast<std::uint32_t>(w * k_word) +
              static_cast<std::uint32_t>(std::countr_zero(word)));
      }
    }
  }

 private:
  Buffer<std::uint64_t> bits_;
};

}  // namespace heddle::sim
