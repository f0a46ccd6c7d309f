#include "row_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "heddle/table/diff.h"

#include "random_csv.h"

namespace heddle::table {
namespace {

constexpr std::uint32_t k_none = Difference::k_none;

std::vector<int> moved(const std::vector<std::uint32_t>& left_of) {
  Buffer<std::uint8_t> marks;
  EXPECT_TRUE(find_moved_rows(left_of, marks).ok());
  return {marks.begin(), marks.end()};
}

TEST(RowOrderTest, NothingMovesWithoutNeed) {
  EXPECT_TRUE(moved({}).empty());
  EXPECT_TRUE(moved({0, 1, 2}).empty());
  EXPECT_TRUE(moved({0, k_none, 3, k_none, 7}).empty());
}

TEST(RowOrderTest, MovesTheFewestRows) {
  EXPECT_EQ(moved({3, 0, 1, 2}), (std::vector{1, 0, 0, 0}));
  EXPECT_EQ(moved({1, 2, k_none, 0}), (std::vector{0, 0, 0, 1}));
}

TEST(RowOrderTest, AgreesWithTryingAllSubsequences) {
  Random random(1);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::uint32_t> left_of(1 + random.below(9));
    for (std::uint32_t i = 0; i < left_of.size(); ++i) left_of[i] = i;
    for (std::size_t i = left_of.size() - 1; i > 0; --i) {
      std::swap(left_of[i], left_of[random.below(static_cast<std::uint32_t>(i + 1))]);
    }
    for (std::uint32_t& row : left_of) {
      if (random.one_in(6)) row = k_none;
    }
    const auto increasing = [&](auto&& takes) {
      std::int64_t last = -1;
      int length = 0;
      for (std::size_t i = 0; i < left_of.size(); ++i) {
        if (left_of[i] == k_none || !takes(i)) continue;
        if (left_of[i] <= last) return -1;
        last = left_of[i];
        ++length;
      }
      return length;
    };
    int longest = 0;
    for (std::uint32_t set = 0; set < (1U << left_of.size()); ++set) {
      longest = std::max(longest, increasing([&](std::size_t i) { return (set >> i & 1) != 0; }));
    }
    const std::vector<int> marks = moved(left_of);
    EXPECT_EQ(increasing([&](std::size_t i) { return marks.empty() || marks[i] == 0; }), longest);
  }
}

}  // namespace
}  // namespace heddle::table
