#include "heddle/table/diff.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/table/json_lines.h"

#include "diff_state.h"
#include "random_csv.h"

namespace heddle::table {
namespace {

Result<Diff> compare(std::string_view left, std::string_view right,
                     std::vector<std::string> key = {"id"}, const Tuning& tuning = {}) {
  auto scheduler = make_scheduler(1);
  return Diff::State::create(*scheduler, as_bytes(left), as_bytes(right), {.key = std::move(key)},
                             tuning);
}

/// Each difference as "removed 1", "added 2" or "changed 3 4", rows from 0.
std::vector<std::string> list(const Result<Diff>& diff) {
  if (!diff.ok()) return {std::string(diff.error().message())};
  std::vector<std::string> lines;
  for (const Difference& d : diff.value().differences()) {
    switch (d.kind()) {
      case Kind::removed: lines.push_back("removed " + std::to_string(d.left)); break;
      case Kind::added: lines.push_back("added " + std::to_string(d.right)); break;
      case Kind::changed:
        lines.push_back("changed " + std::to_string(d.left) + " " + std::to_string(d.right));
    }
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(DiffTest, FindsAddedRemovedAndChangedRows) {
  const auto diff = compare("id,name\n1,Ann\n2,Bob\n3,Cy\n", "id,name\n1,Ann\n3,Cyd\n4,Dee\n");
  EXPECT_EQ(list(diff), (Lines{"removed 1", "changed 2 1", "added 2"}));
  const Counts& counts = diff.value().counts();
  EXPECT_EQ(counts.added, 1U);
  EXPECT_EQ(counts.removed, 1U);
  EXPECT_EQ(counts.changed, 1U);
  EXPECT_EQ(counts.unchanged, 1U);
  EXPECT_EQ(counts.changed_cells, 1U);
  EXPECT_EQ(counts.left_rows, 3U);
  EXPECT_EQ(counts.right_rows, 3U);
}

TEST(DiffTest, SameFilesHaveNoDifferences) {
  const auto diff = compare("id,a\n1,x\n", "id,a\n1,x\n");
  EXPECT_TRUE(diff.value().same());
  EXPECT_TRUE(list(diff).empty());
}

TEST(DiffTest, QuotesLineEndsAndByteOrderMarkMakeNoDifference) {
  EXPECT_TRUE(
      compare("\xEF\xBB\xBFid,a\r\n1,x\r\n2,\"\"", "id,\"a\"\n\"1\",\"x\"\n2,\n").value().same());
}

TEST(DiffTest, OrderOfRowsMakesNoDifference) {
  EXPECT_TRUE(compare("id,a\n1,x\n2,y\n", "id,a\n2,y\n1,x\n").value().same());
}

TEST(DiffTest, MatchesReorderedColumnsByName) {
  EXPECT_TRUE(compare("id,a,b\n1,x,y\n", "b,id,a\ny,1,x\n").value().same());
}

TEST(DiffTest, ColumnsOfOneFileAreADifferenceButChangeNoRow) {
  const auto diff = compare("id,a\n1,x\n", "id,a,b\n1,x,new\n");
  EXPECT_TRUE(list(diff).empty());
  EXPECT_FALSE(diff.value().same());
}

TEST(DiffTest, CompositeKeysDoNotRunTogether) {
  EXPECT_EQ(list(compare("a,b,v\n1,23,x\n", "a,b,v\n12,3,x\n", {"a", "b"})),
            (Lines{"removed 0", "added 0"}));
  EXPECT_TRUE(compare("a,b,v\n1,23,x\n", "a,b,v\n1,23,x\n", {"b", "a"}).value().same());
}

TEST(DiffTest, WithoutAKeyRowsAreAddedOrRemoved) {
  EXPECT_EQ(list(compare("a,b\n1,x\n1,x\n2,y\n", "a,b\n1,x\n2,z\n", {})),
            (Lines{"removed 1", "added 1", "removed 2"}));
}

TEST(DiffTest, PairsRepeatedKeysByEqualRowsThenInOrderOfAppearance) {
  EXPECT_EQ(list(compare("id,v\n1,a\n1,b\n1,c\n", "id,v\n1,a\n1,x\n")),
            (Lines{"changed 1 1", "removed 2"}));
  EXPECT_EQ(list(compare("id,v\n1,a\n", "id,v\n1,b\n1,a\n")), (Lines{"added 0"}));
  const auto diff = compare("id,v\n1,a\n2,x\n1,b\n3,y\n", "id,v\n4,p\n1,b\n1,c\n4,q\n1,a\n2,z\n");
  EXPECT_EQ(list(diff), (Lines{"added 0", "changed 1 5", "added 2", "removed 3", "added 3"}));
  const Counts& counts = diff.value().counts();
  EXPECT_EQ(counts.left_duplicates.keys, 1U);
  EXPECT_EQ(counts.left_duplicates.rows, 2U);
  EXPECT_EQ(counts.right_duplicates.keys, 2U);
  EXPECT_EQ(counts.right_duplicates.rows, 5U);
  // Whole rows are a multiset, in which nothing is paired by chance.
  EXPECT_EQ(compare("v\na\na\n", "v\na\n", {}).value().counts().left_duplicates.rows, 0U);
}

TEST(DiffTest, TakesColumnsByNumber) {
  EXPECT_EQ(list(compare("a,v\n1,x\n2,y\n", "b,v\n2,y\n1,z\n", {"#1"})), (Lines{"changed 0 1"}));
  // A column that is called so is meant by its name.
  EXPECT_EQ(list(compare("v,#1\nx,1\ny,2\n", "v,#1\ny,2\nz,1\n", {"#1"})), (Lines{"changed 0 1"}));
  for (const char* none : {"#0", "#3", "#", "#x", "#99999999"}) {
    const auto diff = compare("a,b\n1,2\n", "a,b\n1,2\n", {none});
    EXPECT_EQ(diff.error().code(), Code::invalid_argument) << none;
  }
  EXPECT_EQ(compare("a,b\n1,2\n", "a,b\n1,2\n", {"a", "#1"}).error().message(),
            "the key names the column \"#1\" twice");
}

TEST(DiffTest, TakesRowsByPosition) {
  auto scheduler = make_scheduler(k_several_lanes);
  const std::string left = "a,b\n1,x\n2,y\n3,z\n";
  const std::string right = "b,a\nx,1\nY,2\n";
  DiffOptions options{.by_position = true};
  EXPECT_EQ(list(Diff::create(*scheduler, as_bytes(left), as_bytes(right), options)),
            (Lines{"changed 1 1", "removed 2"}));
  EXPECT_EQ(list(Diff::create(*scheduler, as_bytes(right), as_bytes(left), options)),
            (Lines{"changed 1 1", "added 2"}));
  options.rule.ignore_case = true;
  EXPECT_EQ(list(Diff::create(*scheduler, as_bytes(left), as_bytes(right), options)),
            (Lines{"removed 2"}));
  options.key = {"a"};
  EXPECT_EQ(Diff::create(*scheduler, as_bytes(left), as_bytes(right), options).error().code(),
            Code::invalid_argument);
}

TEST(DiffTest, KeepsThePairsThatWereAskedFor) {
  auto scheduler = make_scheduler(1);
  const std::string left = "id,v\n1,a\n2,b\n3,c\n";
  const std::string right = "id,v\n3,c\n4,d\n1,x\n";
  const auto create = [&](bool keep_pairs) {
    return Diff::create(*scheduler, as_bytes(left), as_bytes(right),
                        {.key = {"id"}, .keep_pairs = keep_pairs});
  };
  const auto diff = create(true);
  const auto pairs = diff.value().left_of();
  EXPECT_EQ(std::vector(pairs.begin(), pairs.end()),
            (std::vector<std::uint32_t>{2, Difference::k_none, 0}));
  EXPECT_TRUE(create(false).value().left_of().empty());
}

TEST(DiffTest, EmptyTables) {
  EXPECT_TRUE(compare("id,a", "id,a\n").value().same());
  EXPECT_EQ(list(compare("id,a\n", "id,a\n1,x\n")), (Lines{"added 0"}));
  EXPECT_EQ(list(compare("id,a\n1,x\n", "id,a\n")), (Lines{"removed 0"}));
}

TEST(DiffTest, BlamesTheRightInput) {
  EXPECT_EQ(compare("", "id\n").error().location().input, 0);
  EXPECT_EQ(compare("id\n", "").error().location().input, 1);
  EXPECT_EQ(compare("id,b\n1,2\n", "id,b\n1\n").error().location().input, 1);
  EXPECT_EQ(compare("id,b\n1\n", "id,b\n1,2\n").error().location().input, 0);
}

TEST(DiffTest, RefusesMoreMemoryThanAllowed) {
  auto scheduler = make_scheduler(1);
  std::string file = "id\n";
  for (int i = 0; i < 1000; ++i) file += std::to_string(i) + "\n";
  const auto diff = Diff::create(*scheduler, as_bytes(file), as_bytes(file),
                                 {.key = {"id"}, .memory_limit = 5000});
  ASSERT_FALSE(diff.ok());
  EXPECT_EQ(diff.error().code(), Code::out_of_memory);
  EXPECT_TRUE(Diff::create(*scheduler, as_bytes(file), as_bytes(file),
                           {.key = {"id"}, .memory_limit = 100000})
                  .ok());
}

TEST(DiffTest, StopsAtCancel) {
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    Control control;
    control.cancel = 1;
    const auto diff = Diff::create(*scheduler, as_bytes("id\n1\n"), as_bytes("id\n1\n"),
                                   {.key = {"id"}, .cancel = CancelToken(&control)});
    EXPECT_EQ(diff.error().code(), Code::cancelled);
  }
}

TEST(DiffTest, ProgressEndsComplete) {
  auto scheduler = make_scheduler(1);
  std::string file = "id,text\n";
  for (int i = 0; i < 20000; ++i) file += std::to_string(i) + ",some text to fill the blocks\n";
  Control control;
  ASSERT_TRUE(Diff::create(*scheduler, as_bytes(file), as_bytes(file),
                           {.key = {"id"}, .progress = Progress(&control)})
                  .ok());
  EXPECT_GT(control.total, 20U);
  EXPECT_EQ(control.done, control.total);
}

/// The same answer from a few plain lines: maps of strings, no parallelism, no hashes.
Lines compare_plainly(const std::vector<std::vector<std::string>>& left,
                      const std::vector<std::vector<std::string>>& right) {
  std::map<std::string, std::vector<std::size_t>> left_rows;
  for (std::size_t i = 0; i < left.size(); ++i) left_rows[left[i][0]].push_back(i);
  std::vector<std::size_t> partner(left.size(), right.size());
  std::vector<bool> taken(right.size());
  // Equal rows first, then whichever is next.
  for (const bool equal : {true, false}) {
    for (std::size_t r = 0; r < right.size(); ++r) {
      if (taken[r]) continue;
      for (const std::size_t l : left_rows[right[r][0]]) {
        if (partner[l] != right.size() || (equal && left[l] != right[r])) continue;
        partner[l] = r;
        taken[r] = true;
        break;
      }
    }
  }
  std::vector<std::tuple<std::size_t, int, std::string>> found;
  for (std::size_t r = 0; r < right.size(); ++r) {
    if (!taken[r]) found.emplace_back(r, 1, "added " + std::to_string(r));
  }
  for (std::size_t l = 0; l < left.size(); ++l) {
    const std::size_t r = partner[l];
    if (r == right.size()) {
      found.emplace_back(l, 0, "removed " + std::to_string(l));
    } else if (left[l] != right[r]) {
      found.emplace_back(l, 0, "changed " + std::to_string(l) + " " + std::to_string(r));
    }
  }
  std::sort(found.begin(), found.end());
  Lines lines;
  for (const auto& [row, side, line] : found) lines.push_back(line);
  return lines;
}

std::vector<std::vector<std::string>> random_rows(Random& random, std::uint32_t keys) {
  std::vector<std::vector<std::string>> rows(random.below(60));
  for (auto& row : rows) {
    row = {std::to_string(random.below(keys)), std::to_string(random.below(3)),
           std::to_string(random.below(3))};
  }
  return rows;
}

std::string to_csv(Random& random, const std::vector<std::vector<std::string>>& rows) {
  std::string text = "id,a,b\n";
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) text += ',';
      text += random.one_in(4) ? "\"" + row[c] + "\"" : row[c];
    }
    text += random.one_in(4) ? "\r\n" : "\n";
  }
  return text;
}

