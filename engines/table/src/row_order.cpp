#include "row_order.h"

#include <algorithm>
#include <cstddef>

#include "heddle/table/diff.h"

namespace heddle::table {

namespace {

constexpr std::uint32_t k_none = Difference::k_none;

bool in_order(std::span<const std::uint32_t> left_of) {
  std::uint32_t last = 0;
  for (const std::uint32_t row : left_of) {
    if (row == k_none) continue;
    if (row < last) return false;
    last = row;
  }
  return true;
}

}  // namespace

Status find_moved_rows(std::span<const std::uint32_t> left_of, Buffer<std::uint8_t>& moved) {
  moved.release();
  if (in_order(left_of)) return {};
  const std::size_t rows = left_of.size();
  Buffer<std::uint32_t> ends;    // where the best subsequence of each length ends
  Buffer<std::uint32_t> before;  // the row before each row in its best subsequence
  if (!ends.allocate(rows) || !before.allocate(rows) || !moved.allocate(rows)) {
    return {Code::out_of_memory, "there is not enough memory to find the rows that moved"};
  }
  std::size_t length = 0;
  for (std::uint32_t r = 0; r < rows; ++r) {
    moved[r] = left_of[r] == k_none ? 0 : 1;
    if (left_of[r] == k_none) continue;
    const std::uint32_t* end = std::lower_bound(
        ends.data(), ends.data() + length, left_of[r],
        [&](std::uint32_t row, std::uint32_t left) { return left_of[row] < left; });
    const auto place = static_cast<std::size_t>(end - ends.data());
    before[r] = place == 0 ? k_none : ends[place - 1];
    ends[place] = r;
    length = std::max(length, place + 1);
  }
  for (std::uint32_t r = length == 0 ? k_none : ends[length - 1]; r != k_none; r = before[r]) {
    moved[r] = 0;
  }
  return {};
}

}  // namespace heddle::table
