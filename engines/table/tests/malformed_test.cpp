#include <gtest/gtest.h>

#include <string>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/table/diff.h"

namespace heddle::table {
namespace {

/// The failure of comparing a file with itself.
Status fail(std::string_view file) {
  auto scheduler = make_scheduler(1);
  auto diff = Diff::create(*scheduler, as_bytes(file), as_bytes(file), {});
  return std::move(diff).status();
}

TEST(MalformedTest, SaysWhereTheUnterminatedQuoteOpened) {
  const Status status = fail("a,b\n1,\"x\n2,y\n");
  EXPECT_EQ(status.code(), Code::malformed_input);
  EXPECT_EQ(status.location().line, 2U);
  EXPECT_EQ(status.location().byte_offset, 6U);
  EXPECT_EQ(
      status.message(),
      "line 2, byte offset 6: the quote that opens here is never closed; add the closing quote, or "
      "write two quotes for one that belongs to the text");
}

TEST(MalformedTest, SaysWhichRowIsRagged) {
  const Status status = fail("a,b\n1,2\n\"3\n\",4\n5\n6,7\n");
  EXPECT_EQ(status.location().line, 5U) << "line feeds in quotes count as lines";
  EXPECT_EQ(
      status.message(),
      "line 5, byte offset 15: this row has 1 field, the first row has 2; give every row as many "
      "fields as the first, or choose to pad or keep ragged rows");
}

TEST(MalformedTest, SaysWhereTextFollowsAQuote) {
  const Status status = fail("a,b\n1,\"x\"y\n");
  EXPECT_EQ(status.location().byte_offset, 9U);
  EXPECT_NE(status.message().find("opens at byte offset 6"), std::string_view::npos);
}

TEST(MalformedTest, SaysWhereAQuoteStandsInAField) {
  EXPECT_EQ(fail("a,b\n1,5\" disk\n").location().byte_offset, 7U);
}

TEST(MalformedTest, CountsTheByteOrderMark) {
  EXPECT_EQ(fail("\xEF\xBB\xBF"
                 "a,b\n1\n")
                .location()
                .byte_offset,
            7U);
}

TEST(MalformedTest, AnyBytesEndInAnAnswer) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(fail(all).code(), Code::malformed_input);
  EXPECT_EQ(fail("\"").code(), Code::malformed_input);
  EXPECT_TRUE(fail("\n\n\n").ok());
}

}  // namespace
}  // namespace heddle::table
