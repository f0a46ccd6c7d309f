#include "heddle/core/spsc_ring.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <thread>
#include <vector>

#include "heddle/core/philox.h"

#include "shared_memory.h"

namespace heddle {
namespace {

using Ring = SpscRing<std::uint32_t>;

struct Frame {
  float left;
  float right;
  bool operator==(const Frame&) const = default;
};

constexpr std::size_t k_write_offset = 64;
constexpr std::size_t k_read_offset = 128;

/// A ring of `capacity` whose positions both stand at `start`.
SharedMemory make_memory(std::uint32_t capacity, std::uint32_t start) {
  SharedMemory memory(Ring::size_bytes(capacity));
  EXPECT_TRUE(Ring::create(memory.bytes(), capacity).ok());
  memory.set_word(k_write_offset, start);
  memory.set_word(k_read_offset, start);
  return memory;
}

Ring attach(SharedMemory& memory) {
  auto ring = Ring::attach(memory.bytes());
  EXPECT_TRUE(ring.ok());
  return ring.value();
}

TEST(SpscRingTest, TakesWhatFitsAndGivesWhatWaits) {
  SharedMemory memory = make_memory(4, 0);
  Ring producer = attach(memory);
  Ring consumer = attach(memory);
  EXPECT_EQ(producer.capacity(), 4U);
  EXPECT_EQ(producer.available_to_write(), 4U);
  EXPECT_EQ(consumer.available_to_read(), 0U);

  std::array<std::uint32_t, 6> out{};
  EXPECT_EQ(consumer.pop(out), 0U);
  EXPECT_EQ(producer.push({}), 0U);
  EXPECT_EQ(producer.push(std::array<std::uint32_t, 6>{1, 2, 3, 4, 5, 6}), 4U);
  EXPECT_EQ(producer.push(std::array<std::uint32_t, 1>{7}), 0U);
  EXPECT_EQ(producer.available_to_write(), 0U);
  EXPECT_EQ(consumer.available_to_read(), 4U);

  EXPECT_EQ(consumer.pop(std::span(out).first(3)), 3U);
  EXPECT_EQ(producer.push(std::array<std::uint32_t, 2>{8, 9}), 2U);
  EXPECT_EQ(consumer.pop(std::span(out).subspan(3)), 3U);
  EXPECT_EQ(out, (std::array<std::uint32_t, 6>{1, 2, 3, 4, 8, 9}));
}

TEST(SpscRingTest, LeavesTheRestOfTheOutputAlone) {
  SharedMemory memory = make_memory(4, 0);
  Ring ring = attach(memory);
  EXPECT_EQ(ring.push(std::array<std::uint32_t, 1>{5}), 1U);
  std::array<std::uint32_t, 3> out{9, 9, 9};
  EXPECT_EQ(ring.pop(out), 1U);
  EXPECT_EQ(out, (std::array<std::uint32_t, 3>{5, 9, 9}));
}

TEST(SpscRingTest, RunsOnAfterThePositionsWrap) {
  for (const std::uint32_t capacity : {1U, 2U, 8U}) {
    for (std::uint32_t before = 0; before < 20; ++before) {
      SharedMemory memory = make_memory(capacity, std::uint32_t{0} - before);
      Ring producer = attach(memory);
      Ring consumer = attach(memory);
      std::uint32_t pushed = 0;
      std::uint32_t popped = 0;
      // Every bulk size up to more than fits, until well behind the wrap.
      for (std::uint32_t round = 0; round < 60; ++round) {
        std::vector<std::uint32_t> in(round % (capacity + 2));
        std::iota(in.begin(), in.end(), pushed);
        pushed += producer.push(in);
        ASSERT_EQ(producer.available_to_write(), capacity - (pushed - popped));
        std::vector<std::uint32_t> out((round * 7 + 3) % (capacity + 2));
        const std::uint32_t count = consumer.pop(out);
        for (std::uint32_t i = 0; i < count; ++i) ASSERT_EQ(out[i], popped++);
        ASSERT_EQ(consumer.available_to_read(), pushed - popped);
      }
      ASSERT_GT(popped, 20U);
    }
  }
}

TEST(SpscRingTest, LooksAgainWhenWhatItSawIsNotEnough) {
  SharedMemory memory = make_memory(2, 0);
  Ring producer = attach(memory);
  Ring consumer = attach(memory);
  std::array<std::uint32_t, 2> out{};
  for (std::uint32_t i = 0; i < 10; ++i) {
    ASSERT_EQ(producer.push(std::array<std::uint32_t, 2>{i, i}), 2U);
    ASSERT_EQ(consumer.pop(out), 2U);
    ASSERT_EQ(out, (std::array<std::uint32_t, 2>{i, i}));
  }
}

TEST(SpscRingTest, RefusesWhatItCannotUse) {
  SharedMemory memory(Ring::size_bytes(8) + 64);
  const auto refused = [](const Result<Ring>& ring) {
    return !ring.ok() && ring.error().code() == Code::invalid_argument;
  };
  EXPECT_TRUE(refused(Ring::create(memory.bytes(), 0)));
  EXPECT_TRUE(refused(Ring::create(memory.bytes(), 6)));
  EXPECT_TRUE(refused(Ring::create(memory.bytes(), SpscRingHeader::k_max_capacity)));
  EXPECT_TRUE(refused(Ring::create(memory.bytes(), 32)));
  EXPECT_TRUE(refused(Ring::create(memory.bytes().subspan(4), 8)));
  EXPECT_EQ(memory.bytes()[0], 0xEE) << "a refused create writes nothing";
  EXPECT_TRUE(refused(Ring::attach(memory.bytes())));

  ASSERT_TRUE(Ring::create(memory.bytes(), 8).ok());
  EXPECT_TRUE(Ring::attach(memory.bytes()).ok());
  EXPECT_TRUE(refused(Ring::attach(memory.bytes().first(191))));
  EXPECT_TRUE(refused(Ring::attach(memory.bytes().first(192 + 31))));
  EXPECT_FALSE(SpscRing<std::uint64_t>::attach(memory.bytes()).ok());
  const std::vector<std::pair<std::size_t, std::uint32_t>> damages = {
      {0, 1}, {4, 2}, {8, 8}, {12, 7}, {12, 0}, {k_write_offset, 9}, {k_read_offset, 1}};
  for (const auto& [offset, value] : damages) {
    ASSERT_TRUE(Ring::create(memory.bytes(), 8).ok());
    memory.set_word(offset, value);
    EXPECT_TRUE(refused(Ring::attach(memory.bytes()))) << "word at " << offset << " is " << value;
  }
}

// The same words as in packages/heddle/src/shared/spsc_ring.test.ts: the two agree on every byte.
TEST(SpscRingTest, HasTheLayoutThatItsTwinHas) {
  using FrameRing = SpscRing<Frame>;
  SharedMemory memory(FrameRing::size_bytes(4));
  std::memset(memory.bytes().data(), 0, memory.bytes().size());
  ASSERT_TRUE(FrameRing::create(memory.bytes(), 4).ok());
  memory.set_word(k_write_offset, 0xFFFFFFFE);
  memory.set_word(k_read_offset, 0xFFFFFFFE);
  auto ring = FrameRing::attach(memory.bytes());
  ASSERT_TRUE(ring.ok());
  std::array<Frame, 1> out{};
  EXPECT_EQ(ring.value().push(std::array<Frame, 3>{Frame{1, -1}, {2, -2}, {3, -3}}), 3U);
  EXPECT_EQ(ring.value().pop(out), 1U);
  EXPECT_EQ(out[0], (Frame{1, -1}));
  ring.value().count_dropped(5);
  ring.value().count_underrun(2);
  EXPECT_EQ(ring.value().dropped(), 5U);
  EXPECT_EQ(ring.value().underrun(), 2U);
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> golden = {{0, 0x474E5248},
                                                                       {4, 1},
                                                                       {8, 8},
                                                                       {12, 4},
                                                                       {64, 1},
                                                                       {68, 5},
                                                                       {128, 0xFFFFFFFF},
                                                                       {132, 2},
                                                                       {192, 0x40400000},
                                                                       {196, 0xC0400000},
                                                                       {208, 0x3F800000},
                                                                       {212, 0xBF800000},
                                                                       {216, 0x40000000},
                                                                       {220, 0xC0000000}};
  EXPECT_EQ(memory.words(), golden);
}

// Every number passes once and in order, with bulk sizes that keep changing.
void stress(std::uint32_t capacity, std::uint32_t total) {
  SharedMemory memory = make_memory(capacity, std::uint32_t{0} - total / 2);
  std::thread producing([&memory, total, capacity] {
    Ring ring = attach(memory);
    std::vector<std::uint32_t> values(capacity);
    std::uint32_t next = 0;
    for (std::uint32_t round = 0; next < total; ++round) {
      const std::uint32_t bulk =
          std::min(philox4x32_10({round, 0, 0, 0}, {1, 0})[0] % capacity + 1, total - next);
      std::iota(values.begin(), values.begin() + bulk, next);
      const std::uint32_t count = ring.push(std::span(values).first(bulk));
      if (count == 0) std::this_thread::yield();
      next += count;
    }
  });
  Ring ring = attach(memory);
  std::vector<std::uint32_t> values(capacity);
  std::uint32_t next = 0;
  std::uint32_t wrong = 0;
  for (std::uint32_t round = 0; next < total; ++round) {
    const std::uint32_t bulk = philox4x32_10({round, 0, 0, 0}, {2, 0})[0] % capacity + 1;
    const std::uint32_t count = ring.pop(std::span(values).first(bulk));
    if (count == 0) std::this_thread::yield();
    for (std::uint32_t i = 0; i < count; ++i) wrong += values[i] != next++;
  }
  producing.join();
  EXPECT_EQ(wrong, 0U);
  EXPECT_EQ(next, total) << "more came out than went in";
  EXPECT_EQ(ring.available_to_read(), 0U);
}

TEST(SpscRingTest, LosesNothingBetweenTwoThreads) {
  if (!k_has_threads) GTEST_SKIP() << "this build has no threads";
  stress(2, 40'000 / k_stress_divisor);
  stress(64, 4'000'000 / k_stress_divisor);
  stress(4096, 40'000'000 / k_stress_divisor);
}

}  // namespace
}  // namespace heddle
