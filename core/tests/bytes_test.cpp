#include "heddle/core/bytes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <limits>
#include <vector>

namespace heddle {
namespace {

TEST(BytesTest, ReadsWhatWasWritten) {
  ByteWriter writer;
  writer.write<std::uint32_t>(0x01020304);
  writer.write<double>(0.5);
  writer.write_text("warp");
  writer.write_char('!');
  writer.write_decimal(std::numeric_limits<std::uint64_t>::max());

  ByteReader reader(writer.view());
  EXPECT_EQ(reader.read<std::uint32_t>(), 0x01020304U);
  EXPECT_EQ(reader.read<double>(), 0.5);
  EXPECT_EQ(as_text(*reader.read_bytes(5)), "warp!");
  EXPECT_EQ(as_text(*reader.read_bytes(20)), "18446744073709551615");
  EXPECT_EQ(reader.remaining(), 0U);
}

TEST(BytesTest, WritesLittleEndian) {
  ByteWriter writer;
  writer.write<std::uint32_t>(0x01020304);
  EXPECT_EQ(writer.view()[0], 4);
  EXPECT_EQ(writer.view()[3], 1);
}

TEST(BytesTest, ReadBehindTheEndYieldsNothingAndMovesNothing) {
  const std::uint8_t bytes[] = {1, 2, 3};
  ByteReader reader(bytes);
  EXPECT_FALSE(reader.read<std::uint32_t>().has_value());
  EXPECT_FALSE(reader.read_bytes(4).has_value());
  EXPECT_FALSE(reader.read_bytes(SIZE_MAX).has_value());
  EXPECT_EQ(reader.read<std::uint16_t>(), 0x0201);
  EXPECT_EQ(reader.position(), 2U);
}

TEST(BytesTest, ReleaseHandsOverTheMemory) {
  ByteWriter writer;
  writer.write_text("abc");
  std::uint8_t* memory = writer.release();
  EXPECT_EQ(memory[2], 'c');
  EXPECT_EQ(writer.size(), 0U);
  std::free(memory);
  writer.write_text("d");
  EXPECT_EQ(as_text(writer.view()), "d");
}

TEST(BytesTest, FailsForGoodWithoutMemory) {
  ByteWriter writer;
  writer.write_text("kept");
  const volatile std::size_t too_much = SIZE_MAX - 2;
  writer.write_bytes({writer.view().data(), too_much});
  EXPECT_TRUE(writer.failed());
  writer.write_char('x');
  EXPECT_EQ(as_text(writer.view()), "kept");
}

TEST(BytesTest, TheSameBytesAreTheSameWhereverTheyLie) {
  std::vector<std::uint8_t> memory(256);
  for (std::size_t i = 0; i < memory.size(); ++i) memory[i] = static_cast<std::uint8_t>(i * 7);
  for (std::size_t size = 0; size <= 70; ++size) {
    for (std::size_t offset = 0; offset < 9; ++offset) {
      const ByteView a(memory.data() + offset, size);
      std::vector<std::uint8_t> copy(a.begin(), a.end());
      EXPECT_TRUE(same_bytes(a, copy));
      EXPECT_TRUE(same_bytes(copy, a));
      // What stands behind does not count.
      EXPECT_FALSE(same_bytes({memory.data() + offset, size + 1}, copy));
      for (std::size_t i = 0; i < size; ++i) {
        copy[i] ^= 0x80;
        EXPECT_FALSE(same_bytes(a, copy)) << i << " of " << size;
        copy[i] ^= 0x80;
      }
    }
  }
  EXPECT_TRUE(same_bytes({}, {}));
}

}  // namespace
}  // namespace heddle
