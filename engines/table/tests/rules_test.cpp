#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/table/diff.h"
#include "heddle/table/json_lines.h"

#include "random_csv.h"

namespace heddle::table {
namespace {

Result<Diff> compare(std::string_view left, std::string_view right, const DiffOptions& options,
                     std::uint32_t lanes = 1) {
  auto scheduler = make_scheduler(lanes);
  return Diff::create(*scheduler, as_bytes(left), as_bytes(right), options);
}

/// The message of the error, or else the differences as JSON Lines without the header.
std::string answer(const Result<Diff>& diff) {
  if (!diff.ok()) return std::string(diff.error().message());
  ByteWriter out;
  EXPECT_TRUE(write_json_rows(diff.value(), 0, diff.value().differences().size(), out).ok());
  return std::string(as_text(out.view()));
}

TEST(RulesTest, TheGeneralRuleHoldsForEveryComparedColumn) {
  const char* left = "id,a,b\n1, x,1.0\n2,y,2\n";
  const char* right = "id,a,b\n1,x,1\n2,y,3\n";
  EXPECT_EQ(
      answer(compare(left, right, {.key = {"id"}, .rule = {.trim = true, .tolerance = "0"}})),
      "{\"kind\":\"changed\",\"left\":2,\"right\":2,\"cells\":[\"2\",\"y\",[\"2\",\"3\"]]}\n");
}

TEST(RulesTest, ARuleOfAColumnTakesThePlaceOfTheGeneralOne) {
  const char* left = "id,a,b\n1,X,X\n";
  const char* right = "b,id,a\nx,1,x\n";
  const auto diff = compare(
      left, right,
      {.key = {"id"}, .rule = {.ignore_case = true}, .column_rules = {{"b", {.trim = true}}}});
  EXPECT_EQ(
      answer(diff),
      "{\"kind\":\"changed\",\"left\":1,\"right\":1,\"cells\":[[\"X\",\"x\"],\"1\",\"x\"]}\n");
  EXPECT_EQ(diff.value().counts().changed_cells, 1U);
}

TEST(RulesTest, KeysAreComparedByteByByte) {
  const auto diff =
      compare("id,a\nA,1\n", "id,a\na,1\n", {.key = {"id"}, .rule = {.ignore_case = true}});
  EXPECT_EQ(diff.value().counts().added, 1U);
  EXPECT_EQ(diff.value().counts().removed, 1U);
}

TEST(RulesTest, IgnoredColumnsAreShownButNotCompared) {
  const auto diff = compare("id,t,a\n1,x,p\n2,y,q\n3,z,r\n", "id,t,a\n1,v,p\n2,w,s\n",
                            {.key = {"id"}, .ignore = {"t"}});
  EXPECT_EQ(answer(diff),
            "{\"kind\":\"changed\",\"left\":2,\"right\":2,\"cells\":[\"2\",\"w\",[\"q\",\"s\"]]}\n"
            "{\"kind\":\"removed\",\"left\":3,\"cells\":[\"3\",\"z\",\"r\"]}\n");
}

TEST(RulesTest, IgnoredColumnsOfOneFileAreNoDifference) {
  EXPECT_TRUE(
      compare("id,l\n1,x\n", "r,id\ny,1\n", {.key = {"id"}, .ignore = {"l", "r"}}).value().same());
  EXPECT_FALSE(
      compare("id,l\n1,x\n", "r,id\ny,1\n", {.key = {"id"}, .ignore = {"l"}}).value().same());
}

TEST(RulesTest, IgnoredColumnsAreNoPartOfWholeRows) {
  const auto diff = compare("a,t\nx,1\ny,2\n", "a,t\ny,3\nx,4\n", {.ignore = {"t"}});
  EXPECT_TRUE(diff.value().same());
}

TEST(RulesTest, RefusesWhatCannotBe) {
  const auto refused = [](const DiffOptions& options) {
    const auto diff = compare("id,a,l\n1,x,y\n", "id,a,r\n1,x,y\n", options);
    EXPECT_TRUE(!diff.ok() && diff.error().code() == Code::invalid_argument);
    return answer(diff);
  };
  EXPECT_EQ(refused({.key = {"id"}, .ignore = {"z"}}),
            "ignore names the column \"z\", which neither file has; the columns are: id, a, r, l");
  EXPECT_EQ(refused({.key = {"id"}, .column_rules = {{"z", {}}}}),
            "a rule names the column \"z\", which neither file has; the columns are: id, a, r, l");
  EXPECT_EQ(refused({.key = {"id"}, .ignore = {"id"}}),
            "ignore names the column \"id\", which is part of the key; a key is always compared "
            "byte by byte");
  EXPECT_EQ(refused({.key = {"id"}, .column_rules = {{"id", {.trim = true}}}}),
            "a rule names the column \"id\", which is part of the key; a key is always compared "
            "byte by byte");
  EXPECT_TRUE(refused({.rule = {.trim = true}}).starts_with("rules for values need a key"));
  EXPECT_TRUE(refused({.ignore = {"id", "a"}}).starts_with("every column that both files have"));
  EXPECT_TRUE(refused({.key = {"id"}, .rule = {.tolerance = "far"}}).starts_with("\"far\" is no"));
  EXPECT_TRUE(refused({.key = {"id"}, .column_rules = {{"a", {.tolerance = "-1"}}}})
                  .starts_with("\"-1\" is no"));
}

/// Values in groups: within a group they are the same under trim, case and a tolerance of 0, and two
/// groups never are.
constexpr std::array<std::array<std::string_view, 3>, 4> k_groups = {{
    {"1", "1.0", "\" 1e0\""},
    {"abc", "ABC", "aBc "},
    {"", " ", "\"\t\""},
    {"\"q\"\"X\"", "\"Q\"\"x\"", "\" q\"\"x \""},
}};

TEST(RulesTest, AgreesWithAPlainReference) {
  const DiffOptions options = {.key = {"id"},
                               .ignore = {"t"},
                               .rule = {.trim = true, .ignore_case = true, .tolerance = "0"}};
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    Random random(seed);
    std::string left = "id,a,t,b\n";
    std::string right = left;
    std::size_t changed_rows = 0;
    std::size_t changed_cells = 0;
    const auto cell = [&](std::size_t group) {
      return std::string(k_groups[group][random.below(3)]);
    };
    for (int row = 0; row < 40; ++row) {
      std::size_t changes = 0;
      std::array<std::string, 2> l;
      std::array<std::string, 2> r;
      for (std::size_t c = 0; c < 2; ++c) {
        const std::uint32_t group = random.below(4);
        const std::uint32_t other = random.one_in(3) ? random.below(4) : group;
        l[c] = cell(group);
        r[c] = cell(other);
        changes += group != other ? 1 : 0;
      }
      changed_rows += changes > 0 ? 1 : 0;
      changed_cells += changes;
      const std::string id = std::to_string(row);
      left += id + "," + l[0] + "," + random_field(random) + "," + l[1] + "\n";
      right += id + "," + r[0] + "," + random_field(random) + "," + r[1] + "\n";
    }
    const auto one = compare(left, right, options);
    ASSERT_TRUE(one.ok()) << answer(one);
    ASSERT_EQ(one.value().counts().changed, changed_rows) << "seed " << seed;
    ASSERT_EQ(one.value().counts().changed_cells, changed_cells) << "seed " << seed;
    for (const std::uint32_t lanes : k_lane_counts) {
      ASSERT_EQ(answer(compare(left, right, options, lanes)), answer(one))
          << "seed " << seed << ", " << lanes << " lanes";
    }
  }
}

}  // namespace
}  // namespace heddle::table
