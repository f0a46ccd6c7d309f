#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/table/diff.h"
#include "heddle/table/json_lines.h"
#include "heddle/table/patch.h"
#include "heddle/table/summary.h"

#include "documents.h"

namespace heddle::table {
namespace {

Result<Diff> compare(std::string_view left, std::string_view right, DiffOptions options = {},
                     std::uint32_t lanes = 1) {
  auto scheduler = make_scheduler(lanes);
  options.find_renames = true;
  return Diff::create(*scheduler, as_bytes(left), as_bytes(right), options);
}

std::string header_of(const Result<Diff>& diff) {
  if (!diff.ok()) return std::string(diff.error().message());
  ByteWriter out;
  EXPECT_TRUE(write_json_header(diff.value(), out).ok());
  return std::string(as_text(out.view()));
}

const std::string k_left = "id,town,age\n1,Rome,20\n2,Oslo,30\n3,Bern,20\n4,Lima,40\n";
const std::string k_right = "city,id,years\nRome,1,20\nOslo,2,31\nBern,3,20\nLima,4,40\n";

TEST(RenamesTest, ColumnsAreFoundByWhatTheyHold) {
  const auto diff = compare(k_left, k_right, {.key = {"id"}});
  EXPECT_EQ(header_of(diff),
            "{\"kind\":\"header\",\"columns\":[\"city\",\"id\",\"years\"],\"key\":[\"id\"],"
            "\"onlyLeft\":[],\"onlyRight\":[],\"renamed\":["
            "{\"left\":\"town\",\"right\":\"city\",\"score\":1.0000},"
            "{\"left\":\"age\",\"right\":\"years\",\"score\":0.6000}]}\n");
  EXPECT_EQ(diff.value().counts().changed, 1U);
  EXPECT_EQ(diff.value().counts().changed_cells, 1U);
  // Another name is a difference, also when all values are the same.
  const auto names = compare("id,a\n1,x\n2,y\n", "id,b\n1,x\n2,y\n", {.key = {"id"}});
  EXPECT_TRUE(names.value().differences().empty());
  EXPECT_FALSE(names.value().same());
}

TEST(RenamesTest, WithoutTheOptionNamesDecide) {
  auto scheduler = make_scheduler(1);
  const auto diff = Diff::create(*scheduler, as_bytes(k_left), as_bytes(k_right), {.key = {"id"}});
  EXPECT_EQ(
      header_of(diff),
      "{\"kind\":\"header\",\"columns\":[\"city\",\"id\",\"years\",\"town\",\"age\"],"
      "\"key\":[\"id\"],\"onlyLeft\":[\"town\",\"age\"],\"onlyRight\":[\"city\",\"years\"]}\n");
}

TEST(RenamesTest, ANameOfEitherFileWillDo) {
  const std::string left = "ID,v\n1,a\n2,b\n";
  const std::string right = "id,w\n2,B\n1,A\n";
  for (const char* key : {"ID", "id", "#1"}) {
    const auto diff = compare(left, right, {.key = {key}});
    ASSERT_TRUE(diff.ok()) << diff.error().message();
    EXPECT_EQ(diff.value().counts().unchanged, 2U);
  }
  const std::string left_two = "id,v\n1,a\n2,b\n3,c\n";
  const std::string right_two = "id,w\n1,a\n2,B\n3,c\n";
  for (const char* name : {"v", "w"}) {
    ColumnRule rule{.column = name, .rule = {.ignore_case = true}};
    EXPECT_EQ(compare(left_two, right_two, {.key = {"id"}, .column_rules = {rule}})
                  .value()
                  .counts()
                  .changed,
              0U)
        << name;
    // An ignored name is no candidate.
    EXPECT_EQ(compare(left_two, right_two, {.key = {"id"}, .ignore = {name}})
                  .value()
                  .renamed_columns()
                  .size(),
              0U);
  }
}

TEST(RenamesTest, LittleInCommonIsNoRename) {
  // Two of six values; one value over and over; nothing.
  for (const auto& [left, right] : std::vector<std::pair<std::string, std::string>>{
           {"id,a\n1,p\n2,q\n3,r\n4,s\n", "id,b\n1,p\n2,q\n3,x\n4,y\n"},
           {"id,a\n1,p\n2,p\n3,p\n", "id,b\n1,p\n2,p\n3,p\n"},
           {"id,a\n", "id,b\n"}}) {
    EXPECT_EQ(compare(left, right, {.key = {"id"}}).value().renamed_columns().size(), 0U) << left;
  }
}

TEST(RenamesTest, TheBestPairsAreTakenFirst) {
  // b is much like x, and entirely like y.
  const auto diff = compare("id,a,b\n1,p,p\n2,q,q\n3,r,r\n4,s,z\n",
                            "id,x,y\n1,p,p\n2,q,q\n3,r,r\n4,t,z\n", {.key = {"id"}});
  const auto renamed = diff.value().renamed_columns();
  ASSERT_EQ(renamed.size(), 2U);
  EXPECT_EQ(renamed[0].left, 1U);
  EXPECT_EQ(renamed[0].right, 1U);
  EXPECT_EQ(renamed[1].left, 2U);
  EXPECT_EQ(renamed[1].right, 2U);
  EXPECT_EQ(write_score(renamed[0]), "0.6000");
}

TEST(RenamesTest, APatchKeepsTheValues) {
  auto scheduler = make_scheduler(1);
  const auto diff = Diff::create(*scheduler, as_bytes(k_left), as_bytes(k_right),
                                 {.key = {"id"}, .find_renames = true, .keep_pairs = true});
  const Listing listing(diff.value());
  const auto patch = make_document(*scheduler, listing, {.format = Format::patch});
  const std::string text = text_of(*scheduler, *patch.value());
  EXPECT_NE(text.find("from,2,1,3\n"), std::string::npos) << text;
  const auto after = apply_patch(*scheduler, as_bytes(k_left), as_bytes(text), {});
  EXPECT_EQ(text_of(*scheduler, *after.value()), k_right);
  const auto tdiff = make_document(*scheduler, listing, {.format = Format::tdiff});
  EXPECT_EQ(text_of(*scheduler, *tdiff.value()).substr(0, 40),
            "!,:(town),,(age)\n@@,city,id,years\n,Rome,");
  const auto html = make_document(*scheduler, listing, {.format = Format::html});
  EXPECT_NE(text_of(*scheduler, *html.value()).find("city<small>was town</small>"),
            std::string::npos);
}

TEST(RenamesTest, IsTheSameForAnyNumberOfLanes) {
  std::string left = "id,a,b,c\n";
  std::string right = "id,x,y,z\n";
  for (int i = 0; i < 20000; ++i) {
    const std::string id = std::to_string(i);
    left += id + "," + std::to_string(i % 97) + "," + std::to_string(i * 7) + ",k\n";
    right +=
        id + "," + std::to_string(i * 7 + (i % 5 == 0)) + ",k," + std::to_string(i % 97) + "\n";
  }
  const std::string expected = header_of(compare(left, right, {.key = {"id"}}));
  EXPECT_NE(expected.find("\"renamed\":[{\"left\":\"b\",\"right\":\"x\",\"score\":0."),
            std::string::npos)
      << expected;
  EXPECT_NE(expected.find("{\"left\":\"a\",\"right\":\"z\",\"score\":1.0000}]"), std::string::npos);
  for (const std::uint32_t lanes : k_most_lane_counts) {
    EXPECT_EQ(header_of(compare(left, right, {.key = {"id"}}, lanes)), expected);
  }
}

}  // namespace
}  // namespace heddle::table
