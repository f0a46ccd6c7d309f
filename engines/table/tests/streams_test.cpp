#include "streams.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "memory_source.h"

namespace heddle::table {
namespace {

std::string read(Stream& stream, std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  const Result<std::size_t> got = stream.read(bytes);
  EXPECT_TRUE(got.ok());
  return std::string(as_text(ByteView(bytes).first(got.ok() ? got.value() : 0)));
}

TEST(StreamsTest, ASourceIsReadFromAPlaceOn) {
  const MemorySource source("0123456789");
  SourceStream stream(source, 3);
  EXPECT_EQ(stream.size(), 10U);
  EXPECT_EQ(read(stream, 4), "3456");
  EXPECT_EQ(read(stream, 4), "789");
  EXPECT_EQ(read(stream, 4), "");
}

TEST(StreamsTest, WhatIsPeekedAtIsReadAfterwards) {
  const MemorySource source("0123456789");
  SourceStream stream(source);
  PeekedStream peeked(stream);
  EXPECT_EQ(as_text(peeked.peek(3).value()), "012");
  EXPECT_EQ(as_text(peeked.peek(2).value()), "01");
  EXPECT_EQ(as_text(peeked.peek(6).value()), "012345");
  EXPECT_EQ(read(peeked, 2), "01");
  EXPECT_EQ(as_text(peeked.peek(2).value()), "23");
  EXPECT_EQ(as_text(peeked.peek(5).value()), "23456");
  peeked.skip(1);
  EXPECT_EQ(read(peeked, 5), "34567");
  EXPECT_EQ(as_text(peeked.peek(5).value()), "89");
  EXPECT_EQ(read(peeked, 5), "89");
  EXPECT_EQ(read(peeked, 5), "");
}

TEST(StreamsTest, AFailureIsPassedOn) {
  class Broken final : public Stream {
   public:
    Result<std::size_t> read(std::span<std::uint8_t> /*into*/) override {
      return Status(Code::io, "broken");
    }
  };
  Broken broken;
  PeekedStream peeked(broken);
  EXPECT_EQ(peeked.peek(3).error().code(), Code::io);
  std::vector<std::uint8_t> bytes(3);
  EXPECT_EQ(peeked.read(bytes).error().code(), Code::io);
}

}  // namespace
}  // namespace heddle::table
