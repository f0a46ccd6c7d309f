#include "heddle/table/json_lines.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "heddle/runtime_testing/lanes.h"

namespace heddle::table {
namespace {

std::string write(std::string_view left, std::string_view right,
                  std::vector<std::string> key = {"id"}) {
  auto scheduler = make_scheduler(1);
  const auto diff =
      Diff::create(*scheduler, as_bytes(left), as_bytes(right), {.key = std::move(key)});
  if (!diff.ok()) return std::string(diff.error().message());
  ByteWriter out;
  EXPECT_TRUE(write_json_header(diff.value(), out).ok());
  EXPECT_TRUE(write_json_rows(diff.value(), 0, diff.value().differences().size(), out).ok());
  return std::string(as_text(out.view()));
}

TEST(JsonLinesTest, WritesEveryKindOfRow) {
  EXPECT_EQ(
      write("id,name,old\n1,Ann,x\n2,Bo,y\n", "id,name,new\n2,Beau,z\n3,\"C \"\"y\"\"\",\n"),
      R"({"kind":"header","columns":["id","name","new","old"],"key":["id"],"onlyLeft":["old"],"onlyRight":["new"]})"
      "\n"
      R"({"kind":"removed","left":1,"cells":["1","Ann",null,"x"]})"
      "\n"
      R"({"kind":"changed","left":2,"right":1,"cells":["2",["Bo","Beau"],"z","y"]})"
      "\n"
      R"({"kind":"added","right":2,"cells":["3","C \"y\"","",null]})"
      "\n");
}

TEST(JsonLinesTest, HasNoKeyWhenWholeRowsAreCompared) {
  EXPECT_EQ(
      write("id\n1\n", "id\n1\n", {}),
      "{\"kind\":\"header\",\"columns\":[\"id\"],\"key\":[],\"onlyLeft\":[],\"onlyRight\":[]}\n");
}

std::string rows_of(std::string_view left, std::string_view right, const DiffOptions& options,
                    const JsonRowOptions& look) {
  auto scheduler = make_scheduler(1);
  const auto diff = Diff::create(*scheduler, as_bytes(left), as_bytes(right), options);
  if (!diff.ok()) return std::string(diff.error().message());
  const Listing listing(diff.value());
  ByteWriter out;
  EXPECT_TRUE(write_json_rows(listing, 0, listing.size(), out, look).ok());
  return std::string(as_text(out.view()));
}

TEST(JsonLinesTest, HasBothValuesOfCellsThatTheirRuleSaysAreTheSame) {
  const std::string left = "id,price,name,note,old\n1,1.5,ann,\"a\",x\n2,2,Bob,c,y\n3,7,Cy,,\n";
  const std::string right = "id,price,name,note\n1,1.50,Ann,a\n2,2.0,Rob,d\n4,7,Cy,\n";
  ColumnRule price{"price", {}};
  price.rule.tolerance = "0";
  DiffOptions options;
  options.key = {"id"};
  options.ignore = {"note"};
  options.column_rules.push_back(price);
  EXPECT_EQ(
      rows_of(left, right, options, {.both_values = true}),
      R"({"kind":"changed","left":1,"right":1,"cells":["1",{"left":"1.5","right":"1.50"},["ann","Ann"],"a","x"]})"
      "\n"
      R"({"kind":"changed","left":2,"right":2,"cells":["2",{"left":"2","right":"2.0"},["Bob","Rob"],{"left":"c","right":"d"},"y"]})"
      "\n"
      R"({"kind":"removed","left":3,"cells":["3","7","Cy","",""]})"
      "\n"
      R"({"kind":"added","right":3,"cells":["4","7","Cy","",null]})"
      "\n");
  const auto first_line = [&](const JsonRowOptions& look) {
    const std::string rows = rows_of(left, right, options, look);
    return rows.substr(0, rows.find('\n'));
  };
  EXPECT_EQ(first_line({}),
            R"({"kind":"changed","left":1,"right":1,"cells":["1","1.50",["ann","Ann"],"a","x"]})");
  EXPECT_EQ(
      first_line({.only_changed_cells = true, .both_values = true}),
      R"({"kind":"changed","left":1,"right":1,"key":["1"],"changes":{"name":["ann","Ann"]}})");
}

TEST(JsonLinesTest, WindowsJoinToTheWhole) {
  auto scheduler = make_scheduler(1);
  const std::string left = "id\n1\n2\n3\n4\n5\n";
  const std::string right = "id\n6\n7\n";
  const auto diff = Diff::create(*scheduler, as_bytes(left), as_bytes(right), {.key = {"id"}});
  ByteWriter whole;
  ByteWriter windows;
  ASSERT_TRUE(write_json_rows(diff.value(), 0, 7, whole).ok());
  for (std::size_t i = 0; i < 7; ++i)
    ASSERT_TRUE(write_json_rows(diff.value(), i, 1, windows).ok());
  EXPECT_EQ(as_text(windows.view()), as_text(whole.view()));
}

TEST(JsonLinesTest, RefusesARangeBehindTheEnd) {
  auto scheduler = make_scheduler(1);
  const auto diff =
      Diff::create(*scheduler, as_bytes("id\n1\n"), as_bytes("id\n"), {.key = {"id"}});
  ByteWriter out;
  EXPECT_EQ(write_json_rows(diff.value(), 0, 2, out).code(), Code::invalid_argument);
  EXPECT_EQ(write_json_rows(diff.value(), 2, 0, out).code(), Code::invalid_argument);
  EXPECT_EQ(write_json_rows(diff.value(), 1, SIZE_MAX, out).code(), Code::invalid_argument);
  EXPECT_EQ(out.size(), 0U);
}

}  // namespace
}  // namespace heddle::table
