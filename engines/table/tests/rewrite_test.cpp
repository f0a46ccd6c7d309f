#include "rewrite.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "heddle/table/header.h"

#include "binary.h"
#include "dialect_reader.h"
#include "random_csv.h"

namespace heddle::table {
namespace {

/// The file written anew; itself when that is not needed; or the error.
std::string rewritten(std::string_view file, const Dialect& dialect,
                      FoundDialect* found = nullptr) {
  Rewritten result;
  const Status status = rewrite(as_bytes(file), dialect, k_all_records, result);
  if (found != nullptr) *found = result.found;
  if (!status.ok()) return std::string(status.message());
  return std::string(result.needed ? as_text(result.text.view()) : file);
}

Dialect with_quote(char quote) { return {.quote = quote}; }
constexpr Dialect k_lenient{.lenient = true};

TEST(RewriteTest, StrictFilesStayAsTheyAre) {
  for (const std::string_view file : {"a,b\n1,2\n", "a,b\r\n\"x\ny\",'z\r\n", "a", "", "a\rb\n"}) {
    Rewritten result;
    ASSERT_TRUE(rewrite(as_bytes(file), {.quote = Dialect::k_detect}, k_all_records, result).ok());
    EXPECT_FALSE(result.needed) << file;
  }
}

TEST(RewriteTest, LinesMayEndWithCarriageReturns) {
  FoundDialect found;
  EXPECT_EQ(rewritten("a,b\r1,\"x\ry\"\r2,z\r", {}, &found), "a,b\n1,\"x\ry\"\n2,z\n");
  EXPECT_TRUE(found.carriage_returns);
  EXPECT_EQ(rewritten("a\rb", {}), "a\nb\n");
  // One line feed outside quotes, and a carriage return is a character like others.
  EXPECT_EQ(rewritten("a,b\n1,x\ry\n", {}, &found), "a,b\n1,x\ry\n");
  EXPECT_FALSE(found.carriage_returns);
  EXPECT_EQ(
      rewritten("a,b\r1\r", {}),
      "line 2, byte offset 4: this row has 1 field, the first row has 2; give every row as many "
      "fields as the first, or choose to pad or keep ragged rows");
}

TEST(RewriteTest, QuotesMayBeApostrophesOrNone) {
  EXPECT_EQ(rewritten("a,b\n'x,''y',\"\n", with_quote('\'')), "a,b\n\"x,'y\",\"\"\"\"\n");
  EXPECT_EQ(rewritten("a,b\n\"x,y\n", with_quote(Dialect::k_no_quote)), "a,b\n\"\"\"x\",y\n");
  FoundDialect found;
  EXPECT_EQ(rewritten("a;b\n'x;y';2\n",
                      {.delimiter = Dialect::k_detect, .quote = Dialect::k_detect}, &found),
            "a;b\n\"x;y\";2\n");
  EXPECT_EQ(found.quote, '\'');
  EXPECT_EQ(found.delimiter, ';');
  // What reads well with the usual quotes is read so.
  for (const std::string_view file :
       {"a,b\n'x',2\n", "a,b\n'x,y',\"2\"\n", "a,b\n'x,y\n'z',1,2\n"}) {
    rewritten(file, {.quote = Dialect::k_detect}, &found);
    EXPECT_EQ(found.quote, '"') << file;
  }
}

TEST(RewriteTest, LenientQuotesAreThoseOfPython) {
  FoundDialect found;
  EXPECT_EQ(rewritten("a,b\nx\"y,\"p\"q\"r\"\n", k_lenient, &found),
            "a,b\n\"x\"\"y\",\"pq\"\"r\"\"\"\n");
  EXPECT_EQ(found.lenient_fields, 2U);
  EXPECT_EQ(rewritten("a,b\n1,\"x\ny,z", k_lenient, &found), "a,b\n1,\"x\ny,z\"\n");
  EXPECT_EQ(found.lenient_fields, 1U);
  EXPECT_EQ(rewritten("a,b\n1, \"x\"\n", k_lenient), "a,b\n1,\" \"\"x\"\"\"\n");
}

TEST(RewriteTest, RaggedRowsAreRefusedPaddedOrKept) {
  constexpr std::string_view k_file = "a,b\n1\n2,3,4\n\n5,6\n";
  EXPECT_NE(rewritten(k_file, k_lenient).find("line 2, byte offset 4: this row has 1 field"),
            std::string::npos);
  EXPECT_NE(
      rewritten(k_file, {.ragged = Ragged::pad}).find("line 3, byte offset 6: this row has 3"),
      std::string::npos);
  // Blank lines are passed over, also half a one at the end.
  EXPECT_EQ(rewritten("a,b\n\n1,2\r\n\r\n\r", k_lenient), "a,b\n1,2\n");
  FoundDialect found;
  EXPECT_EQ(rewritten(k_file, {.ragged = Ragged::keep}, &found), "a,b,3\n1,,\n2,3,4\n5,6,\n");
  EXPECT_EQ(found.ragged_rows, 2U);
  EXPECT_EQ(rewritten("a,b\n1\n", {.ragged = Ragged::pad}, &found), "a,b\n1,\n");
  EXPECT_EQ(found.ragged_rows, 1U);
  EXPECT_EQ(rewritten("1,2\n3\n", {.header = false, .ragged = Ragged::keep}), "1,2\n3,\n");
  // A name that a column has already is not given twice.
  EXPECT_EQ(rewritten("2\n1,2\n", {.ragged = Ragged::keep}), "2,2_\n1,2\n");
}

TEST(RewriteTest, ReadsStrictFilesAsTheStrictReaderDoes) {
  for (std::uint32_t seed = 1; seed <= 2000; ++seed) {
    Random random(seed);
    const std::string file =
        random.one_in(2) ? random_soup(random, 1 + random.below(40)) : random_csv(random, 2, 5);
    const ByteView bytes = as_bytes(file);
    DialectReader reader(bytes, 0, {});
    for (std::size_t begin = 0; begin < bytes.size();) {
      const RecordScan scan = scan_record(bytes, begin);
      std::string values;
      const DialectReader::Record record =
          reader.read([&](ByteView piece) { values += as_text(piece); }, [&] { values += '|'; });
      ASSERT_EQ(record.problem, scan.problem) << "seed " << seed;
      if (scan.problem != RecordScan::Problem::none) {
        ASSERT_EQ(record.problem_offset, scan.problem_offset) << "seed " << seed;
        break;
      }
      ASSERT_EQ(record.fields, scan.fields) << "seed " << seed;
      const std::size_t end = std::min(scan.end + 1, bytes.size());
      std::vector<Field> fields(scan.fields);
      cut_record(trim_line_ends(bytes.subspan(begin, end - begin)), fields);
      std::string expected;
      for (const Field& field : fields) {
        field.for_each_part([&](ByteView part) { expected += as_text(part); });
        expected += '|';
      }
      ASSERT_EQ(values, expected) << "seed " << seed;
      begin = end;
      ASSERT_EQ(reader.position(), begin) << "seed " << seed;
    }
  }
}

TEST(RewriteTest, ColumnsOfAFirstPart) {
  const auto names = read_columns(as_bytes(std::string_view("'a';b\r1;\"2")),
                                  {.delimiter = Dialect::k_detect, .quote = '\''});
  EXPECT_EQ(names.value(), (std::vector<std::string>{"a", "b"}));
}

TEST(BinaryTest, NamesTheKind) {
  const auto told = [](std::string_view file) {
    return std::string(refuse_binary(as_bytes(file)).message());
  };
  using namespace std::string_view_literals;
  EXPECT_NE(told("\x89PNG\r\n\x1A\n"sv).find("binary file (a PNG image)"), std::string::npos);
  EXPECT_NE(told("PK\x03\x04"sv).find("an Excel workbook"), std::string::npos);
  EXPECT_NE(told("GIF89a\0"sv).find("a GIF image"), std::string::npos);
  EXPECT_NE(told(std::string(100, '\1') + std::string(1, '\0')).find("101 control characters"),
            std::string::npos);
  // Text that begins like one, or has NUL bytes among its values; UTF-16.
  EXPECT_EQ(told("GIF8,PAR1\n1,2\n"), "");
  EXPECT_EQ(told("a,b\n\0,\0\n"sv), "");
  std::string utf16 = "\xFF\xFE";
  for (int i = 0; i < 100; ++i) utf16 += "a\0"sv;
  EXPECT_EQ(told(utf16), "");
}

TEST(RewriteTest, EndsWhenItIsCancelled) {
  std::string file = "id,name\r";
  for (int i = 0; i < 20000; ++i) file += std::to_string(i) + ",some name\r";
  file += "one field only\r";
  Control control;
  const Watch watch{.cancel = CancelToken(&control), .progress = Progress(&control)};
  for (const Ragged ragged : {Ragged::error, Ragged::keep}) {
    Rewritten result;
    control.cancel = 0;
    control.done = 0;
    const Status whole = rewrite(as_bytes(file), {.ragged = ragged}, k_all_records, result, watch);
    EXPECT_EQ(whole.ok(), ragged == Ragged::keep);
    EXPECT_GE(control.done, Pass::units_of(file.size()));
    // It does not come as far as the record that is wrong.
    control.cancel = 1;
    Rewritten other;
    EXPECT_EQ(rewrite(as_bytes(file), {.ragged = ragged}, k_all_records, other, watch).code(),
              Code::cancelled);
  }
}

}  // namespace
}  // namespace heddle::table
