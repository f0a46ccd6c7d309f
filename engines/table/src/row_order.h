#pragma once

#include <cstdint>
#include <span>

#include "heddle/core/buffer.h"
#include "heddle/core/status.h"

namespace heddle::table {

/// Marks the fewest rows that must be moved to bring the rest into left's order: the others are a
/// longest increasing subsequence, found by patience sorting.
/// left_of  for each row of right its row of left, or Difference::k_none.
/// moved    becomes 1 for each row of right that has moved, else 0; empty when none has.
/// Source   Fredman, "On computing the length of longest increasing subsequences", 1975.
/// Errors   out_of_memory.
[[nodiscard]] Status find_moved_rows(std::span<const std::uint32_t> left_of,
                                     Buffer<std::uint8_t>& moved);

}  // namespace heddle::table
