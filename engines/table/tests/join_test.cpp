#include "join.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "heddle/runtime_testing/lanes.h"

namespace heddle::table {
namespace {

/// Rows "KEY" of a file with one column, and an index with the hashes that the test wants.
struct Rows {
  std::string file;
  RowIndex index;

  Rows(const std::vector<std::string>& keys, std::uint64_t (*hash_of)(const std::string&)) {
    index.rows = keys.size();
    EXPECT_TRUE(index.begin.allocate(keys.size() + 1) && index.key_hash.allocate(keys.size()));
    for (std::size_t i = 0; i < keys.size(); ++i) {
      index.begin[i] = file.size();
      index.key_hash[i] = hash_of(keys[i]);
      file += keys[i] + "\n";
    }
    index.begin[keys.size()] = file.size();
  }
  [[nodiscard]] JoinSide side() const { return {as_bytes(file), &index}; }
};

const Schema k_schema{.left_columns = 1, .right_columns = 1, .key = {{0, 0}}, .same_layout = true};

std::uint64_t same_for_all(const std::string&) { return 42; }

TEST(JoinTest, KeysDecideWhenHashesCollide) {
  const Rows left({"a", "b", "a", "c"}, same_for_all);
  const Rows right({"c", "a", "d", "a", "a"}, same_for_all);
  for (const std::uint32_t lanes : k_most_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    const auto pairing = join_rows(*scheduler, left.side(), right.side(), k_schema, true, {});
    ASSERT_TRUE(pairing.ok());
    const std::vector<std::uint32_t> expected = {1, Pairing::k_none, 3, 0};
    const auto& right_of = pairing.value().right_of;
    EXPECT_EQ((std::vector<std::uint32_t>{right_of.begin(), right_of.end()}), expected);
    const auto& paired = pairing.value().right_paired;
    EXPECT_EQ((std::vector<int>{paired.begin(), paired.end()}), (std::vector<int>{1, 1, 0, 1, 0}));
  }
}

TEST(JoinTest, ManyRowsOfOneKeyTakeLinearTime) {
  // Quadratic work on this many rows would not end within the test's time.
  const std::vector<std::string> keys(300000, "k");
  const Rows left(keys, same_for_all);
  const Rows right(keys, same_for_all);
  auto scheduler = make_scheduler(1);
  const auto pairing = join_rows(*scheduler, left.side(), right.side(), k_schema, true, {});
  ASSERT_TRUE(pairing.ok());
  for (std::uint32_t i = 0; i < keys.size(); ++i) ASSERT_EQ(pairing.value().right_of[i], i);
}

TEST(JoinTest, EmptySides) {
  const Rows none({}, same_for_all);
  const Rows some({"a"}, same_for_all);
  auto scheduler = make_scheduler(1);
  EXPECT_EQ(
      join_rows(*scheduler, some.side(), none.side(), k_schema, false, {}).value().right_of[0],
      Pairing::k_none);
  EXPECT_EQ(
      join_rows(*scheduler, none.side(), some.side(), k_schema, false, {}).value().right_paired[0],
      0);
}

}  // namespace
}  // namespace heddle::table
