#include "cell_text.h"

#include <gtest/gtest.h>

namespace heddle::table {
namespace {

bool in(std::string_view text, std::string_view cell) {
  return CellText(text).in(Field::from_text(as_bytes(cell)));
}

TEST(CellTextTest, FindsATextWhereverItStands) {
  EXPECT_TRUE(in("ann", "ann"));
  EXPECT_TRUE(in("ann", "joanna"));
  EXPECT_TRUE(in("ann", "an annn"));
  EXPECT_FALSE(in("ann", "anan"));
  EXPECT_FALSE(in("ann", "an"));
  EXPECT_FALSE(in("ann", ""));
}

TEST(CellTextTest, TakesAsciiLettersOfEitherCaseForTheSame) {
  EXPECT_TRUE(in("ANN", "joanna"));
  EXPECT_TRUE(in("ann", "JOANNA"));
  EXPECT_TRUE(in("d\xC3\xBC", "D\xC3\xBCR"));
  EXPECT_FALSE(in("\xC3\xBC", "\xC3\x9C"));
  EXPECT_FALSE(in("[", "{"));
}

TEST(CellTextTest, ReadsQuotedValuesAsTheyAreMeant) {
  EXPECT_TRUE(in("a,b", "\"a,b\""));
  EXPECT_TRUE(in("a \"b\" c", "\"a \"\"b\"\" c\""));
  EXPECT_FALSE(in("\"\"", "\"a \"\"b\"\" c\""));
  EXPECT_FALSE(in("\"a", "\"a\""));
}

TEST(CellTextTest, IsEmptyWithoutAText) {
  EXPECT_TRUE(CellText().empty());
  EXPECT_TRUE(CellText("").empty());
  EXPECT_FALSE(CellText("a").empty());
}

}  // namespace
}  // namespace heddle::table
