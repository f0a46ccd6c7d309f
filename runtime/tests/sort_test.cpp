#include "heddle/runtime/sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "heddle/core/philox.h"
#include "heddle/runtime_testing/lanes.h"

namespace heddle {
namespace {

struct Item {
  std::uint32_t key;
  std::uint32_t place;
  bool operator==(const Item&) const = default;
};

std::vector<Item> random_items(std::size_t size, std::uint32_t keys) {
  std::vector<Item> items(size);
  for (std::uint32_t i = 0; i < size; ++i)
    items[i] = {philox4x32_10({i, 0, 0, 0}, {5, 6})[0] % keys, i};
  return items;
}

constexpr auto k_by_key = [](const Item& a, const Item& b) { return a.key < b.key; };

TEST(ParallelSortTest, IsStableForAnySizeAndNumberOfLanes) {
  for (const std::uint32_t lanes : k_most_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (const std::size_t size : {0U, 1U, 2U, 23U, 24U, 25U, 1000U, 4097U, 50000U, 200001U}) {
      for (const std::uint32_t keys : {1U, 10U, 1000000U}) {
        std::vector<Item> items = random_items(size, keys);
        std::vector<Item> expected = items;
        std::stable_sort(expected.begin(), expected.end(), k_by_key);
        ASSERT_TRUE(parallel_sort(*scheduler, std::span(items), k_by_key).ok());
        ASSERT_TRUE(items == expected)
            << size << " items, " << keys << " keys, " << lanes << " lanes";
      }
    }
  }
}

TEST(ParallelSortTest, SortedAndReversedInputs) {
  auto scheduler = make_scheduler(k_lane_counts.back());
  std::vector<int> values(30000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<int>(i);
  const std::vector<int> expected = values;
  ASSERT_TRUE(parallel_sort(*scheduler, std::span(values), std::less<>()).ok());
  EXPECT_EQ(values, expected);
  std::reverse(values.begin(), values.end());
  ASSERT_TRUE(parallel_sort(*scheduler, std::span(values), std::less<>()).ok());
  EXPECT_EQ(values, expected);
}

}  // namespace
}  // namespace heddle
