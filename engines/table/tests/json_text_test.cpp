#include "json_text.h"

#include <gtest/gtest.h>

#include <string>

namespace heddle::table {
namespace {

std::string json(std::string_view text) {
  ByteWriter out;
  write_json_string(as_bytes(text), out);
  return std::string(as_text(out.view()));
}

TEST(JsonTextTest, EscapesWhatJsonMust) {
  EXPECT_EQ(json(""), R"("")");
  EXPECT_EQ(json("plain"), R"("plain")");
  EXPECT_EQ(json("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(json("\n\r\t\x01\x1F"), R"("\n\r\t\u0001\u001f")");
  EXPECT_EQ(json(std::string_view("\0", 1)), R"("\u0000")");
  EXPECT_EQ(json("\x7F"), "\"\x7F\"");
}

TEST(JsonTextTest, KeepsValidUtf8) {
  const std::string text = "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \xEF\xBF\xBF";
  EXPECT_EQ(json(text), "\"" + text + "\"");
}

// The examples of The Unicode Standard, tables 3-8 to 3-11.
TEST(JsonTextTest, ReplacesMaximalParts) {
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(json("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"),
            "\"" + r + r + r + r + r + r + r + r + "A\"");
  EXPECT_EQ(json("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"),
            "\"" + r + r + r + r + r + r + r + r + "A\"");
  EXPECT_EQ(json("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"),
            "\"" + r + r + r + r + r + "A" + r + r + "B\"");
  EXPECT_EQ(json("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), "\"" + r + r + r + r + "A\"");
}

}  // namespace
}  // namespace heddle::table
