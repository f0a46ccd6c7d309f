#include "text.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/table/diff.h"
#include "heddle/table/header.h"

namespace heddle::table {
namespace {

/// UTF-16 in one byte order.
std::string utf16(std::u16string_view text, bool little) {
  std::string bytes;
  for (const char16_t unit : text) {
    const auto low = static_cast<char>(unit & 0xFF);
    const auto high = static_cast<char>(unit >> 8);
    bytes += little ? low : high;
    bytes += little ? high : low;
  }
  return bytes;
}

std::string decoded(std::string_view file, bool is_whole = true) {
  const auto text = read_text(as_bytes(file), is_whole);
  return text.ok() ? std::string(as_text(text.value().bytes)) : std::string(text.error().message());
}

// Not temporaries: wasm2js takes no store of two unaligned bytes at once.
constexpr Dialect k_plain;
constexpr std::array<bool, 2> k_little = {true, false};

constexpr std::u16string_view k_text = u"id,\u00E4\u65E5,\U0001F600\n1,x,y\n";
constexpr std::string_view k_utf8 = "id,\xC3\xA4\xE6\x97\xA5,\xF0\x9F\x98\x80\n1,x,y\n";

TEST(TextTest, DecodesUtf16) {
  for (const bool little : k_little) {
    EXPECT_EQ(decoded(utf16(u"\uFEFF", little) + utf16(k_text, little)), k_utf8);
    EXPECT_EQ(decoded(utf16(u"id,v\n1,2\n", little)), "id,v\n1,2\n");
  }
}

TEST(TextTest, DecodesTheLimitsOfEachLength) {
  EXPECT_EQ(decoded(utf16(u"\uFEFF\u007F\u0080\u07FF\u0800\uFFFF\U00010000\U0010FFFF", true)),
            "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
}

TEST(TextTest, TakesEverythingElseAsItIs) {
  for (const std::string_view text :
       {std::string_view(), k_utf8, std::string_view("a"),
        std::string_view("\xEF\xBB\xBF"
                         "a\n"),
        std::string_view("a,b\n\0,\0\n", 8), std::string_view("c\n\0\n\0\n\0\n", 8)}) {
    EXPECT_EQ(decoded(text), text);
  }
}

TEST(TextTest, RefusesHalfACharacter) {
  constexpr std::string_view k_odd(
      "\xFF\xFE"
      "i\0d\0\n\0"
      "1",
      9);
  EXPECT_EQ(decoded(k_odd),
            "byte offset 8: this UTF-16 file has half a character here, as it has an odd "
            "number of bytes; was it cut short, or is it something else?");
  EXPECT_EQ(decoded(k_odd, false), "id\n");
  // The two halves of a character above U+FFFF, alone and in the wrong order.
  constexpr std::string_view k_high(
      "\xFF\xFE"
      "a\0\x3D\xD8",
      6);
  EXPECT_EQ(decoded(k_high).substr(0, 14), "byte offset 4:");
  EXPECT_EQ(decoded(k_high, false), "a");
  for (const std::string_view file : {
           std::string_view("\xFF\xFE"
                            "a\0\x3D\xD8"
                            "b\0",
                            8),
           std::string_view("\xFF\xFE"
                            "a\0\x00\xDE\x3D\xD8",
                            8),
       }) {
    EXPECT_EQ(decoded(file, false).substr(0, 14), "byte offset 4:");
  }
}

TEST(TextTest, FilesOfBothEncodingsAreCompared) {
  auto scheduler = make_scheduler(1);
  const std::string left = utf16(u"\uFEFF", true) + utf16(k_text, true);
  const auto diff = Diff::create(*scheduler, as_bytes(left), as_bytes(k_utf8), {.key = {"id"}});
  ASSERT_TRUE(diff.ok()) << diff.error().message();
  EXPECT_TRUE(diff.value().same());
  const auto columns = read_columns(as_bytes(left).first(29), k_plain);
  ASSERT_TRUE(columns.ok()) << columns.error().message();
  EXPECT_EQ(columns.value()[0], "id");
}

TEST(TextTest, SaysThatPlacesAreThoseOfUtf8) {
  auto scheduler = make_scheduler(1);
  const std::string left = utf16(u"\uFEFFid,v\n1\n", true);
  const auto diff = Diff::create(*scheduler, as_bytes(left), as_bytes("id,v\n"), {.key = {"id"}});
  EXPECT_EQ(diff.error().location().input, 0);
  EXPECT_EQ(diff.error().message(),
            "line 2, byte offset 5: this row has 1 field, the first row has 2; give every row as "
            "many fields as the first, or choose to pad or keep ragged rows (counted in the file "
            "as UTF-8)");
}

TEST(TextTest, EndsWhenItIsCancelled) {
  std::string file = "\xFF\xFE";
  for (int i = 0; i < 100000; ++i) file += std::string("a\0", 2);
  // Half a character, which it does not come to.
  file += 'b';
  Control control;
  const Watch watch{.cancel = CancelToken(&control), .progress = Progress(&control)};
  EXPECT_EQ(read_text(as_bytes(file), true, watch).error().code(), Code::malformed_input);
  EXPECT_EQ(control.done, Pass::units_of(file.size()));
  control.cancel = 1;
  EXPECT_EQ(read_text(as_bytes(file), true, watch).error().code(), Code::cancelled);
}

}  // namespace
}  // namespace heddle::table
