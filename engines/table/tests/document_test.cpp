#include "heddle/table/document.h"

#include <gtest/gtest.h>

#include <string>

#include "documents.h"
#include "random_tables.h"

namespace heddle::table {
namespace {

constexpr std::string_view k_left = "id,name,old\n1,Ann,x\n2,Bo,y\n4,Di,=z\n";
constexpr std::string_view k_right = "id,name,new\n2,Beau,z\n3,\"C \"\"y\"\"\",\n4,Di,q\n";

TEST(DocumentTest, WritesCsv) {
  EXPECT_EQ(compare_as(k_left, k_right, Format::csv),
            "change,left,right,id,name,new,old\n"
            "removed,1,,1,Ann,,x\n"
            "before,2,1,2,Bo,,y\n"
            "after,2,1,2,Beau,z,\n"
            "added,,2,3,\"C \"\"y\"\"\",,\n");
}

TEST(DocumentTest, WritesOnlyChangedCells) {
  const std::string_view left = "id,a,b\n1,x,y\n2,x,y\n";
  const std::string_view right = "id,a,b\n1,z,y\n";
  EXPECT_EQ(compare_as(left, right, Format::csv, {"id"}, {}, {.only_changed_cells = true}),
            "change,left,right,id,a,b\n"
            "before,1,1,1,x,\n"
            "after,1,1,1,z,\n"
            "removed,2,,2,x,y\n");
  EXPECT_EQ(compare_as(left, right, Format::json_lines, {"id"}, {}, {.only_changed_cells = true}),
            "{\"kind\":\"header\",\"columns\":[\"id\",\"a\",\"b\"],\"key\":[\"id\"],"
            "\"onlyLeft\":[],\"onlyRight\":[]}\n"
            "{\"kind\":\"changed\",\"left\":1,\"right\":1,\"key\":[\"1\"],\"changes\":{\"a\":["
            "\"x\",\"z\"]}}\n"
            "{\"kind\":\"removed\",\"left\":2,\"cells\":[\"2\",\"x\",\"y\"]}\n");
}

TEST(DocumentTest, GuardsCsvAgainstFormulas) {
  EXPECT_EQ(compare_as("id,=a\n1,+2\n", "id,=a\n1,-3\n", Format::csv, {"id"}, {},
                       {.guard_formulas = true}),
            "change,left,right,id,\"'=a\"\nbefore,1,1,1,\"'+2\"\nafter,1,1,1,\"'-3\"\n");
}

TEST(DocumentTest, WritesTabularDiffs) {
  EXPECT_EQ(compare_as("id,v\n1,a\n2,b\n3,c\n4,d\n5,e\n6,f\n",
                       "id,v\n1,a\n3,c\n4,d->\n5,e\n6,f\n9,NULL\n", Format::tdiff),
            "@@,id,v\n,1,a\n---,2,b\n,3,c\n-->,4,d-->d->\n,5,e\n,6,f\n+++,9,_NULL\n");
  EXPECT_EQ(compare_as("id,v,w\n1,a,x\n2,b,y\n", "v,id,u\nb,2,p\na,1,q\n", Format::tdiff),
            "!,:,,+++,---\n@@,v,id,u,w\n:,b,2,p,y\n+,a,1,q,x\n");
  EXPECT_EQ(compare_as("id,v\n1,a\n2,b\n3,c\n4,d\n5,e\n", "id,v\n1,a\n2,b\n3,c\n4,d\n5,f\n",
                       Format::tdiff),
            "@@,id,v\n...,...,...\n,4,d\n->,5,e->f\n");
}

TEST(DocumentTest, TabularDiffsShowNoRowThatIsNotAskedFor) {
  EXPECT_EQ(compare_as("id,v\n1,a\n2,b\n3,c\n", "id,v\n1,z\n3,c\n4,d\n", Format::tdiff, {"id"},
                       {.removed = false, .changed = false}),
            "@@,id,v\n,3,c\n+++,4,d\n");
}

TEST(DocumentTest, WritesHtmlThatHoldsNothingOfTheTables) {
  const std::string page =
      compare_as("id,<i>\n1,<script>\n2,\"a\"\"&'\"\n", "id,<i>\n1,x\n3,\"\r\"\n", Format::html);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_NE(page.find("<th scope=\"col\">&lt;i&gt;</th>"), std::string::npos) << page;
  EXPECT_NE(page.find("<del>&lt;script&gt;</del> <ins>x</ins>"), std::string::npos);
  EXPECT_NE(page.find("<td>a&quot;&amp;&#39;</td>"), std::string::npos);
  EXPECT_NE(page.find("<td>&#13;</td>"), std::string::npos);
  EXPECT_NE(page.find("<dt>added rows</dt><dd>1</dd>"), std::string::npos);
  EXPECT_EQ(page.substr(page.size() - 8), "</html>\n");
  for (const std::string_view outside : {"http:", "https:", "src=", "href=", "url("}) {
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
  }
}

TEST(DocumentTest, RefusesOptionsWithoutUse) {
  const auto refused = [](Format format, DocumentOptions options, const Selection& selection = {}) {
    return compare_as(k_left, k_right, format, {"id"}, selection, options);
  };
  for (const Format format : {Format::json_lines, Format::tdiff, Format::html, Format::patch}) {
    EXPECT_EQ(refused(format, {.guard_formulas = true}), "only CSV is guarded against formulas");
  }
  for (const Format format : {Format::tdiff, Format::patch}) {
    EXPECT_EQ(refused(format, {.only_changed_cells = true}),
              "only JSON, CSV and HTML can leave out the cells that did not change");
  }
  EXPECT_EQ(refused(Format::patch, {}, {.added = false}),
            "a patch holds every difference; ask for all rows and columns");
}

TEST(DocumentTest, APatchNeedsAnExactComparison) {
  auto scheduler = make_scheduler(1);
  for (const DiffOptions& options : {
           DiffOptions{.key = {"id"}, .ignore = {"name"}, .keep_pairs = true},
           DiffOptions{.key = {"id"}, .rule = {.trim = true}, .keep_pairs = true},
       }) {
    const auto diff = Diff::create(*scheduler, as_bytes(k_left), as_bytes(k_right), options);
    const Listing listing(diff.value());
    EXPECT_EQ(make_document(*scheduler, listing, {.format = Format::patch}).error().message(),
              "a patch holds every difference; compare again without rules and ignored columns");
  }
}

TEST(DocumentTest, NeedsPairsForSomeFormats) {
  auto scheduler = make_scheduler(1);
  const auto diff = Diff::create(*scheduler, as_bytes(k_left), as_bytes(k_right), {.key = {"id"}});
  const Listing listing(diff.value());
  for (const Format format : {Format::tdiff, Format::patch}) {
    EXPECT_EQ(make_document(*scheduler, listing, {.format = format}).error().code(),
              Code::invalid_argument);
  }
}

TEST(DocumentTest, RefusesPartsThatAreNotThere) {
  auto scheduler = make_scheduler(1);
  const auto diff = Diff::create(*scheduler, as_bytes(k_left), as_bytes(k_right), {.key = {"id"}});
  const Listing listing(diff.value());
  const auto document = make_document(*scheduler, listing, {});
  const Sink nowhere = [](ByteView) { return Status{}; };
  const std::size_t parts = document.value()->parts();
  EXPECT_EQ(write_parts(*scheduler, *document.value(), {0, parts + 1}, nowhere).code(),
            Code::invalid_argument);
  EXPECT_TRUE(write_parts(*scheduler, *document.value(), {parts, parts}, nowhere).ok());
}

TEST(DocumentTest, EndsWhenTheSinkFails) {
  auto scheduler = make_scheduler(k_lane_counts.back());
  const auto diff = Diff::create(*scheduler, as_bytes(k_left), as_bytes(k_right), {.key = {"id"}});
  const Listing listing(diff.value());
  const auto document = make_document(*scheduler, listing, {});
  int calls = 0;
  const Status status =
      write_parts(*scheduler, *document.value(), {0, document.value()->parts()}, [&](ByteView) {
        ++calls;
        return Status(Code::io, "full");
      });
  EXPECT_EQ(status.code(), Code::io);
  EXPECT_EQ(calls, 1);
}

TEST(DocumentTest, SameBytesForAnyNumberOfLanes) {
  Random random(3);
  std::string left = "id,a\n";
  std::string right = left;
  for (int i = 0; i < 6000; ++i) {
    const std::string id = std::to_string(i);
    const std::string text = random_field(random);
    if (!random.one_in(9)) left += id + "," + text + "\n";
    if (!random.one_in(9)) right += id + "," + (random.one_in(3) ? "w" : text) + "\n";
  }
  for (const Format format :
       {Format::json_lines, Format::csv, Format::tdiff, Format::html, Format::patch}) {
    const std::string expected = compare_as(left, right, format);
    EXPECT_GT(expected.size(), 50000U) << expected;
    for (const std::uint32_t lanes : k_lane_counts) {
      EXPECT_TRUE(compare_as(left, right, format, {"id"}, {}, {}, lanes) == expected)
          << static_cast<int>(format) << ", " << lanes << " lanes";
    }
  }
}

}  // namespace
}  // namespace heddle::table
