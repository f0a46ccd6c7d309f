#include "heddle/table/key.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "heddle/runtime_testing/lanes.h"

namespace heddle::table {
namespace {

using Names = std::vector<std::string>;

KeyProposal propose(std::string_view left, std::string_view right, const DiffOptions& options = {},
                    std::uint32_t lanes = 1) {
  auto scheduler = make_scheduler(lanes);
  const auto key = propose_key(*scheduler, as_bytes(left), as_bytes(right), options);
  EXPECT_TRUE(key.ok()) << key.error().message();
  return key.ok() ? key.value() : KeyProposal{};
}

TEST(KeyTest, ProposesTheColumnWithoutRepeats) {
  const KeyProposal key =
      propose("name,id,city\nA,1,Rome\nB,2,Rome\nA,3,Oslo\n", "id,city,name\n2,Rome,B\n4,Bern,C\n");
  EXPECT_EQ(key.columns, Names{"id"});
  EXPECT_EQ(key.left_rows, 3U);
  EXPECT_EQ(key.right_rows, 2U);
  EXPECT_EQ(key.matched, 1U);
}

TEST(KeyTest, PrefersTheColumnThatPairsMoreRows) {
  EXPECT_EQ(propose("stamp,id\na,1\nb,2\n", "stamp,id\nc,2\nb,1\n").columns, Names{"id"});
  EXPECT_EQ(propose("a,b\n1,x\n2,y\n", "a,b\n1,x\n2,y\n").columns, Names{"a"});
}

TEST(KeyTest, ProposesColumnsTogether) {
  const std::string left = "year,n,month,v\n1,x,1,a\n1,x,2,a\n2,x,1,a\n2,x,2,b\n";
  const std::string right = "year,n,month,v\n1,x,1,a\n1,x,2,a\n2,x,1,a\n2,x,2,c\n";
  EXPECT_EQ(propose(left, right).columns, (Names{"year", "month"}));
  EXPECT_EQ(propose(left, right).matched, 4U);
}

TEST(KeyTest, ProposesNothingThatRepeatsOrPairsNoRow) {
  EXPECT_EQ(propose("a,b\n1,x\n1,x\n", "a,b\n1,x\n2,y\n").columns, Names{});
  EXPECT_EQ(propose("a,b\n1,x\n", "a,b\n2,y\n").columns, Names{});
  EXPECT_EQ(propose("a\n", "a\n").columns, Names{});
}

TEST(KeyTest, LeavesIgnoredColumnsOutAndReadsDialects) {
  EXPECT_EQ(propose("id;v\n1;a\n2;b\n", "v\tid\na\t1\nb\t2\n",
                    {.dialect = {.delimiter = Dialect::k_detect}, .ignore = {"id"}})
                .columns,
            Names{"v"});
}

TEST(KeyTest, SaysWhichFileIsToBlame) {
  auto scheduler = make_scheduler(1);
  const auto key = propose_key(*scheduler, as_bytes("a,b\n1,2\n"), as_bytes("a,b\n1\n"), {});
  EXPECT_EQ(key.error().code(), Code::malformed_input);
  EXPECT_EQ(key.error().location().input, 1);
  EXPECT_EQ(propose_key(*scheduler, as_bytes("a\n"), as_bytes("b\n"), {}).error().code(),
            Code::invalid_argument);
}

/// More than the rows that are looked at first: `late` repeats a value at the very end, `early` at the very beginning.
std::string long_table(int rows) {
  std::string table = "early,late,id,text\n";
  for (int i = 0; i < rows; ++i) {
    const std::string number = std::to_string(i);
    table += (i == 1 ? "0" : number) + "," + (i == rows - 1 ? "0" : number) + ",x" + number +
             ",some words of a row of this long table\n";
  }
  return table;
}

TEST(KeyTest, SeesARepeatWhereverItStands) {
  const std::string table = long_table(40'000);
  ASSERT_GT(table.size(), std::size_t{2} << 20);
  const KeyProposal key = propose(table, table);
  EXPECT_EQ(key.columns, Names{"id"});
  EXPECT_EQ(key.matched, 40'000U);
  EXPECT_EQ(propose(table, table, {.ignore = {"id"}}).columns, (Names{"early", "late"}));
}

TEST(KeyTest, TellsHowFarItIs) {
  const std::string table = long_table(40'000);
  Control control;
  propose(table, table, {.progress = Progress(&control)});
  EXPECT_GT(control.total.load(), 0U);
  EXPECT_GE(control.done.load(), control.total.load());
}

TEST(KeyTest, IsTheSameForAnyNumberOfLanes) {
  std::string left = "a,b,c\n";
  std::string right = left;
  for (int i = 0; i < 20'000; ++i) {
    left += std::to_string(i % 150) + "," + std::to_string(i / 150) + ",x\n";
    if (i % 7 != 0) right += std::to_string(i % 150) + "," + std::to_string(i / 150) + ",x\n";
  }
  for (const std::uint32_t lanes : k_lane_counts) {
    const KeyProposal key = propose(left, right, {}, lanes);
    EXPECT_EQ(key.columns, (Names{"a", "b"}));
    EXPECT_EQ(key.matched, 20'000U - 2858U);
  }
}

}  // namespace
}  // namespace heddle::table
