#include "heddle/table/dialect.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "heddle/table/diff.h"
#include "heddle/table/header.h"
#include "heddle/table/merge.h"
#include "heddle/table/patch.h"

#include "documents.h"
#include "random_tables.h"

namespace heddle::table {
namespace {

// Not temporaries: wasm2js takes no store of two unaligned bytes at once.
constexpr Dialect k_plain;
constexpr Dialect k_blank{.delimiter = ' '};
constexpr Dialect k_semicolon{.delimiter = ';'};
constexpr Dialect k_found{.delimiter = Dialect::k_detect};
constexpr Dialect k_unnamed{.header = false};
constexpr Dialect k_found_unnamed{.delimiter = Dialect::k_detect, .header = false};

char found_in(std::string_view text) {
  return find_dialect(as_bytes(text), {.delimiter = Dialect::k_detect}).delimiter;
}

TEST(DialectTest, FindsTheDelimiter) {
  EXPECT_EQ(found_in("a,b\n1,2\n"), ',');
  EXPECT_EQ(found_in("a;b\n1;2\n"), ';');
  EXPECT_EQ(found_in("a\tb\n1\t2\n"), '\t');
  EXPECT_EQ(found_in("a|b\r\n1|2\r\n"), '|');
  EXPECT_EQ(found_in("a;b"), ';');
}

TEST(DialectTest, TakesTheOneThatFitsAllRows) {
  EXPECT_EQ(found_in("name;price, EUR\nx;1,5\ny;2\n"), ';');
  EXPECT_EQ(found_in("\"a;b;c\",d\n\"1;2;3\",4\n"), ',');
  EXPECT_EQ(found_in("id,note;more\n1,x\n2,y\n"), ',');
  EXPECT_EQ(found_in("a,b;c\n1,2;3\n"), ',');
  EXPECT_EQ(found_in("a,b;c;d\n1,2;3;4\n"), ';');
  EXPECT_EQ(found_in("a,b\n\n1\n2,3\n"), ',');
}

TEST(DialectTest, WithoutADelimiterItIsAComma) {
  EXPECT_EQ(found_in(""), ',');
  EXPECT_EQ(found_in("name\nx\n"), ',');
  EXPECT_EQ(found_in("\"a;b\n"), ',');
}

TEST(DialectTest, LooksAtTheBeginningOnly) {
  std::string text = "a;b\n";
  while (text.size() < 70'000) text += "1;2\n";
  for (int i = 0; i < 100'000; ++i) text += "1,2\n";
  EXPECT_EQ(found_in(text), ';');
  // Not even one record ends there.
  EXPECT_EQ(found_in("a;\"" + std::string(70'000, 'x') + "\"\n"), ',');
  EXPECT_EQ(found_in("a;" + std::string(70'000, 'x') + "\n"), ';');
}

TEST(DialectTest, RefusesWhatIsNoDelimiter) {
  const auto header = read_header(as_bytes("a b\n"), k_blank);
  EXPECT_EQ(header.error().code(), Code::invalid_argument);
  EXPECT_EQ(header.error().message(), "\" \" is no delimiter; there are , ; | and the tab");
}

TEST(DialectTest, ColumnsWithoutNamesAreNumbered) {
  const auto header = read_header(as_bytes("\xEF\xBB\xBFx;x\n1;2\n"), k_found_unnamed);
  EXPECT_EQ(header.value().columns, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(header.value().body, 3U);
  EXPECT_EQ(read_header(as_bytes(""), k_unnamed).error().message(), "the file is empty");
}

/// Rewrites commas outside quotes.
std::string with_delimiter(std::string text, char delimiter) {
  bool quoted = false;
  for (char& character : text) {
    if (character == '"') quoted = !quoted;
    if (character == ',' && !quoted) character = delimiter;
  }
  return text;
}

/// The JSON Lines of a comparison, or the message that says why there are none.
std::string compare_in(const Dialect& dialect, std::string_view left, std::string_view right,
                       std::uint32_t lanes) {
  auto scheduler = make_scheduler(lanes);
  const auto diff = Diff::create(*scheduler, as_bytes(left), as_bytes(right),
                                 {.dialect = dialect, .key = {"c0"}});
  if (!diff.ok()) return std::string(diff.error().message());
  const Listing listing(diff.value());
  return text_of(*scheduler, *make_document(*scheduler, listing, {}).value());
}

TEST(DialectTest, DifferencesDoNotDependOnTheDelimiter) {
  for (std::uint32_t seed = 1; seed <= 500; ++seed) {
    Random random(seed);
    const PlainTable before = random_table(random, seed % 50 == 0 ? 9000 : 12);
    const PlainTable after = edited(random, before);
    const std::string left = to_csv(random, before);
    const std::string right = to_csv(random, after);
    // Values with these characters must be in quotes when they are delimiters.
    if ((left + right).find_first_of(";|") != std::string::npos) continue;
    const std::string expected = compare_in(k_plain, left, right, 1);
    for (const std::uint32_t lanes : k_lane_counts) {
      EXPECT_EQ(
          compare_in(k_semicolon, with_delimiter(left, ';'), with_delimiter(right, ';'), lanes),
          expected)
          << "seed " << seed;
    }
  }
}

TEST(DialectTest, TheFilesMayDiffer) {
  auto scheduler = make_scheduler(1);
  const auto diff =
      Diff::create(*scheduler, as_bytes("id;v\n1;a,b\n2;c\n"), as_bytes("id\tv\n1\ta,b\n2\td\n"),
                   {.dialect = k_found, .key = {"id"}});
  ASSERT_TRUE(diff.ok()) << diff.error().message();
  EXPECT_EQ(diff.value().left_dialect().delimiter, ';');
  EXPECT_EQ(diff.value().right_dialect().delimiter, '\t');
  EXPECT_EQ(diff.value().counts().changed, 1U);
  EXPECT_EQ(diff.value().counts().unchanged, 1U);
}

TEST(DialectTest, PatchesAndMergesOtherDialects) {
  auto scheduler = make_scheduler(1);
  const Dialect& dialect = k_found_unnamed;
  const std::string_view left = "1;a,b\n2;c\n";
  const std::string_view right = "1;a,b\n2;d\n3;e\n";
  const auto diff = Diff::create(*scheduler, as_bytes(left), as_bytes(right),
                                 {.dialect = dialect, .key = {"1"}, .keep_pairs = true});
  const Listing listing(diff.value());
  const std::string patch =
      text_of(*scheduler, *make_document(*scheduler, listing, {.format = Format::patch}).value());
  const auto patched =
      apply_patch(*scheduler, as_bytes(left), as_bytes(patch), {.dialect = dialect});
  ASSERT_TRUE(patched.ok()) << patched.error().message();
  EXPECT_EQ(text_of(*scheduler, *patched.value()), "1,\"a,b\"\n2,d\n3,e\n");

  const auto merged = Merge::create(*scheduler, as_bytes(left), as_bytes(right),
                                    as_bytes("1\tx\n2\tc\n"), {.dialect = dialect, .key = {"1"}});
  ASSERT_TRUE(merged.ok()) << merged.error().message();
  EXPECT_EQ(text_of(*scheduler, merged.value().result()), "1,x\n2,d\n3,e\n");
}

}  // namespace
}  // namespace heddle::table
