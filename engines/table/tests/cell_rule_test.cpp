#include "cell_rule.h"

#include <gtest/gtest.h>

#include <string_view>

namespace heddle::table {
namespace {

bool same(const ValueRule& rule, std::string_view left, std::string_view right) {
  const auto made = CellRule::create(rule);
  return made.ok() &&
         made.value().same(Field::from_text(as_bytes(left)), Field::from_text(as_bytes(right)));
}

TEST(CellRuleTest, TrimsBlanksAround) {
  EXPECT_TRUE(same({.trim = true}, " a b\t", "\"\r\na b\""));
  EXPECT_TRUE(same({.trim = true}, "  ", ""));
  EXPECT_FALSE(same({.trim = true}, "a b", "ab"));
  EXPECT_FALSE(same({.trim = true}, "A", "a "));
}

TEST(CellRuleTest, IgnoresTheCaseOfAsciiLetters) {
  EXPECT_TRUE(same({.ignore_case = true}, "Az[`", "aZ[`"));
  EXPECT_FALSE(same({.ignore_case = true}, "[", "{"));
  EXPECT_FALSE(same({.ignore_case = true}, "@", "`"));
  EXPECT_FALSE(same({.ignore_case = true}, "\xC3\x84", "\xC3\xA4"));
  EXPECT_FALSE(same({.ignore_case = true}, "a", "a "));
  EXPECT_TRUE(same({.trim = true, .ignore_case = true}, "A", "a "));
}

TEST(CellRuleTest, ReadsValuesWithDoubledQuotes) {
  EXPECT_TRUE(same({.ignore_case = true}, R"("say ""YES""")", R"("say ""yes""")"));
  EXPECT_TRUE(same({.trim = true}, R"(" """" ")", R"("""""")"));
  EXPECT_FALSE(same({.trim = true}, R"(" """" ")", R"("""")"));
}

TEST(CellRuleTest, ComparesNumbers) {
  EXPECT_TRUE(same({.tolerance = "0"}, "315.7", "315.70"));
  EXPECT_FALSE(same({.tolerance = "0"}, "315.7", "315.71"));
  EXPECT_TRUE(same({.tolerance = "0.01"}, "315.7", "315.71"));
  EXPECT_TRUE(same({.tolerance = "1%"}, "100", "101"));
  EXPECT_FALSE(same({.tolerance = "1%"}, "100", "102"));
  EXPECT_FALSE(same({.tolerance = "1000"}, "1", "one"));
  EXPECT_FALSE(same({.tolerance = "1000"}, "", "0"));
  EXPECT_FALSE(same({.tolerance = "0"}, "1 ", "1.0"));
  EXPECT_TRUE(same({.trim = true, .tolerance = "0"}, "1 ", "1.0"));
}

TEST(CellRuleTest, RefusesWhatIsNoTolerance) {
  for (const char* text : {"%", "x", "-1", "-1%", "1 %", " ", "1%%"}) {
    const auto made = CellRule::create({.tolerance = text});
    ASSERT_FALSE(made.ok()) << text;
    EXPECT_EQ(made.error().code(), Code::invalid_argument);
    EXPECT_NE(made.error().message().find('"' + std::string(text) + '"'), std::string::npos);
  }
}

}  // namespace
}  // namespace heddle::table
