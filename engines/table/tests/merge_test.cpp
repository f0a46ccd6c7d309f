#include "heddle/table/merge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "documents.h"
#include "random_tables.h"

namespace heddle::table {
namespace {

struct Outcome {
  std::string table;
  std::string conflicts;

  bool operator==(const Outcome&) const = default;
};

Outcome merge_tables(std::string_view base, std::string_view left, std::string_view right,
                     std::vector<std::string> key = {"id"}, std::uint32_t lanes = 1) {
  auto scheduler = make_scheduler(lanes);
  const auto merged = Merge::create(*scheduler, as_bytes(base), as_bytes(left), as_bytes(right),
                                    {.key = std::move(key)});
  if (!merged.ok()) return {std::string(merged.error().message()), "failed"};
  return {text_of(*scheduler, merged.value().result()),
          text_of(*scheduler, merged.value().conflicts())};
}

std::string merged(std::string_view base, std::string_view left, std::string_view right,
                   std::vector<std::string> key = {"id"}) {
  const Outcome outcome = merge_tables(base, left, right, std::move(key));
  EXPECT_EQ(outcome.conflicts, "");
  return outcome.table;
}

constexpr std::string_view k_base = "id,name,city\n1,Ann,Rome\n2,Bob,Oslo\n3,Cid,Bern\n";

TEST(MergeTest, TakesWhatEachSideChanged) {
  EXPECT_EQ(merged(k_base, "id,name,city\n1,Anna,Rome\n2,Bob,Oslo\n3,Cid,Bern\n",
                   "id,name,city\n1,Ann,Roma\n2,Bob,Oslo\n3,Sid,Bern\n"),
            "id,name,city\n1,Anna,Roma\n2,Bob,Oslo\n3,Sid,Bern\n");
}

TEST(MergeTest, TheSameChangeTwiceIsNoConflict) {
  const std::string_view both = "id,name,city\n1,Ann,Roma\n3,Cid,Bern\n4,Dee,Lima\n";
  EXPECT_EQ(merged(k_base, both, both), both);
}

TEST(MergeTest, AddsAndRemovesRowsOfBothSides) {
  EXPECT_EQ(merged(k_base, "id,name,city\n0,Zoe,Kiev\n1,Ann,Rome\n3,Cid,Bern\n",
                   "id,name,city\n1,Ann,Rome\n9,Eve,Lima\n2,Bob,Oslo\n"),
            "id,name,city\n0,Zoe,Kiev\n1,Ann,Rome\n9,Eve,Lima\n");
}

TEST(MergeTest, ListsConflictsByCell) {
  const Outcome outcome = merge_tables(k_base, "id,name,city\n1,Ann,Roma\n2,Bob,Oslo\n3,Cid,Bern\n",
                                       "id,name,city\n1,Ann,\"R,\"\n2,Bob,Oslo\n3,Cid,Bern\n");
  EXPECT_EQ(outcome.table,
            "id,name,city\n1,Ann,\"((( Rome ))) Roma /// R,\"\n2,Bob,Oslo\n3,Cid,Bern\n");
  EXPECT_EQ(outcome.conflicts,
            "{\"row\":1,\"key\":[\"1\"],\"column\":\"city\",\"base\":\"Rome\",\"left\":\"Roma\","
            "\"right\":\"R,\"}\n");
}

TEST(MergeTest, KeepsARowThatOneSideRemovedAndTheOtherChanged) {
  const std::string_view removed = "id,name,city\n1,Ann,Rome\n3,Cid,Bern\n";
  const std::string_view changed = "id,name,city\n1,Ann,Rome\n2,Bob,Lima\n3,Cid,Bern\n";
  EXPECT_EQ(merge_tables(k_base, removed, changed),
            (Outcome{std::string(changed),
                     "{\"row\":2,\"key\":[\"2\"],\"column\":\"city\",\"base\":\"Oslo\","
                     "\"left\":null,\"right\":\"Lima\"}\n"}));
  EXPECT_EQ(merge_tables(k_base, changed, removed),
            (Outcome{std::string(changed),
                     "{\"row\":2,\"key\":[\"2\"],\"column\":\"city\",\"base\":\"Oslo\","
                     "\"left\":\"Lima\",\"right\":null}\n"}));
}

TEST(MergeTest, PairsRowsThatBothSidesAdded) {
  EXPECT_EQ(merge_tables("id,v\n", "id,v\n1,a\n2,b\n", "id,v\n2,c\n1,a\n"),
            (Outcome{"id,v\n1,a\n2,(((  ))) b /// c\n",
                     "{\"row\":2,\"key\":[\"2\"],\"column\":\"v\",\"base\":null,\"left\":\"b\","
                     "\"right\":\"c\"}\n"}));
  EXPECT_EQ(merged("v\n", "v\na\na\n", "v\na\nb\n", {}), "v\na\nb\na\n");
}

TEST(MergeTest, AddsAndDropsColumnsOfBothSides) {
  EXPECT_EQ(merged(k_base, "mark,id,name,city\nx,1,Ann,Rome\ny,2,Bob,Oslo\nz,3,Cid,Bern\n",
                   "id,age,name\n1,7,Ann\n2,8,Bob\n3,9,Sid\n4,5,Dee\n"),
            "mark,id,age,name\nx,1,7,Ann\ny,2,8,Bob\nz,3,9,Sid\n,4,5,Dee\n");
}

TEST(MergeTest, ACellOfADroppedColumnThatChangedIsAConflict) {
  EXPECT_EQ(merge_tables(k_base, "id,name\n1,Ann\n2,Bob\n3,Cid\n",
                         "id,name,city\n1,Ann,Roma\n2,Bob,Oslo\n3,Cid,Bern\n"),
            (Outcome{"id,name\n1,Ann\n2,Bob\n3,Cid\n",
                     "{\"row\":1,\"key\":[\"1\"],\"column\":\"city\",\"base\":\"Rome\","
                     "\"left\":null,\"right\":\"Roma\"}\n"}));
}

TEST(MergeTest, WithoutAKeyAColumnMayBeDropped) {
  EXPECT_EQ(merged("a,b\n1,x\n2,y\n3,z\n", "a\n1\n3\n", "a,b\n1,x\n2,y\n3,z\n4,w\n", {}),
            "a\n1\n3\n4\n");
}

TEST(MergeTest, ColumnsThatBothSidesAddedAreMerged) {
  EXPECT_EQ(merge_tables("id\n1\n2\n", "id,v\n1,a\n2,b\n", "id,v\n1,a\n2,c\n").table,
            "id,v\n1,a\n2,(((  ))) b /// c\n");
}

Outcome merge_by_rules(std::string_view base, std::string_view left, std::string_view right,
                       DiffOptions options) {
  auto scheduler = make_scheduler(1);
  if (options.key.empty()) options.key = {"id"};
  const auto merged =
      Merge::create(*scheduler, as_bytes(base), as_bytes(left), as_bytes(right), options);
  if (!merged.ok()) return {std::string(merged.error().message()), "failed"};
  return {text_of(*scheduler, merged.value().result()),
          text_of(*scheduler, merged.value().conflicts())};
}

TEST(MergeTest, TakesAValueThatIsTheSameByItsRuleForUnchanged) {
  const DiffOptions price{.column_rules = {{"price", {.tolerance = "0"}}}};
  // Left only writes it another way, right changed it.
  EXPECT_EQ(merge_by_rules("id,price\n1,1.5\n", "id,price\n1,1.50\n", "id,price\n1,2\n", price),
            (Outcome{"id,price\n1,2\n", ""}));
  EXPECT_EQ(merge_by_rules("id,price\n1,1.5\n", "id,price\n1,2\n", "id,price\n1,1.50\n", price),
            (Outcome{"id,price\n1,2\n", ""}));
  // Both changed it to the same number.
  EXPECT_EQ(merge_by_rules("id,price\n1,1.5\n", "id,price\n1,2.0\n", "id,price\n1,2\n", price),
            (Outcome{"id,price\n1,2.0\n", ""}));
  // Nobody changed it: it is written as the one writes it who touched it, left's way where both did.
  EXPECT_EQ(merge_by_rules("id,price\n1,1.5\n", "id,price\n1,1.5\n", "id,price\n1,1.50\n", price),
            (Outcome{"id,price\n1,1.50\n", ""}));
  EXPECT_EQ(merge_by_rules("id,price\n1,1.5\n", "id,price\n1,1.50\n", "id,price\n1,1.500\n", price),
            (Outcome{"id,price\n1,1.50\n", ""}));
  // Without the rule, and to different numbers, it is a conflict.
  EXPECT_NE(
      merge_by_rules("id,price\n1,1.5\n", "id,price\n1,1.50\n", "id,price\n1,2\n", {}).conflicts,
      "");
  EXPECT_NE(
      merge_by_rules("id,price\n1,1.5\n", "id,price\n1,3\n", "id,price\n1,2\n", price).conflicts,
      "");
}

TEST(MergeTest, AppliesARuleToAllColumnsThatHaveNoneOfTheirOwn) {
  const DiffOptions options{.rule = {.trim = true, .ignore_case = true},
                            .column_rules = {{"day", {.date = DateOrder::day_first}}}};
  EXPECT_EQ(merge_by_rules("id,name,day\n1,Ann,2012-01-31\n", "id,name,day\n1, ANN ,31.1.2012\n",
                           "id,name,day\n1,Eve,2012-02-01\n", options),
            (Outcome{"id,name,day\n1,Eve,2012-02-01\n", ""}));
  // A rule of its own replaces the general one.
  EXPECT_NE(merge_by_rules("id,day\n1,x\n", "id,day\n1,X\n", "id,day\n1,y\n", options).conflicts,
            "");
}

TEST(MergeTest, DropsARowThatTheOtherSideOnlyWroteAnotherWay) {
  const std::string_view removed = "id,name\n2,Bob\n";
  const DiffOptions options{.rule = {.ignore_case = true}};
  EXPECT_EQ(merge_by_rules("id,name\n1,Ann\n2,Bob\n", removed, "id,name\n1,ANN\n2,Bob\n", options),
            (Outcome{std::string(removed), ""}));
  EXPECT_NE(
      merge_by_rules("id,name\n1,Ann\n2,Bob\n", removed, "id,name\n1,ANN\n2,Bob\n", {}).conflicts,
      "");
}

TEST(MergeTest, TakesRulesForColumnsThatOnlyOneSideHas) {
  EXPECT_EQ(merge_by_rules("id\n1\n", "id,v\n1,a\n", "id,w\n1,b\n",
                           {.column_rules = {{"v", {.trim = true}}, {"w", {.trim = true}}}}),
            (Outcome{"id,w,v\n1,b,a\n", ""}));
}

TEST(MergeTest, RefusesRulesThatDoNotFit) {
  const auto why = [](DiffOptions options) {
    return merge_by_rules(k_base, k_base, k_base, std::move(options)).table;
  };
  EXPECT_EQ(why({.ignore = {"name"}}),
            "a merge brings all columns together; leave out the ignored ones");
  EXPECT_EQ(why({.column_rules = {{"town", {.trim = true}}}}),
            "a rule names the column \"town\", which neither side has; the columns are: id, name, "
            "city");
  EXPECT_EQ(
      why({.column_rules = {{"id", {.trim = true}}}}),
      "a rule names the column \"id\", which is part of the key; a key is always compared byte "
      "by byte");
  EXPECT_NE(why({.column_rules = {{"name", {.tolerance = "much"}}}}).find("much"),
            std::string::npos);
  auto scheduler = make_scheduler(1);
  const ByteView base = as_bytes(k_base);
  EXPECT_EQ(Merge::create(*scheduler, base, base, base, {.rule = {.trim = true}}).error().message(),
            "rules for values need a key: without one whole rows are merged byte by byte; name the "
            "key columns, or leave the rules out");
}

TEST(MergeTest, BlamesTheTableThatIsBroken) {
  auto scheduler = make_scheduler(1);
  const auto input_of = [&](std::string_view base, std::string_view left, std::string_view right) {
    return Merge::create(*scheduler, as_bytes(base), as_bytes(left), as_bytes(right),
                         {.key = {"id"}})
        .error()
        .location()
        .input;
  };
  EXPECT_EQ(input_of("id,v\n1\n", "id,v\n", "id,v\n"), 0);
  EXPECT_EQ(input_of("id,v\n", "id,v\n1\n", "id,v\n"), 1);
  EXPECT_EQ(input_of("id,v\n", "id,v\n", "id,v\n1\n"), 2);
  EXPECT_EQ(input_of("id,v\n", "id,v\n", "v\n1\n"), 2);
}

/// Tables whose keys are unique: c0 becomes the row's number.
PlainTable with_unique_keys(PlainTable table, std::uint32_t first) {
  const auto key = std::find(table.columns.begin(), table.columns.end(), "c0");
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    table.rows[r][static_cast<std::size_t>(key - table.columns.begin())] =
        std::to_string(first + r);
  }
  return table;
}

TEST(MergeTest, ChangesOfOneSideAloneAreTaken) {
  for (std::uint32_t seed = 1; seed <= 1000; ++seed) {
    Random random(seed);
    const PlainTable before = with_unique_keys(random_table(random, 12), 0);
    PlainTable after = edited(random, before);
    if (std::find(after.columns.begin(), after.columns.end(), "c0") == after.columns.end())
      continue;
    after = with_unique_keys(std::move(after), random.below(5));
    const std::string base = to_csv(random, before);
    const std::string side = to_csv(random, after);
    for (const auto& [left, right] : {std::pair(side, base), std::pair(side, side)}) {
      const Outcome outcome = merge_tables(base, left, right, {"c0"});
      ASSERT_EQ(outcome.conflicts, "") << "seed " << seed;
      ASSERT_EQ(read_plainly(outcome.table), after) << "seed " << seed << "\n" << outcome.table;
    }
    // With left unchanged its order counts, so the rows are compared as a set.
    const Outcome outcome = merge_tables(base, base, side, {"c0"});
    ASSERT_EQ(outcome.conflicts, "") << "seed " << seed;
    const std::string again = compare_as(outcome.table, side, Format::csv, {"c0"});
    ASSERT_EQ(std::count(again.begin(), again.end(), '\n'), 1) << "seed " << seed << "\n" << again;
  }
}

TEST(MergeTest, SameBytesForAnyNumberOfLanes) {
  std::string base = "id,a,b\n";
  std::string left = base;
  std::string right = base;
  for (int i = 0; i < 9000; ++i) {
    const std::string id = std::to_string(i);
    base += id + ",x,y\n";
    if (i % 11 != 0) left += id + (i % 5 == 0 ? ",l" : ",x") + ",y\n";
    if (i % 13 != 0) right += id + (i % 7 == 0 ? ",r" : ",x") + (i % 3 == 0 ? ",r\n" : ",y\n");
  }
  const Outcome expected = merge_tables(base, left, right);
  EXPECT_GT(expected.conflicts.size(), 10000U);
  for (const std::uint32_t lanes : k_lane_counts) {
    EXPECT_TRUE(merge_tables(base, left, right, {"id"}, lanes) == expected) << lanes << " lanes";
  }
}

}  // namespace
}  // namespace heddle::table
