#include "heddle/table/summary.h"

#include <gtest/gtest.h>

#include <string>

#include "heddle/runtime_testing/lanes.h"

namespace heddle::table {
namespace {

std::string summary(std::string_view left, std::string_view right, const DiffOptions& options) {
  auto scheduler = make_scheduler(1);
  const auto diff = Diff::create(*scheduler, as_bytes(left), as_bytes(right), options);
  if (!diff.ok()) return std::string(diff.error().message());
  ByteWriter out;
  EXPECT_TRUE(write_json_summary(diff.value(), out).ok());
  return std::string(as_text(out.view()));
}

TEST(SummaryTest, SaysHowFilesWereRead) {
  EXPECT_EQ(summary("id;v\r1;'x'\r1;y\r", "id,v\n1,x\n2\n2\n",
                    {.dialect = {.delimiter = Dialect::k_detect,
                                 .quote = Dialect::k_no_quote,
                                 .lenient = true,
                                 .ragged = Ragged::pad},
                     .key = {"id"}}),
            "{\"duplicateKeys\":[1,1],\"duplicateRows\":[2,2],\"dialects\":["
            "{\"delimiter\":\";\",\"quote\":null,\"lineEnd\":\"CR\",\"lenient\":true,"
            "\"lenientFields\":0,\"ragged\":\"pad\",\"raggedRows\":0},"
            "{\"delimiter\":\",\",\"quote\":null,\"lineEnd\":\"LF\",\"lenient\":true,"
            "\"lenientFields\":0,\"ragged\":\"pad\",\"raggedRows\":2}],\"renamed\":[]}");
}

TEST(SummaryTest, OfAProposal) {
  ByteWriter out;
  ASSERT_TRUE(write_json_proposal({{"a", "b,\""}, 3, 4, 2}, out).ok());
  EXPECT_EQ(as_text(out.view()),
            "{\"columns\":[\"a\",\"b,\\\"\"],\"leftRows\":3,\"rightRows\":4,\"matched\":2}");
}

}  // namespace
}  // namespace heddle::table
