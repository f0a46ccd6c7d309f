#include "heddle/core/memory.h"

#include <gtest/gtest.h>

#include <thread>
#include <utility>
#include <vector>

#include "heddle/core/arena.h"
#include "heddle/core/buffer.h"
#include "heddle/core/bytes.h"

namespace heddle {
namespace {

constexpr std::size_t k_mib = std::size_t{1} << 20;

std::uint32_t used_kib() { return memory_status().used_kib; }

TEST(MemoryTest, CountsWhatABufferHolds) {
  const std::uint32_t before = used_kib();
  Buffer<std::uint64_t> buffer;
  ASSERT_TRUE(buffer.allocate(k_mib / 8));
  EXPECT_EQ(used_kib() - before, 1024U);
  buffer.shrink(1);
  EXPECT_EQ(used_kib() - before, 1024U) << "the memory is kept";
  Buffer<std::uint64_t> other = std::move(buffer);
  EXPECT_EQ(used_kib() - before, 1024U);
  ASSERT_TRUE(other.allocate_zeroed(k_mib / 4));
  EXPECT_EQ(used_kib() - before, 2048U) << "the old content is gone";
  other.release();
  EXPECT_EQ(used_kib(), before);
}

TEST(MemoryTest, CountsNothingForAFailedAllocation) {
  const std::uint32_t before = used_kib();
  Buffer<std::uint8_t> buffer;
  EXPECT_FALSE(buffer.allocate(SIZE_MAX));
  EXPECT_EQ(used_kib(), before);
}

TEST(MemoryTest, CountsWhatAnArenaKeeps) {
  const std::uint32_t before = used_kib();
  {
    Arena arena;
    ASSERT_FALSE(arena.allocate<std::uint8_t>(3 * k_mib).empty());
    EXPECT_GE(used_kib() - before, 3072U);
    arena.reset();
    EXPECT_GE(used_kib() - before, 3072U) << "blocks are kept";
  }
  EXPECT_EQ(used_kib(), before);
}

TEST(MemoryTest, CountsWhatAWriterHoldsUntilItIsReleased) {
  const std::uint32_t before = used_kib();
  ByteWriter writer;
  writer.write_bytes(std::vector<std::uint8_t>(k_mib));
  EXPECT_GE(used_kib() - before, 1024U);
  std::uint8_t* bytes = writer.release();
  EXPECT_EQ(used_kib(), before);
  std::free(bytes);
}

TEST(MemoryTest, SmallPiecesAddUpExactly) {
  const std::uint32_t before = used_kib();
  for (int i = 0; i < 1024; ++i) count_allocated(1000);
  EXPECT_EQ((used_kib() - before) / 1000, 1U);
  for (int i = 0; i < 1000; ++i) count_freed(1024);
  EXPECT_EQ(used_kib(), before);
}

TEST(MemoryTest, PeakIsTheMostThatWasHeld) {
  count_allocated(64 * k_mib);
  const std::uint32_t most = used_kib();
  count_freed(64 * k_mib);
  EXPECT_GE(memory_status().peak_kib, most);
  count_allocated(k_mib);
  count_freed(k_mib);
  EXPECT_GE(memory_status().peak_kib, most);
}

TEST(MemoryTest, PressureIsTheShareOfTheLimit) {
  const std::uint32_t limit = memory_status().limit_kib;
  EXPECT_GT(limit, 1024U);
  set_memory_limit(std::uint64_t{1} << 30);
  const std::uint32_t before = used_kib();
  count_allocated(std::size_t{1} << 29);
  EXPECT_DOUBLE_EQ(memory_status().pressure(), 0.5 + before / 1048576.0);
  count_freed(std::size_t{1} << 29);
  set_memory_limit(0);
  EXPECT_EQ(memory_status().limit_kib, 1U);
  set_memory_limit(std::uint64_t{limit} * 1024);
}

#if !defined(__EMSCRIPTEN__) || defined(__EMSCRIPTEN_PTHREADS__)
TEST(MemoryTest, ThreadsAddUpExactly) {
  const std::uint32_t before = used_kib();
  std::vector<std::thread> threads;
  for (std::size_t size : {1U, 700U, 1500U, 5000U}) {
    threads.emplace_back([size] {
      for (int round = 0; round < 10000; ++round) {
        count_allocated(size);
        count_allocated(2 * size);
        count_freed(3 * size);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(used_kib(), before);
}
#endif

}  // namespace
}  // namespace heddle
