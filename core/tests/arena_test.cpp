#include "heddle/core/arena.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace heddle {
namespace {

TEST(ArenaTest, GivesAlignedMemoryThatDoesNotOverlap) {
  Arena arena;
  const auto bytes = arena.allocate<std::uint8_t>(3);
  const auto words = arena.allocate<std::uint64_t>(5);
  ASSERT_EQ(bytes.size(), 3U);
  ASSERT_EQ(words.size(), 5U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(words.data()) % alignof(std::uint64_t), 0U);
  for (auto& b : bytes) b = 0xAA;
  for (auto& w : words) w = 0;
  for (const auto b : bytes) EXPECT_EQ(b, 0xAA);
}

TEST(ArenaTest, KeepsEarlierAllocationsWhenItGrows) {
  Arena arena;
  const auto first = arena.allocate<std::uint32_t>(1000);
  first[999] = 42;
  for (int i = 0; i < 10; ++i) ASSERT_FALSE(arena.allocate<std::uint32_t>(100000).empty());
  EXPECT_EQ(first[999], 42U);
  EXPECT_GE(arena.used(), 4004000U);
}

TEST(ArenaTest, ReusesOneBlockAfterReset) {
  Arena arena;
  for (std::size_t i = 0; i < 8; ++i) {
    ASSERT_FALSE(arena.allocate<std::uint8_t>(100000).empty());
  }
  const std::size_t high_water = arena.high_water();
  arena.reset();
  EXPECT_EQ(arena.used(), 0U);
  const auto first = arena.allocate<std::uint8_t>(100000);
  for (std::size_t i = 1; i < 8; ++i) {
    const auto next = arena.allocate<std::uint8_t>(100000);
    EXPECT_EQ(next.data(), first.data() + 100000 * i) << "one run of memory after the reset";
  }
  EXPECT_EQ(arena.high_water(), high_water);
}

TEST(ArenaTest, SaysWhenThereIsNoMemory) {
  Arena arena;
  EXPECT_TRUE(arena.allocate<std::uint64_t>(SIZE_MAX / 4).empty());
  EXPECT_TRUE(arena.allocate<std::uint8_t>(SIZE_MAX - 100).empty());
  EXPECT_FALSE(arena.allocate<std::uint8_t>(100).empty()) << "still usable";
}

}  // namespace
}  // namespace heddle
