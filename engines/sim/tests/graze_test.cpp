#include "graze.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "heddle/core/philox.h"

namespace heddle::sim {
namespace {

using Claims = std::vector<std::int32_t>;

Claims shared(std::int32_t stock, Claims claims) {
  const std::int32_t given = share_stock(stock, claims);
  EXPECT_EQ(given, std::accumulate(claims.begin(), claims.end(), 0));
  return claims;
}

TEST(GrazeTest, EnoughForAll) { EXPECT_EQ(shared(60, {10, 20, 30}), (Claims{10, 20, 30})); }

TEST(GrazeTest, TooLittleIsSharedByClaim) {
  EXPECT_EQ(shared(30, {10, 20, 30}), (Claims{5, 10, 15}));
}

// 5 * 10 / 30 is 1 and 2/3 for each: 2 units are left over.
TEST(GrazeTest, WhatIsLeftOverGoesToTheFirst) {
  EXPECT_EQ(shared(5, {10, 10, 10}), (Claims{2, 2, 1}));
}

TEST(GrazeTest, WhoClaimsNothingGetsNothing) {
  EXPECT_EQ(shared(5, {0, 10, 0, 10, 10}), (Claims{0, 2, 0, 2, 1}));
  EXPECT_EQ(shared(0, {7, 8}), (Claims{0, 0}));
  EXPECT_EQ(shared(1, {7, 8}), (Claims{1, 0}));
  EXPECT_EQ(shared(5, {}), Claims{});
}

TEST(GrazeTest, NobodyGetsMoreThanItsClaim) {
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const auto words = philox4x32_10({i, 0, 0, 0}, {1, 1});
    Claims claims;
    for (std::uint32_t k = 0; k < words[0] % 9; ++k) {
      claims.push_back(
          static_cast<std::int32_t>(philox4x32_10({i, k, 1, 0}, {1, 1})[0] % 1'000'000));
    }
    const auto stock = static_cast<std::int32_t>(words[1] % 1'000'000);
    const Claims got = shared(stock, claims);
    const std::int64_t total = std::accumulate(claims.begin(), claims.end(), std::int64_t{0});
    EXPECT_EQ(std::accumulate(got.begin(), got.end(), std::int64_t{0}),
              std::min<std::int64_t>(total, stock));
    for (std::size_t k = 0; k < got.size(); ++k) {
      EXPECT_GE(got[k], 0);
      EXPECT_LE(got[k], claims[k]);
    }
  }
}

// The quotients are computed with doubles: they must be those of integers.
TEST(GrazeTest, SharesAreExact) {
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const auto words = philox4x32_10({i, 7, 0, 0}, {1, 1});
    const auto stock = static_cast<std::int32_t>(words[0] >> (11 + i % 18));
    // Often a divisor of the product, or one off: where rounding would show.
    const auto claim = static_cast<std::int32_t>(1 + (words[1] >> (12 + i % 16)));
    const auto other =
        static_cast<std::int32_t>((words[2] >> (11 + i % 3 * 8)) + i % 3) - claim;
    if (other < 0 || std::int64_t{claim} + other <= stock) continue;
    const std::int64_t total = std::int64_t{claim} + other;
    const auto exact = static_cast<std::int32_t>(std::int64_t{stock} * claim / total);
    const Claims got = shared(stock, {claim, other});
    ASSERT_TRUE(got[0] == exact || got[0] == exact + 1)
        << stock << " * " << claim << " / " << total;
    const std::int32_t most = std::max(stock + 1, claim);
    const std::int64_t room = most - stock;
    ASSERT_EQ(regrowth(stock, most, 1024), std::clamp<std::int64_t>(stock * room / most, 1, room));
  }
}

TEST(GrazeTest, GrowsLogistically) {
  // 64 / 1024 of 500 * (1 - 500 / 1000).
  EXPECT_EQ(regrowth(500, 1000, 64), 15);
  EXPECT_EQ(regrowth(1000, 1000, 64), 0);
  EXPECT_EQ(regrowth(999, 1000, 1024), 1);
  EXPECT_EQ(regrowth(0, 1000, 64), 1);
  EXPECT_EQ(regrowth(0, 1000, 0), 0);
  EXPECT_EQ(regrowth(0, 0, 64), 0);
  EXPECT_EQ(regrowth(0, -1, 64), 0);
}

TEST(GrazeTest, GrowthEndsAtTheMost) {
  std::int32_t stock = 0;
  for (int tick = 0; tick < 100'000 && stock < 1'000'000; ++tick) {
    const std::int32_t grown = regrowth(stock, 1'000'000, 1024);
    ASSERT_GT(grown, 0);
    stock += grown;
    ASSERT_LE(stock, 1'000'000);
  }
  EXPECT_EQ(stock, 1'000'000);
}

TEST(GrazeTest, RootsAreNotEaten) {
  const Food food{.roots = 0.25F};
  EXPECT_EQ(edible(1000, 1000, food), 750);
  EXPECT_EQ(edible(200, 1000, food), 0);
  EXPECT_EQ(edible(0, -1, food), 0);
}

}  // namespace
}  // namespace heddle::sim
