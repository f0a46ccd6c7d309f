#include "heddle/core/philox.h"

#include <gtest/gtest.h>

namespace heddle {
namespace {

using Counter = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;

// The known-answer vectors that Random123 publishes for philox4x32, 10 rounds.
TEST(PhiloxTest, MatchesPublishedVectors) {
  EXPECT_EQ(philox4x32_10(Counter{0, 0, 0, 0}, Key{0, 0}),
            (Counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32_10(Counter{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
                          Key{0xffffffff, 0xffffffff}),
            (Counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32_10(Counter{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                          Key{0xa4093822, 0x299f31d0}),
            (Counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(PhiloxTest, UnitFloatStaysBelowOne) {
  EXPECT_EQ(to_unit_float(0), 0.0F);
  EXPECT_LT(to_unit_float(0xffffffff), 1.0F);
  EXPECT_EQ(to_unit_float(0x80000000), 0.5F);
}

}  // namespace
}  // namespace heddle