TEST(DiffTest, AgreesWithAPlainReference) {
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    const std::uint32_t keys = 1 + random.below(40);
    const auto left = random_rows(random, keys);
    const auto right = random_rows(random, keys);
    const Lines expected = compare_plainly(left, right);
    const std::string left_file = to_csv(random, left);
    const std::string right_file = to_csv(random, right);
    ASSERT_EQ(list(compare(left_file, right_file)), expected) << "seed " << seed;
    // With two bits of hash nearly all keys collide, and the keys themselves must decide.
    ASSERT_EQ(list(compare(left_file, right_file, {"id"}, {.hash_mask = 3})), expected)
        << "seed " << seed;
  }
}

TEST(DiffTest, SameBytesForAnyNumberOfLanes) {
  // Enough rows for several blocks and partitions.
  Random random(5);
  std::string left = "id,a,b\n";
  std::string right = left;
  for (std::uint32_t i = 0; i < 60000; ++i) {
    const std::string id = std::to_string(i);
    const std::string text = random_field(random);
    if (!random.one_in(50)) left += id + "," + text + ",v\n";
    if (!random.one_in(50)) right += id + "," + text + (random.one_in(20) ? ",w\n" : ",v\n");
  }
  const auto bytes_with = [&](std::uint32_t lanes) {
    auto scheduler = make_scheduler(lanes);
    const auto diff = Diff::create(*scheduler, as_bytes(left), as_bytes(right), {.key = {"id"}});
    if (!diff.ok()) return std::string(diff.error().message());
    ByteWriter out;
    EXPECT_TRUE(write_json_rows(diff.value(), 0, diff.value().differences().size(), out).ok());
    return std::string(as_text(out.view()));
  };
  const std::string expected = bytes_with(1);
  EXPECT_GT(expected.size(), 100000U) << expected;
  for (const std::uint32_t lanes : k_most_lane_counts) {
    for (int round = 0; round < 3; ++round)
      ASSERT_TRUE(bytes_with(lanes) == expected) << lanes << " lanes";
  }
}

}  // namespace
}  // namespace heddle::table
