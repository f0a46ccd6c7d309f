#include "schema.h"

#include <gtest/gtest.h>

namespace heddle::table {
namespace {

Header header(std::vector<std::string> columns) { return {.columns = std::move(columns)}; }

TEST(SchemaTest, PairsColumnsByName) {
  const auto schema =
      match_columns(header({"id", "a", "old"}), header({"new", "a", "id"}), {.key = {"id"}});
  ASSERT_TRUE(schema.ok());
  const Schema& s = schema.value();
  ASSERT_EQ(s.key.size(), 1U);
  EXPECT_EQ(s.key[0].left, 0U);
  EXPECT_EQ(s.key[0].right, 2U);
  ASSERT_EQ(s.compared.size(), 1U);
  EXPECT_EQ(s.compared[0].left, 1U);
  EXPECT_EQ(s.compared[0].right, 1U);
  EXPECT_EQ(s.only_left, std::vector<std::uint32_t>{2});
  EXPECT_EQ(s.only_right, std::vector<std::uint32_t>{0});
  EXPECT_FALSE(s.same_layout);
}

TEST(SchemaTest, WithoutAKeyAllCommonColumnsAreOne) {
  const auto schema = match_columns(header({"a", "b", "x"}), header({"b", "a"}), {});
  ASSERT_TRUE(schema.ok());
  EXPECT_EQ(schema.value().key.size(), 2U);
  EXPECT_TRUE(schema.value().compared.empty());
}

TEST(SchemaTest, SaysWhichColumnsThereAre) {
  const auto left = match_columns(header({"id", "name"}), header({"id"}), {.key = {"nope"}});
  EXPECT_EQ(left.error().message(),
            "there is no column \"nope\" to use as key; the columns are: id, name");
  EXPECT_EQ(left.error().location().input, 0);
  const auto right = match_columns(header({"id", "name"}), header({"id"}), {.key = {"name"}});
  EXPECT_EQ(right.error().location().input, 1);
}

TEST(SchemaTest, RefusesAColumnTwiceInTheKey) {
  EXPECT_EQ(match_columns(header({"id"}), header({"id"}), {.key = {"id", "id"}}).error().code(),
            Code::invalid_argument);
}

TEST(SchemaTest, RefusesFilesWithNothingInCommon) {
  EXPECT_EQ(match_columns(header({"a"}), header({"b"}), {}).error().code(), Code::invalid_argument);
}

}  // namespace
}  // namespace heddle::table
