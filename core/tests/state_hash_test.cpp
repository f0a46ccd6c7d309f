#include "heddle/core/state_hash.h"

#include <gtest/gtest.h>

#include <vector>

#include "heddle/core/philox.h"

namespace heddle {
namespace {

// Published for XXH3-64 with seed 0 and the empty input.
TEST(StateHashTest, MatchesPublishedVector) { EXPECT_EQ(hash64({}), 0x2D06800538D394C2U); }

// Recorded: a change here changes every recorded hash of the project.
TEST(StateHashTest, MatchesRecordedValues) {
  std::vector<std::uint8_t> bytes;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(philox4x32_10({i, 0, 0, 0}, {1, 2})[0]));
  }
  EXPECT_EQ(hash64(as_bytes("heddle")), 0xC9FCBD7FE1CF1FD8U);
  EXPECT_EQ(hash64(as_bytes("heddle"), 7), 0xB27B085BA69B0E42U);
  EXPECT_EQ(hash64(bytes), 0x5208528C76EC804AU);
}

TEST(StateHashTest, PartsHashLikeTheWhole) {
  std::vector<std::uint8_t> bytes(5000);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 7);
  for (const std::size_t cut : {0U, 1U, 63U, 64U, 255U, 256U, 1024U, 4999U, 5000U}) {
    StateHash parts;
    parts.add(ByteView(bytes).first(cut)).add(ByteView(bytes).subspan(cut));
    EXPECT_EQ(parts.value(), hash64(bytes)) << "cut at " << cut;
  }
}

TEST(StateHashTest, SeedChangesTheHash) {
  EXPECT_NE(hash64(as_bytes("heddle"), 1), hash64(as_bytes("heddle"), 2));
}

TEST(StateHashTest, HashesValuesAsTheyLie) {
  const std::vector<float> values = {1.0F, -0.0F, 0.5F};
  StateHash hash;
  hash.add_values(std::span<const float>(values));
  EXPECT_EQ(hash.value(), hash64({reinterpret_cast<const std::uint8_t*>(values.data()), 12}));
}

}  // namespace
}  // namespace heddle
