#include "heddle/core/triple_buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "shared_memory.h"

namespace heddle {
namespace {

SharedMemory make_memory(std::uint32_t frame_size) {
  SharedMemory memory(TripleBuffer::size_bytes(frame_size));
  EXPECT_TRUE(TripleBuffer::create(memory.bytes(), frame_size).ok());
  return memory;
}

TripleBuffer attach(SharedMemory& memory, std::uint32_t frame_size) {
  auto buffer = TripleBuffer::attach(memory.bytes(), frame_size);
  EXPECT_TRUE(buffer.ok());
  return buffer.value();
}

void fill(std::span<std::uint8_t> frame, std::uint8_t value) {
  std::fill(frame.begin(), frame.end(), value);
}

TEST(TripleBufferTest, GivesTheLatestFrameOnce) {
  SharedMemory memory = make_memory(100);
  TripleBuffer writer = attach(memory, 100);
  TripleBuffer reader = attach(memory, 100);
  EXPECT_FALSE(reader.update());
  EXPECT_EQ(reader.front().size(), 100U);
  EXPECT_EQ(reader.front()[99], 0);
  for (std::uint8_t round = 1; round < 50; ++round) {
    for (std::uint8_t older = 0; older < round % 4; ++older) {
      fill(writer.back(), 200);
      writer.publish();
    }
    fill(writer.back(), round);
    writer.publish();
    ASSERT_TRUE(reader.update());
    ASSERT_EQ(reader.front()[0], round);
    ASSERT_EQ(reader.front()[99], round);
    ASSERT_FALSE(reader.update());
    ASSERT_EQ(reader.front()[0], round);
  }
}

TEST(TripleBufferTest, NeverHandsOneFrameToBoth) {
  SharedMemory memory = make_memory(1);
  TripleBuffer writer = attach(memory, 1);
  TripleBuffer reader = attach(memory, 1);
  // Every order of eight publishes and updates.
  for (std::uint32_t order = 0; order < 256; ++order) {
    for (std::uint32_t step = 0; step < 8; ++step) {
      if ((order >> step & 1U) != 0) {
        writer.publish();
      } else {
        (void)reader.update();
      }
      ASSERT_NE(writer.back().data(), reader.front().data());
    }
  }
}

TEST(TripleBufferTest, AlignsEveryFrame) {
  for (const std::uint32_t size : {1U, 64U, 65U}) {
    SharedMemory memory = make_memory(size);
    TripleBuffer buffer = attach(memory, size);
    for (int round = 0; round < 3; ++round) {
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.back().data()) % 64, 0U);
      buffer.publish();
      (void)buffer.update();
    }
  }
}

TEST(TripleBufferTest, AnEndCanMoveToAnotherObject) {
  SharedMemory memory = make_memory(4);
  for (std::uint8_t round = 1; round < 10; ++round) {
    TripleBuffer writer = attach(memory, 4);
    fill(writer.back(), round);
    writer.publish();
    TripleBuffer reader = attach(memory, 4);
    ASSERT_TRUE(reader.update());
    ASSERT_EQ(attach(memory, 4).front()[3], round);
  }
}

TEST(TripleBufferTest, RefusesWhatItCannotUse) {
  SharedMemory memory(TripleBuffer::size_bytes(100));
  const auto refused = [](const Result<TripleBuffer>& buffer) {
    return !buffer.ok() && buffer.error().code() == Code::invalid_argument;
  };
  EXPECT_EQ(TripleBuffer::size_bytes(100), 256U + 3 * 128);
  EXPECT_TRUE(refused(TripleBuffer::create(memory.bytes(), 0)));
  EXPECT_TRUE(refused(TripleBuffer::create(memory.bytes(), 129)));
  EXPECT_TRUE(refused(TripleBuffer::create(memory.bytes(), 0xFFFFFFFF)));
  EXPECT_TRUE(refused(TripleBuffer::create(memory.bytes().subspan(8), 1)));
  EXPECT_EQ(memory.bytes()[0], 0xEE) << "a refused create writes nothing";
  EXPECT_TRUE(refused(TripleBuffer::attach(memory.bytes(), 100)));

  ASSERT_TRUE(TripleBuffer::create(memory.bytes(), 100).ok());
  EXPECT_TRUE(TripleBuffer::attach(memory.bytes(), 100).ok());
  EXPECT_TRUE(refused(TripleBuffer::attach(memory.bytes(), 101)));
  EXPECT_TRUE(refused(TripleBuffer::attach(memory.bytes().first(255), 100)));
  EXPECT_TRUE(refused(TripleBuffer::attach(memory.bytes().first(256 + 3 * 128 - 1), 100)));
  const std::vector<std::pair<std::size_t, std::uint32_t>> damages = {{0, 1},   {4, 2},  {8, 99},
                                                                      {12, 64}, {64, 3}, {64, 7}};
  for (const auto& [offset, value] : damages) {
    ASSERT_TRUE(TripleBuffer::create(memory.bytes(), 100).ok());
    memory.set_word(offset, value);
    EXPECT_TRUE(refused(TripleBuffer::attach(memory.bytes(), 100)))
        << "word at " << offset << " is " << value;
  }
}

// The same words as in packages/heddle/src/shared/triple_buffer.test.ts: the two agree on every byte.
TEST(TripleBufferTest, HasTheLayoutThatItsTwinHas) {
  SharedMemory memory = make_memory(8);
  TripleBuffer buffer = attach(memory, 8);
  const auto publish = [&](std::array<std::uint32_t, 2> words) {
    std::memcpy(buffer.back().data(), words.data(), 8);
    buffer.publish();
  };
  publish({0x11, 0x12});
  ASSERT_TRUE(buffer.update());
  publish({0x21, 0x22});
  publish({0x31, 0x32});
  std::vector<std::pair<std::uint32_t, std::uint32_t>> golden = {
      {0, 0x49525448}, {4, 1},      {8, 8},      {12, 64},    {64, 6},     {128, 1},
      {256, 0x11},     {260, 0x12}, {320, 0x21}, {324, 0x22}, {384, 0x31}, {388, 0x32}};
  EXPECT_EQ(memory.words(), golden);
}

TEST(TripleBufferTest, NeverTearsAFrameBetweenTwoThreads) {
  if (!k_has_threads) GTEST_SKIP() << "this build has no threads";
  constexpr std::uint32_t k_frames = 20'000'000 / k_stress_divisor;
  constexpr std::uint32_t k_words = 32;
  SharedMemory memory = make_memory(k_words * 4);
  std::thread writing([&memory] {
    TripleBuffer buffer = attach(memory, k_words * 4);
    for (std::uint32_t number = 1; number <= k_frames; ++number) {
      auto* words = reinterpret_cast<std::uint32_t*>(buffer.back().data());
      std::fill(words, words + k_words, number);
      buffer.publish();
    }
  });
  TripleBuffer buffer = attach(memory, k_words * 4);
  std::uint32_t last = 0;
  std::uint32_t torn = 0;
  std::uint32_t backward = 0;
  while (last != k_frames) {
    if (!buffer.update()) {
      std::this_thread::yield();
      continue;
    }
    const auto* words = reinterpret_cast<const std::uint32_t*>(buffer.front().data());
    torn += std::count(words, words + k_words, words[0]) != k_words;
    backward += words[0] <= last;
    last = words[0];
  }
  writing.join();
  EXPECT_EQ(torn, 0U);
  EXPECT_EQ(backward, 0U);
  EXPECT_FALSE(buffer.update());
}

}  // namespace
}  // namespace heddle
