#include "heddle/table/header.h"

#include <gtest/gtest.h>

namespace heddle::table {
namespace {

// Not a temporary: wasm2js takes no store of two unaligned bytes at once.
constexpr Dialect k_plain;

Result<Header> read(std::string_view text) { return read_header(as_bytes(text), k_plain); }

TEST(HeaderTest, ReadsNamesAndWhereTheRowsBegin) {
  const auto header = read("id,\"full, name\",\"\"\"q\"\"\"\r\n1,2,3\r\n");
  ASSERT_TRUE(header.ok());
  EXPECT_EQ(header.value().columns, (std::vector<std::string>{"id", "full, name", "\"q\""}));
  EXPECT_EQ(header.value().body, 25U);
}

TEST(HeaderTest, PassesOverTheByteOrderMark) {
  const auto header = read("\xEF\xBB\xBFid,b\n1,2\n");
  ASSERT_TRUE(header.ok());
  EXPECT_EQ(header.value().columns[0], "id");
  EXPECT_EQ(header.value().body, 8U);
}

TEST(HeaderTest, NeedsNoLineEnd) {
  EXPECT_EQ(read("a,b").value().columns.size(), 2U);
  EXPECT_EQ(read("a,b").value().body, 3U);
}

TEST(HeaderTest, RefusesWhatIsNoHeader) {
  EXPECT_EQ(read("").error().code(), Code::malformed_input);
  EXPECT_EQ(read("\xEF\xBB\xBF").error().code(), Code::malformed_input);
}

TEST(HeaderTest, NamesTheColumnThatStandsTwice) {
  const auto header = read("id,name,id\n");
  ASSERT_FALSE(header.ok());
  EXPECT_EQ(header.error().message(),
            "line 1: the name \"id\" stands twice in the header, in columns 1 and 3; give each "
            "column a name of its own");
}

TEST(HeaderTest, SaysWhereAQuoteIsNotClosed) {
  const auto header = read("id,\"name\n1,2\n");
  ASSERT_FALSE(header.ok());
  EXPECT_EQ(header.error().location().line, 1U);
  EXPECT_EQ(header.error().location().byte_offset, 3U);
}

TEST(HeaderTest, ReadsNamesAlone) {
  EXPECT_EQ(read_names(as_bytes("a,\"b, c\",a")).value(),
            (std::vector<std::string>{"a", "b, c", "a"}));
  EXPECT_EQ(read_names(as_bytes("\"a")).error().code(), Code::malformed_input);
}

TEST(HeaderTest, WritesNamesAsTheyAreRead) {
  const std::vector<std::string> names = {"a", "b, c", "\"", ""};
  EXPECT_EQ(write_names(names), "a,\"b, c\",\"\"\"\",");
  EXPECT_EQ(read_names(as_bytes(write_names(names))).value(), names);
}

}  // namespace
}  // namespace heddle::table
