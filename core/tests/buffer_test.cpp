#include "heddle/core/buffer.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace heddle {
namespace {

TEST(BufferTest, GivesZeroedElements) {
  Buffer<std::uint32_t> buffer;
  ASSERT_TRUE(buffer.allocate_zeroed(1000));
  ASSERT_EQ(buffer.size(), 1000U);
  for (const std::uint32_t value : buffer) ASSERT_EQ(value, 0U);
}

TEST(BufferTest, SaysWhenThereIsNoMemory) {
  Buffer<std::uint64_t> buffer;
  ASSERT_TRUE(buffer.allocate(10));
  EXPECT_FALSE(buffer.allocate(SIZE_MAX / 4));
  EXPECT_EQ(buffer.size(), 0U);
  EXPECT_FALSE(buffer.allocate(SIZE_MAX / sizeof(std::uint64_t)));
}

TEST(BufferTest, MovesItsMemory) {
  Buffer<int> from;
  ASSERT_TRUE(from.allocate(3));
  from[2] = 7;
  const Buffer<int> to = std::move(from);
  EXPECT_EQ(to[2], 7);
  EXPECT_EQ(from.size(), 0U);  // NOLINT(bugprone-use-after-move): moved-from is empty by contract
}

}  // namespace
}  // namespace heddle
