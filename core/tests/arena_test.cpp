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

TEST(ArenaTest, ReleasesInReverseOrder) {
  Arena arena;
  const auto outer = arena.allocate<std::uint32_t>(10);
  outer[9] = 42;
  const std::size_t used = arena.used();
  std::uint32_t* again = nullptr;
  {
    ArenaScope scope(arena);
    again = scope.allocate<std::uint32_t>(10).data();
    {
      ArenaScope inner(arena);
      ASSERT_FALSE(inner.allocate<std::uint8_t>(1000000).empty()) << "another block";
    }
    const auto next = scope.allocate<std::uint32_t>(1);
    EXPECT_EQ(next.data(), again + 10) << "behind what the outer scope has";
  }
  EXPECT_EQ(arena.used(), used);
  EXPECT_EQ(arena.allocate<std::uint32_t>(10).data(), again);
  EXPECT_EQ(outer[9], 42U);
}

TEST(ArenaTest, NestedRoundsAllocateOnce) {
  Arena arena;
  ASSERT_FALSE(arena.allocate<std::uint8_t>(100).empty());
  std::size_t capacity = 0;
  for (int round = 0; round < 10; ++round) {
    ArenaScope scope(arena);
    for (std::size_t i = 1; i < 6; ++i)
      ASSERT_FALSE(scope.allocate<std::uint8_t>(i * 50000).empty());
    if (round == 0) capacity = arena.capacity();
  }
  EXPECT_EQ(arena.capacity(), capacity);
}

TEST(ArenaTest, ReservesAhead) {
  Arena arena;
  ASSERT_TRUE(arena.reserve(1000000));
  const std::size_t capacity = arena.capacity();
  EXPECT_GE(capacity, 1000000U);
  ASSERT_FALSE(arena.allocate<std::uint8_t>(500000).empty());
  ASSERT_TRUE(arena.reserve(100000)) << "there is as much left";
  EXPECT_EQ(arena.capacity(), capacity);
  ASSERT_TRUE(arena.reserve(2000000));
  EXPECT_GE(arena.capacity(), capacity + 2000000);
  const std::size_t more = arena.capacity();
  ASSERT_FALSE(arena.allocate<std::uint8_t>(2000000).empty());
  EXPECT_EQ(arena.capacity(), more);
  EXPECT_FALSE(arena.reserve(SIZE_MAX));
}

TEST(ArenaTest, TrimsToWhatWasNeededLately) {
  Arena arena;
  const auto use = [&](std::size_t bytes) {
    ArenaScope scope(arena);
    ASSERT_FALSE(scope.allocate<std::uint8_t>(bytes).empty());
  };
  use(10000000);
  arena.trim(arena.high_water());
  EXPECT_GE(arena.capacity(), 10000000U) << "just needed";
  use(300000);
  arena.trim(arena.high_water());
  EXPECT_GE(arena.capacity(), 300000U);
  EXPECT_LT(arena.capacity(), 1000000U);
  const std::size_t capacity = arena.capacity();
  use(290000);
  arena.trim(arena.high_water());
  EXPECT_EQ(arena.capacity(), capacity) << "about as much";
  arena.trim(0);
  EXPECT_EQ(arena.capacity(), 0U);
  use(100);
}

TEST(ArenaTest, SaysWhenThereIsNoMemory) {
  Arena arena;
  EXPECT_TRUE(arena.allocate<std::uint64_t>(SIZE_MAX / 4).empty());
  EXPECT_TRUE(arena.allocate<std::uint8_t>(SIZE_MAX - 100).empty());
  EXPECT_FALSE(arena.allocate<std::uint8_t>(100).empty()) << "still usable";
}

}  // namespace
}  // namespace heddle
