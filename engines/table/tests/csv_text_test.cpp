#include "csv_text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace heddle::table {
namespace {

template <class Write>
std::string written(Write&& write) {
  ByteWriter out;
  write(out);
  return std::string(as_text(out.view()));
}

std::string value(std::string_view text) {
  return written([&](ByteWriter& out) { write_csv_value(text, out); });
}

std::string guarded(std::string_view text) {
  return written(
      [&](ByteWriter& out) { write_guarded_csv_value(Field::from_text(as_bytes(text)), out); });
}

TEST(CsvTextTest, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(value(""), "");
  EXPECT_EQ(value("caf\xC3\xA9 "), "caf\xC3\xA9 ");
  EXPECT_EQ(value("a,b"), "\"a,b\"");
  EXPECT_EQ(value("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(value("a\nb"), "\"a\nb\"");
  EXPECT_EQ(value("a\r"), "\"a\r\"");
  EXPECT_EQ(value("\xEF\xBB\xBFid"), "\"\xEF\xBB\xBFid\"");
}

TEST(CsvTextTest, KeepsQuotesThatAreDoubledAlready) {
  const Field field = Field::from_text(as_bytes("\"a\"\"b\""));
  ASSERT_TRUE(field.doubled);
  EXPECT_EQ(written([&](ByteWriter& out) { write_csv_value(field, out); }), "\"a\"\"b\"");
}

TEST(CsvTextTest, GuardsWhatASpreadsheetWouldCompute) {
  for (const std::string_view start : {"=", "+", "-", "@", "\t", "\r"}) {
    EXPECT_EQ(guarded(std::string(start) + "1"), "\"'" + std::string(start) + "1\"");
  }
  EXPECT_EQ(guarded("\"=\"\"x\"\"\""), "\"'=\"\"x\"\"\"");
  EXPECT_EQ(guarded("1=2"), "1=2");
  EXPECT_EQ(guarded(""), "");
}

TEST(CsvTextTest, ARecordIsNeverABlankLine) {
  const auto record = [](std::size_t count) {
    return written([&](ByteWriter& out) { write_csv_record(count, out, [](std::size_t) {}); });
  };
  EXPECT_EQ(record(1), "\"\"\n");
  EXPECT_EQ(record(2), ",\n");
}

}  // namespace
}  // namespace heddle::table
