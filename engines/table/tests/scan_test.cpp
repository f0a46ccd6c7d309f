#include "scan.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "random_csv.h"

namespace heddle::table {
namespace {

/// The same, one byte at a time.
struct Expected {
  std::vector<bool> delimiters;
  std::vector<bool> newlines;
  std::size_t misplaced = Structure::k_none;
};

Expected scan_slowly(const std::string& text, std::size_t begin, std::size_t end, bool inside) {
  Expected expected{.delimiters = std::vector<bool>(end - begin),
                    .newlines = std::vector<bool>(end - begin)};
  bool after_close = !inside && begin > 0 && text[begin - 1] == '"';
  bool field_may_start =
      !inside && (begin == 0 || text[begin - 1] == ',' || text[begin - 1] == '\n' || after_close);
  for (std::size_t i = begin; i < end; ++i) {
    const char c = text[i];
    const bool line_end = c == '\n' || (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n');
    bool wrong = after_close && c != ',' && c != '"' && !line_end;
    if (c == '"' && !inside && !field_may_start) wrong = true;
    if (wrong && expected.misplaced == Structure::k_none) expected.misplaced = i - begin;
    after_close = c == '"' && inside;
    field_may_start = after_close || (!inside && (c == ',' || c == '\n'));
    if (!inside && c == ',') expected.delimiters[i - begin] = true;
    if (!inside && c == '\n') expected.newlines[i - begin] = true;
    if (c == '"') inside = !inside;
  }
  return expected;
}

TEST(ScanTest, AgreesWithOneByteAtATime) {
  Random random(1);
  for (int round = 0; round < 2000; ++round) {
    const std::string text = random_soup(random, random.below(300));
    const std::size_t begin = random.below(static_cast<std::uint32_t>(text.size()) + 1);
    const std::size_t end =
        begin + random.below(static_cast<std::uint32_t>(text.size() - begin) + 1);
    const bool inside = random.one_in(2);
    const Expected expected = scan_slowly(text, begin, end, inside);

    std::vector<std::uint64_t> delimiters((end - begin + 63) / 64);
    std::vector<std::uint64_t> newlines(delimiters.size());
    Structure structure{.delimiters = delimiters.data(), .newlines = newlines.data()};
    find_structure(as_bytes(text), ',', begin, end, inside, structure);
    for (std::size_t i = 0; i < end - begin; ++i) {
      ASSERT_EQ((delimiters[i / 64] >> (i % 64) & 1) != 0, expected.delimiters[i]) << text;
      ASSERT_EQ((newlines[i / 64] >> (i % 64) & 1) != 0, expected.newlines[i]) << text;
    }
    ASSERT_EQ(structure.misplaced, expected.misplaced)
        << text << " from " << begin << " to " << end;
  }
}

TEST(ScanTest, LeavesNoBitsBehindTheEnd) {
  std::uint64_t delimiters = 0;
  std::uint64_t newlines = 0;
  Structure structure{.delimiters = &delimiters, .newlines = &newlines};
  find_structure(as_bytes(",,,,,\n\n\n"), ',', 0, 3, false, structure);
  EXPECT_EQ(delimiters, 7U);
  EXPECT_EQ(newlines, 0U);
}

TEST(ScanTest, SummaryCountsBothWays) {
  Random random(2);
  for (int round = 0; round < 500; ++round) {
    const std::string text = random_soup(random, random.below(300));
    QuoteSummary expected;
    bool inside = false;
    for (const char c : text) {
      if (c == '"') {
        ++expected.quotes;
        inside = !inside;
      } else if (c == '\n') {
        ++expected.newlines;
        if (!inside) ++expected.newlines_outside;
      }
    }
    const QuoteSummary summary = summarize_quotes(as_bytes(text));
    ASSERT_EQ(summary.quotes, expected.quotes);
    ASSERT_EQ(summary.newlines, expected.newlines);
    ASSERT_EQ(summary.newlines_outside, expected.newlines_outside);
  }
}

}  // namespace
}  // namespace heddle::table
