#include "heddle/table/patch.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "documents.h"
#include "random_tables.h"

namespace heddle::table {
namespace {

constexpr std::string_view k_left = "id,name,old\n1,Ann,x\n2,Bo,y\n4,Di,z\n5,Ed,z\n";
constexpr std::string_view k_right = "name,id,new\nBeau,2,p\nDi,4,q\nEd,5,r\nCy,6,s\n";
constexpr std::string_view k_patch =
    "heddle table patch,1\n"
    "left,4,id,name,old\n"
    "right,4,name,id,new\n"
    "from,2,1,0\n"
    "-,1,1,Ann,x\n"
    "~,2,p,1,Bo,Beau\n"
    "~,3,q\n"
    "~,4,r\n"
    "+,Cy,6,s\n";

/// The table after the patch, or the message that says why not.
std::string patched(std::string_view left, std::string_view patch, std::uint32_t lanes = 1) {
  auto scheduler = make_scheduler(lanes);
  const auto table = apply_patch(*scheduler, as_bytes(left), as_bytes(patch), {});
  if (!table.ok()) return std::string(table.error().message());
  return text_of(*scheduler, *table.value());
}

TEST(PatchTest, HoldsWhatChanged) {
  EXPECT_EQ(compare_as(k_left, k_right, Format::patch), k_patch);
  EXPECT_EQ(compare_as("id\n1\n2\n3\n", "id\n2\n3\n1\n", Format::patch),
            "heddle table patch,1\nleft,3,id\nright,3,id\nfrom,1\n=,2,2\n=,1,1\n");
}

TEST(PatchTest, MakesTheTableAfter) {
  EXPECT_EQ(patched(k_left, k_patch), k_right);
  EXPECT_EQ(
      patched(
          "a,b\n1,x\n2,y\n",
          "heddle table patch,1\nleft,2,a,b\nright,3,a,b\nfrom,1,2\n=,1,2\n+,\"3,\",\"\"\"\"\n"),
      "a,b\n1,x\n2,y\n\"3,\",\"\"\"\"\n");
}

/// The rows that a patch copies are taken as they are.
TEST(PatchTest, LooksOnlyAtRowsThatItChanges) {
  const std::string patch = compare_as("id,v\n1,a\n2,b\n", "id,v\n1,a\n2,c\n", Format::patch);
  EXPECT_EQ(patched("id,v\n1,other\n2,b\n", patch), "id,v\n1,other\n2,c\n");
}

TEST(PatchTest, NamesTheRowThatDoesNotFit) {
  const auto refused = [](std::string_view left, std::string_view message) {
    auto scheduler = make_scheduler(k_lane_counts.back());
    const auto table = apply_patch(*scheduler, as_bytes(left), as_bytes(k_patch), {});
    ASSERT_FALSE(table.ok());
    EXPECT_EQ(table.error().code(), Code::invalid_argument);
    EXPECT_EQ(table.error().location().input, 1);
    EXPECT_NE(table.error().message().find(message), std::string_view::npos)
        << table.error().message();
  };
  refused("id,name,old\n1,Ann,x\n2,Bob,y\n4,Di,z\n5,Ed,z\n",
          "line 6, byte offset 83: the patch does not fit: row 2 has \"Bob\" in the column "
          "\"name\" in place of \"Bo\"; apply it to the table that it was made from");
  refused("id,name,old\n1,Ann,w\n2,Bo,y\n4,Di,z\n5,Ed,z\n",
          "row 1 has \"w\" in the column \"old\"");
  refused("id,name,old\n1,Ann,x\n2,Bo,y\n4,Di,z\n",
          "line 8, byte offset 105: the patch does not fit: there is no row 4, the table has 3");
  refused("id,name,old\n1,Ann,x\n2,Bo,y\n4,Di,z\n5,Ed,z\n6,,\n", "row 5 of the table is not in it");
  refused("id,name\n1,Ann\n",
          "the table has the columns id, name, the patch was made for id, name, old");
}

TEST(PatchTest, BlamesTheTableThatIsBroken) {
  auto scheduler = make_scheduler(1);
  const auto table = apply_patch(*scheduler, as_bytes("id,v\n1\n"), as_bytes(k_patch), {});
  EXPECT_EQ(table.error().code(), Code::malformed_input);
  EXPECT_EQ(table.error().location().input, 0);
}

TEST(PatchTest, RefusesWhatIsNoPatch) {
  const std::string head = "heddle table patch,1\nleft,2,a\nright,1,a\nfrom,1\n";
  const std::string added = "heddle table patch,1\nleft,2,a\nright,2,a,b\nfrom,1,0\n";
  const std::vector<std::pair<std::string, std::string_view>> wrong = {
      {"", "line 1, byte offset 0: this is no patch"},
      {"a,b\n1,2\n", "line 1, byte offset 0: this is no patch"},
      {"heddle table patch,2\n", "another version"},
      {"heddle table patch,1\nleft,x,a\n", "line 2, byte offset 21: here must stand \"left\""},
      {"heddle table patch,1\nleft,1\n", "here must stand \"left\""},
      {"heddle table patch,1\nleft,1,a,b,a\n", "the name \"a\" stands twice"},
      {"heddle table patch,1\nleft,4294967295,a\n", "here must stand \"left\""},
      {"heddle table patch,1\nleft,1,a\nright,1,a\nfrom,2\n", "from a column of left, 1 to 1"},
      {"heddle table patch,1\nleft,1,a\nright,1,a\nfrom\n", "a number for each of the 1 columns"},
      {head, "the patch ends after 0 of 1 rows"},
      {head + "=,1,1\n=,2,1\n", "more than the 1 rows"},
      {head + "=,2,2\n", "beyond the table's end"},
      {head + "=,1,0\n", "beyond the table's end"},
      {head + "=,3,1\n", "the row's number must be 1 to 2"},
      {head + "=,0,1\n", "the row's number must be 1 to 2"},
      {head + "-,1\n", "this record has 2 fields in place of 3"},
      {head + "+,1,2\n", "this record has 3 fields in place of 2"},
      {head + "~,1,1,x\n", "column, before and after"},
      {head + "~,1,2,x,y\n", "in increasing order"},
      {head + "~,1,1,x,y,1,x,y\n", "in increasing order"},
      {head + "*,1\n", "begins with - = ~ or +"},
      {head + "\n", "begins with - = ~ or +"},
      {head + "+,\"x\n", "the quote that opens here is never closed"},
      {added + "=,1,2\n", "no value for a new column"},
      {added + "~,1,v,2,x,y\n", "columns that left has too"},
  };
  for (const auto& [patch, message] : wrong) {
    auto scheduler = make_scheduler(1);
    const auto table = apply_patch(*scheduler, as_bytes("a\n1\n2\n"), as_bytes(patch), {});
    ASSERT_FALSE(table.ok()) << patch;
    EXPECT_EQ(table.error().code(), Code::malformed_input) << patch;
    EXPECT_EQ(table.error().location().input, 1) << patch;
    EXPECT_NE(table.error().message().find(message), std::string_view::npos)
        << patch << "\n"
        << table.error().message();
  }
}

TEST(PatchTest, UsesEachRowOnce) {
  const std::string head = "heddle table patch,1\nleft,2,a\nright,2,a\nfrom,1\n";
  EXPECT_NE(patched("a\n1\n2\n", head + "=,1,1\n=,1,1\n")
                .find("row 1 is removed, copied or changed a second time"),
            std::string::npos);
  EXPECT_NE(patched("a\n1\n2\n", head + "=,1,1\n+,3\n").find("row 2 of the table is not in it"),
            std::string::npos);
}

/// The seed and the number of rounds of the random tests; HEDDLE_TEST_SEED and HEDDLE_TEST_ROUNDS change
/// them.
std::uint32_t setting(const char* name, std::uint32_t usual) {
  const char* text = std::getenv(name);
  return text == nullptr ? usual : static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10));
}

