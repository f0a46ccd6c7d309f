#include "join.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "heddle/core/state_hash.h"
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

/// Rows "KEY,VALUE".
struct ValueRows : Rows {
  explicit ValueRows(const std::vector<std::string>& rows)
      : Rows(rows, [](const std::string& row) {
          return hash64(as_bytes(std::string_view(row).substr(0, row.find(','))), 0);
        }) {}
};

const Schema k_values{.left_columns = 2,
                      .right_columns = 2,
                      .key = {{0, 0}},
                      .compared = {{1, 1}},
                      .same_layout = true};

TEST(JoinTest, EqualRowsOfAKeyArePairedFirst) {
  const ValueRows left({"k,a", "k,b", "x,1", "k,c", "k,b"});
  const ValueRows right({"k,b", "k,d", "y,2", "k,\"a\"", "y,2", "k,e"});
  for (const std::uint32_t lanes : k_most_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (const bool verify : {false, true}) {
      const auto joined = join_rows(*scheduler, left.side(), right.side(), k_values, verify, {});
      ASSERT_TRUE(joined.ok());
      const Pairing& pairing = joined.value();
      EXPECT_EQ((std::vector<std::uint32_t>{pairing.right_of.begin(), pairing.right_of.end()}),
                (std::vector<std::uint32_t>{3, 0, Pairing::k_none, 1, 5}));
      EXPECT_EQ((std::vector<int>{pairing.right_paired.begin(), pairing.right_paired.end()}),
                (std::vector<int>{1, 1, 0, 1, 0, 1}));
      EXPECT_TRUE(pairing.keys_equal);
      EXPECT_EQ(pairing.left_duplicates.keys, 1U);
      EXPECT_EQ(pairing.left_duplicates.rows, 4U);
      EXPECT_EQ(pairing.right_duplicates.keys, 2U);
      EXPECT_EQ(pairing.right_duplicates.rows, 6U);
    }
  }
}

TEST(JoinTest, DuplicatesOfOneHashAndSeveralKeysAreFoundOut) {
  const Schema key_only{
      .left_columns = 1, .right_columns = 1, .key = {{0, 0}}, .same_layout = true};
  const Rows left({"a", "b"}, same_for_all);
  const Rows right({"a"}, same_for_all);
  auto scheduler = make_scheduler(1);
  // In order of appearance the pair is right by chance; the count of duplicates would not be.
  EXPECT_FALSE(
      join_rows(*scheduler, left.side(), right.side(), key_only, false, {}).value().keys_equal);
  EXPECT_FALSE(
      join_rows(*scheduler, right.side(), left.side(), key_only, false, {}).value().keys_equal);
  const auto verified = join_rows(*scheduler, left.side(), right.side(), key_only, true, {});
  EXPECT_TRUE(verified.value().keys_equal);
  EXPECT_EQ(verified.value().left_duplicates.keys, 0U);
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
