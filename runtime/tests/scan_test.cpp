#include "heddle/runtime/scan.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <numeric>
#include <vector>

#include "heddle/core/philox.h"
#include "heddle/runtime_testing/lanes.h"

namespace heddle {
namespace {

TEST(ParallelScanTest, AgreesWithTheSerialScan) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (const std::size_t size : {0U, 1U, 2U, 99U, 100U, 101U, 5000U}) {
      std::vector<std::uint64_t> in(size);
      std::iota(in.begin(), in.end(), 1U);
      std::vector<std::uint64_t> out(size);
      std::vector<std::uint64_t> expected(size);
      std::partial_sum(in.begin(), in.end(), expected.begin());
      ASSERT_TRUE(parallel_scan<std::uint64_t>(*scheduler, in, out, 0, std::plus<>(), 100).ok());
      ASSERT_EQ(out, expected);
    }
  }
}

TEST(ParallelScanTest, KeepsTheOrderOfItsOperands) {
  // Not commutative: keep the last digit pair seen, as a 2x2 matrix product would.
  struct Affine {
    std::uint32_t scale;
    std::uint32_t offset;
    bool operator==(const Affine&) const = default;
  };
  const auto compose = [](Affine f, Affine g) {
    return Affine{f.scale * g.scale, f.offset * g.scale + g.offset};
  };
  std::vector<Affine> in(1000);
  for (std::uint32_t i = 0; i < in.size(); ++i) in[i] = {2 * i + 1, i * 7};
  std::vector<Affine> expected(in.size());
  std::partial_sum(in.begin(), in.end(), expected.begin(), compose);
  auto scheduler = make_scheduler(k_lane_counts.back());
  ASSERT_TRUE(parallel_scan<Affine>(*scheduler, in, in, {1, 0}, compose, 64).ok()) << "in place";
  EXPECT_EQ(in, expected);
}

TEST(ParallelScanTest, SameBitsForAnyNumberOfLanes) {
  std::vector<float> in(100003);
  for (std::uint32_t i = 0; i < in.size(); ++i) {
    in[i] = to_unit_float(philox4x32_10({i, 0, 0, 0}, {3, 4})[0]) - 0.5F;
  }
  const auto scan_with = [&](std::uint32_t lanes) {
    auto scheduler = make_scheduler(lanes);
    std::vector<float> out(in.size());
    EXPECT_TRUE(parallel_scan<float>(*scheduler, in, out, 0, std::plus<>(), 512).ok());
    std::vector<std::uint32_t> bits;
    for (const float value : out) bits.push_back(std::bit_cast<std::uint32_t>(value));
    return bits;
  };
  const auto expected = scan_with(1);
  for (const std::uint32_t lanes : k_most_lane_counts) EXPECT_EQ(scan_with(lanes), expected);
}

}  // namespace
}  // namespace heddle