TEST(PatchTest, RestoresRandomTables) {
  const std::uint32_t seed = setting("HEDDLE_TEST_SEED", 20250101);
  const std::uint32_t rounds = setting("HEDDLE_TEST_ROUNDS", 10000);
  std::printf("seed %u, %u rounds\n", seed, rounds);
  for (std::uint32_t i = 0; i < rounds; ++i) {
    Random random(seed + i);
    const PlainTable before = random_table(random, 12);
    const PlainTable after = edited(random, before);
    const std::string left = to_csv(random, before);
    const std::string right = to_csv(random, after);
    const std::vector<std::string> key =
        random.one_in(2) ? std::vector<std::string>{"c0"} : std::vector<std::string>{};
    const std::string patch = compare_as(left, right, Format::patch, key);
    if (patch.rfind("the files have no column in common", 0) == 0) continue;
    const std::string restored = patched(left, patch);
    ASSERT_EQ(read_plainly(restored), after) << "seed " << seed + i << "\n"
                                             << left << "\n"
                                             << right << "\n"
                                             << patch << "\n"
                                             << restored;
  }
}

TEST(PatchTest, SurvivesAnyBytes) {
  const std::uint32_t seed = setting("HEDDLE_TEST_SEED", 20250101);
  const std::uint32_t rounds = setting("HEDDLE_TEST_ROUNDS", 2000);
  std::printf("seed %u, %u rounds\n", seed, rounds);
  constexpr std::string_view k_letters = "0123456789,,\n\"-=~+az\r";
  std::uint32_t accepted = 0;
  for (std::uint32_t i = 0; i < rounds; ++i) {
    Random random(seed + i);
    std::string patch(k_patch);
    for (std::uint32_t changes = 1 + random.below(3); changes > 0; --changes) {
      const auto place = random.below(static_cast<std::uint32_t>(patch.size()));
      const char letter = k_letters[random.below(k_letters.size())];
      switch (random.below(4)) {
        case 0: patch[place] = letter; break;
        case 1: patch.insert(place, 1, letter); break;
        case 2: patch.erase(place, 1 + random.below(9)); break;
        default: patch.insert(place, patch.substr(random.below(place + 1), random.below(30)));
      }
    }
    auto scheduler = make_scheduler(1);
    const auto table = apply_patch(*scheduler, as_bytes(k_left), as_bytes(patch), {});
    if (!table.ok()) {
      ASSERT_FALSE(table.error().message().empty());
      continue;
    }
    ++accepted;
    // Whatever a patch says, a table comes out that reads well.
    const PlainTable result = read_plainly(text_of(*scheduler, *table.value()));
    ASSERT_FALSE(result.columns.empty()) << "seed " << seed + i;
    for (const auto& row : result.rows) ASSERT_EQ(row.size(), result.columns.size());
  }
  EXPECT_LT(accepted, rounds);
}

TEST(PatchTest, SameBytesForAnyNumberOfLanes) {
  std::string left = "id,v\n";
  std::string right = left;
  for (int i = 0; i < 20000; ++i) {
    const std::string id = std::to_string(i);
    if (i % 11 != 0) left += id + ",a\n";
    if (i % 13 != 0) right += id + (i % 7 == 0 ? ",b\n" : ",a\n");
  }
  const std::string patch = compare_as(left, right, Format::patch);
  for (const std::uint32_t lanes : k_lane_counts) EXPECT_TRUE(patched(left, patch, lanes) == right);
}

}  // namespace
}  // namespace heddle::table
