#include "record.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "heddle/core/state_hash.h"

namespace heddle::table {
namespace {

using Problem = RecordScan::Problem;

RecordScan scan(std::string_view text, std::size_t begin = 0) {
  return scan_record(as_bytes(text), begin);
}

std::string value(const Field& field) {
  std::string joined;
  field.for_each_part([&](ByteView part) { joined += as_text(part); });
  return joined;
}

std::vector<std::string> cut(std::string_view record, std::size_t columns) {
  std::vector<Field> fields(columns);
  cut_record(as_bytes(record), fields);
  std::vector<std::string> values;
  values.reserve(columns);
  for (const Field& field : fields) values.push_back(value(field));
  return values;
}

Field field(std::string_view text) { return Field::from_text(as_bytes(text)); }

TEST(RecordTest, FindsTheEndOfARecord) {
  EXPECT_EQ(scan("a,b\nc,d\n").end, 3U);
  EXPECT_EQ(scan("a,b\nc,d\n", 4).end, 7U);
  EXPECT_EQ(scan("a,b").end, 3U);
  EXPECT_EQ(scan("a,\"x\ny\"\nz").end, 7U);
  EXPECT_EQ(scan("").end, 0U);
}

TEST(RecordTest, CountsFields) {
  EXPECT_EQ(scan("a,b\n").fields, 2U);
  EXPECT_EQ(scan(",,\n").fields, 3U);
  EXPECT_EQ(scan("\"a,b\",c\r\n").fields, 2U);
  EXPECT_EQ(scan("").fields, 1U);
}

TEST(RecordTest, FindsWhatTheStandardForbids) {
  EXPECT_EQ(scan("a\"b,c\n").problem, Problem::quote_in_field);
  EXPECT_EQ(scan("a\"b,c\n").problem_offset, 1U);
  EXPECT_EQ(scan("\"a\"b,c\n").problem, Problem::text_after_quote);
  EXPECT_EQ(scan("\"a\"b,c\n").problem_offset, 3U);
  EXPECT_EQ(scan("\"a\"b,c\n").opened_offset, 0U);
  EXPECT_EQ(scan("x,\"a\n").problem, Problem::unterminated);
  EXPECT_EQ(scan("x,\"a\n").opened_offset, 2U);
  EXPECT_EQ(scan("\"a\"\r").problem, Problem::text_after_quote);
  EXPECT_EQ(scan("\"a\"\r\n").problem, Problem::none);
  EXPECT_EQ(scan("\"a\"\"\"").problem, Problem::none);
}

TEST(RecordTest, CutsAndUnquotes) {
  EXPECT_EQ(cut("a,b,c", 3), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(cut(",,", 3), (std::vector<std::string>{"", "", ""}));
  EXPECT_EQ(cut("", 1), (std::vector<std::string>{""}));
  EXPECT_EQ(cut("\"a,b\",\"say \"\"hi\"\"\",\"\"", 3),
            (std::vector<std::string>{"a,b", "say \"hi\"", ""}));
  EXPECT_EQ(cut("\"\"\"\",x", 2), (std::vector<std::string>{"\"", "x"}));
}

TEST(RecordTest, TrimsLineEndsAndBlankLines) {
  EXPECT_EQ(as_text(trim_line_ends(as_bytes("a,b\r\n"))), "a,b");
  EXPECT_EQ(as_text(trim_line_ends(as_bytes("a,b\n\r\n\n"))), "a,b");
  EXPECT_EQ(as_text(trim_line_ends(as_bytes("a,b\r"))), "a,b\r");
  EXPECT_EQ(as_text(trim_line_ends(as_bytes("a,b\r\r\n"))), "a,b\r");
  EXPECT_EQ(as_text(trim_line_ends(as_bytes("\n"))), "");
}

TEST(FieldTest, EqualWhateverTheQuotes) {
  EXPECT_TRUE(equal(field("a"), field("\"a\"")));
  EXPECT_TRUE(equal(field(""), field("\"\"")));
  EXPECT_TRUE(equal(field("\"a\"\"b\""), field("\"a\"\"b\"")));
  EXPECT_FALSE(equal(field("\"a\"\"b\""), field("\"a\"\"c\"")));
  EXPECT_FALSE(equal(field("\"a\"\"\""), field("a")));
  EXPECT_FALSE(equal(field("a"), field("ab")));
}

TEST(FieldTest, HashesTheValue) {
  EXPECT_EQ(hash(field("a"), 1), hash(field("\"a\""), 1));
  EXPECT_NE(hash(field("a"), 1), hash(field("a"), 2));
  EXPECT_NE(hash(field("\"\"\"\""), 0), hash(field("\"\"\"\"\"\""), 0));
  // Above and below the size that is unquoted on the stack, the same value hashes alike.
  for (const std::size_t size : {100U, 1000U}) {
    const std::string plain(size, 'x');
    const std::string doubled = "\"" + plain + "\"\"" + plain + "\"";
    StateHash expected(7);
    expected.add(as_bytes(plain + "\"" + plain));
    EXPECT_EQ(hash(field(doubled), 7), expected.value());
  }
}

}  // namespace
}  // namespace heddle::table
