#include "heddle/table/sorted_diff.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <string>

#include "heddle/runtime_testing/lanes.h"

#include "documents.h"
#include "memory_source.h"
#include "sorted_diff_state.h"
#include "sorted_pairs.h"

namespace heddle::table {
namespace {

/// What a comparison says: its differences in one format, and its counts; or why it failed, and what was written by then.
struct Answer {
  std::string text;
  std::string counts;
  std::string failure;
  bool same = false;

  bool operator==(const Answer&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Answer& answer) {
  return out << answer.failure << "\n" << answer.counts << "\n" << answer.text;
}

std::string say(const Status& status) {
  return std::string(code_name(status.code())) + " " + std::to_string(status.location().input) +
         " " + std::to_string(status.location().line) + " " +
         std::to_string(status.location().byte_offset) + " " + std::string(status.message());
}

Answer failed(const Status& status) {
  Answer answer;
  answer.failure = say(status);
  return answer;
}

std::string say(const Counts& counts) {
  std::string text;
  for (const std::uint64_t number :
       {std::uint64_t{counts.added}, std::uint64_t{counts.removed}, std::uint64_t{counts.changed},
        std::uint64_t{counts.unchanged}, counts.changed_cells, std::uint64_t{counts.left_rows},
        std::uint64_t{counts.right_rows}, std::uint64_t{counts.left_duplicates.keys},
        std::uint64_t{counts.left_duplicates.rows}, std::uint64_t{counts.right_duplicates.keys},
        std::uint64_t{counts.right_duplicates.rows}}) {
    text += std::to_string(number) + " ";
  }
  return text;
}

struct Question {
  DiffOptions how;
  KeyOrder order = KeyOrder::bytes;
  Selection selection = {};
  DocumentOptions format = {};
};

/// A Question about the key id.
Question by_id(KeyOrder order = KeyOrder::bytes) {
  return {.how = {.dialect = {}, .key = {"id"}}, .order = order};
}

constexpr std::size_t k_enough = std::size_t{1} << 20;

SortedTuning windows_of(std::size_t bytes) {
  return {.limits = {.window_bytes = bytes, .most_bytes = k_enough}};
}

Answer in_memory(Scheduler& scheduler, std::string_view left, std::string_view right,
                 const Question& question) {
  auto diff = Diff::create(scheduler, as_bytes(left), as_bytes(right), question.how);
  if (!diff.ok()) return failed(diff.error());
  order_by_key(diff.value(), read_rows_plainly(left), read_rows_plainly(right), question.how.key,
               question.order);
  auto listing = Listing::create(scheduler, diff.value(), question.selection);
  if (!listing.ok()) return failed(listing.error());
  auto document = make_document(scheduler, listing.value(), question.format);
  if (!document.ok()) return failed(document.error());
  return {.text = text_of(scheduler, *document.value()),
          .counts = say(diff.value().counts()),
          .failure = {},
          .same = diff.value().same()};
}

Answer in_windows(Scheduler& scheduler, std::string_view left, std::string_view right,
                  const Question& question, const SortedTuning& tuning) {
  const MemorySource a{std::string(left)};
  const MemorySource b{std::string(right)};
  SourceStream left_stream(a);
  SourceStream right_stream(b);
  auto diff = SortedDiff::State::create(scheduler, left_stream, right_stream, question.how,
                                        question.order, tuning);
  if (!diff.ok()) return failed(diff.error());
  Answer answer;
  const Status status = write_document(scheduler, diff.value(), question.selection, question.format,
                                       [&](ByteView bytes) -> Status {
                                         answer.text += as_text(bytes);
                                         return {};
                                       });
  if (!status.ok()) {
    answer.failure = say(status);
    return answer;
  }
  answer.counts = say(diff.value().counts());
  answer.same = diff.value().same();
  return answer;
}

/// The answer for these files, which must be the same for all windows and lanes.
Answer in_any_windows(std::string_view left, std::string_view right, const Question& question) {
  auto one = make_scheduler(1);
  const Answer expected = in_windows(*one, left, right, question, windows_of(k_enough));
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (const std::size_t size : {1, 2, 7, 64, 100, 4096}) {
      EXPECT_EQ(in_windows(*scheduler, left, right, question, windows_of(size)), expected)
          << size << " bytes, " << lanes << " lanes";
    }
  }
  return expected;
}

TEST(SortedDiffTest, FindsWhatADiffFinds) {
  const char* given = std::getenv("HEDDLE_TEST_SEED");
  const auto seed = static_cast<std::uint32_t>(given != nullptr ? std::atoi(given) : 20250304);
  std::cout << "HEDDLE_TEST_SEED=" << seed << "\n";
  Random random(seed);
  constexpr int k_pairs = 3000;
  for (int i = 0; i < k_pairs; ++i) {
    PlainTable before = random_table(random, 40);
    PlainTable after = edited(random, before);
    Question question;
    question.how.dialect.delimiter = ',';
    question.how.key = {"c0"};
    const auto has = [](const PlainTable& table, std::string_view name) {
      return std::find(table.columns.begin(), table.columns.end(), name) != table.columns.end();
    };
    if (has(before, "c1") && has(after, "c1") && random.one_in(3)) {
      question.how.key = random.one_in(2) ? std::vector<std::string>{"c1", "c0"}
                                          : std::vector<std::string>{"c0", "c1"};
    }
    if (random.one_in(2)) {
      question.order = KeyOrder::numeric;
      for (PlainTable* table : {&before, &after}) {
        for (const std::string& name : question.how.key) {
          const auto column = std::find(table->columns.begin(), table->columns.end(), name);
          const auto place = static_cast<std::size_t>(column - table->columns.begin());
          for (auto& row : table->rows) row[place] = random_number(random);
        }
      }
    }
    const std::string left = to_csv(random, sorted_by(before, question.how.key, question.order));
    const std::string right = to_csv(random, sorted_by(after, question.how.key, question.order));
    question.how.rule.trim = random.one_in(3);
    question.how.rule.ignore_case = random.one_in(3);
    question.format.format =
        std::array{Format::json_lines, Format::csv, Format::html}[random.below(3)];
    question.format.only_changed_cells = random.one_in(3);
    question.selection.added = !random.one_in(4);
    if (random.one_in(4)) question.selection.text = "a";
    auto scheduler = make_scheduler(k_lane_counts[random.below(k_lane_counts.size())]);
    ASSERT_EQ(in_windows(*scheduler, left, right, question, windows_of(1 + random.below(2048))),
              in_memory(*scheduler, left, right, question))
        << "pair " << i << " of seed " << seed << "\n"
        << left << "\n---\n"
        << right;
  }
}

TEST(SortedDiffTest, ManyRowsAreTheSameOnAllLanes) {
  // So many rows that lanes share the work, long runs of one key among them.
  std::string left = "id,n,name\n";
  std::string right = "name,id,n\n";
  for (int i = 0; i < 6000; ++i) {
    const std::string id = std::to_string(i < 2000 ? i : i / 400 * 400);
    if (i % 11 != 0) left += id + "," + std::to_string(i % 3) + ",\"a\nname\"\r\n";
    if (i % 7 != 0) right += "\"a\nname\"," + id + "," + std::to_string(i % 5) + "\n";
    if (i % 500 == 0) right += "\n\r\n";
  }
  const Question question = by_id(KeyOrder::numeric);
  auto one = make_scheduler(1);
  const Answer expected = in_memory(*one, left, right, question);
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (const std::size_t size : {std::size_t{1000}, std::size_t{30'000}, k_enough}) {
      EXPECT_EQ(in_windows(*scheduler, left, right, question, windows_of(size)), expected)
          << size << " bytes, " << lanes << " lanes";
    }
  }
}

TEST(SortedDiffTest, AFileMayHaveNoRows) {
  const std::string header = "id,n\n";
  const std::string rows = "id,n\n1,a\n2,b\n";
  auto one = make_scheduler(1);
  for (const auto& [left, right] :
       {std::pair(header, header), std::pair(header, rows), std::pair(rows, header)}) {
    EXPECT_EQ(in_any_windows(left, right, by_id()), in_memory(*one, left, right, by_id()));
  }
  EXPECT_EQ(in_any_windows("", rows, by_id()).failure, in_memory(*one, "", rows, by_id()).failure);
  EXPECT_EQ(in_any_windows("id,n", "id,n\n\n\r\n\n", by_id()).counts, "0 0 0 0 0 0 0 0 0 0 0 ");
}

TEST(SortedDiffTest, NamesTheRowThatBreaksTheOrderWhereverItIs) {
  constexpr int k_rows = 12;
  for (int wrong = 1; wrong < k_rows; ++wrong) {
    std::string good = "id,n\n";
    std::string bad = "id,n\n";
    for (int i = 0; i < k_rows; ++i) {
      const std::string id(1, static_cast<char>('b' + i));
      good += id + ",\"x\ny\"\n";
      bad += (i == wrong ? "a" : id) + ",\"x\nz\"\n";
    }
    const std::string before(1, static_cast<char>('b' + wrong - 1));
    const std::string place =
        " " + std::to_string(2 + 2 * wrong) + " " + std::to_string(5 + 8 * wrong) + " line " +
        std::to_string(2 + 2 * wrong) + ", byte offset " + std::to_string(5 + 8 * wrong);
    const std::string message = ": row " + std::to_string(wrong + 1) +
                                " is not in order: its key \"a\" comes before \"" + before +
                                "\", the key of the row above; sort the file by its key as "
                                "LC_ALL=C sort does, or do not compare the files as sorted";
    const Answer in_right = in_any_windows(good, bad, by_id());
    EXPECT_EQ(in_right.failure, "malformed_input 1" + place + message);
    // All before the row above is compared: the keys of these rows are complete.
    EXPECT_EQ(std::count(in_right.text.begin(), in_right.text.end(), '\n'), wrong);
    EXPECT_EQ(in_any_windows(bad, good, by_id()).failure, "malformed_input 0" + place + message);
  }
}

TEST(SortedDiffTest, TheRemedyFitsTheOrder) {
  const std::string plain = "id,n\n1,a\n";
  const auto failure = [&](std::string_view left, KeyOrder order) {
    return in_any_windows(left, plain, by_id(order)).failure;
  };
  EXPECT_NE(failure("id,n\n9,a\n10,b\n", KeyOrder::bytes).find("or compare as sorted by numbers"),
            std::string::npos);
  EXPECT_EQ(failure("id,n\n10,a\n9,b\n9,c\n1x,b\n", KeyOrder::bytes).find("by numbers"),
            std::string::npos);
  EXPECT_NE(failure("id,n\n10,a\n9,b\n", KeyOrder::numeric).find("sort the file by its key as num"),
            std::string::npos);
  const std::string none = failure("id,n\n1,a\nx,b\n", KeyOrder::numeric);
  EXPECT_TRUE(
      none.starts_with("malformed_input 0 3 9 line 3, byte offset 9: row 2 has the key "
                       "\"x\", which is no decimal number"))
      << none;
  const Question two{.how = {.dialect = {}, .key = {"id", "n"}}, .order = KeyOrder::numeric};
  EXPECT_NE(in_any_windows("id,n\n1,2\n2,\n", "id,n\n1,2\n", two).failure.find("has the key \"\""),
            std::string::npos);
}

TEST(SortedDiffTest, WhatIsWrongIsSaidInTheOrderOfTheKeys) {
  const std::string good = "id,n\na,1\nb,2\nc,3\nd,4\n";
  const std::string bad = "id,n\na,1\nb,2\nc\nd,4\n";
  const std::string worse = "id,n\na,1\nb,\"x\"y\nc,3\n";
  const std::string open = "id,n\na,1\nb,\"x\n";
  EXPECT_TRUE(in_any_windows(bad, good, by_id()).failure.starts_with("malformed_input 0 4 13 "));
  EXPECT_TRUE(in_any_windows(good, bad, by_id()).failure.starts_with("malformed_input 1 4 13 "));
  // The row of the smaller key decides, and left for equal ones.
  EXPECT_TRUE(in_any_windows(bad, worse, by_id()).failure.starts_with("malformed_input 1 3 14 "));
  EXPECT_TRUE(in_any_windows(worse, worse, by_id()).failure.starts_with("malformed_input 0 3 14 "));
  EXPECT_TRUE(in_any_windows(good, open, by_id()).failure.starts_with("malformed_input 1 3 11 "));
}

TEST(SortedDiffTest, NumbersAreKeysByTheirBytes) {
  const std::string left = "id,n\n-1,a\n1,b\n1.0,c\n9,d\n10,e\n";
  const std::string right = "id,n\n-1.0,a\n1.0,b\n1,c\n9,x\n1e1,e\n10,e\n";
  const Question question = by_id(KeyOrder::numeric);
  auto one = make_scheduler(1);
  const Answer answer = in_any_windows(left, right, question);
  EXPECT_EQ(answer, in_memory(*one, left, right, question));
  EXPECT_EQ(answer.text,
            R"({"kind":"header","columns":["id","n"],"key":["id"],"onlyLeft":[],"onlyRight":[]})"
            "\n"
            R"({"kind":"removed","left":1,"cells":["-1","a"]})"
            "\n"
            R"({"kind":"added","right":1,"cells":["-1.0","a"]})"
            "\n"
            R"({"kind":"changed","left":2,"right":3,"cells":["1",["b","c"]]})"
            "\n"
            R"({"kind":"changed","left":3,"right":2,"cells":["1.0",["c","b"]]})"
            "\n"
            R"({"kind":"changed","left":4,"right":4,"cells":["9",["d","x"]]})"
            "\n"
            R"({"kind":"added","right":5,"cells":["1e1","e"]})"
            "\n");
}

TEST(SortedDiffTest, RulesAndIgnoredColumnsWork) {
  Question question = by_id();
  question.how.ignore = {"t"};
  question.how.column_rules = {{.column = "n", .rule = {.tolerance = "0.5"}}};
  const std::string left = "id,n,t\na,1.0,x\nb,2,y\n";
  const std::string right = "id,n,t\na,1.5,z\nb,2.6,y\n";
  auto one = make_scheduler(1);
  const Answer answer = in_any_windows(left, right, question);
  EXPECT_EQ(answer, in_memory(*one, left, right, question));
  EXPECT_EQ(answer.counts, "0 0 1 1 1 2 2 0 0 0 0 ");
}

TEST(SortedDiffTest, CountsChangesByColumn) {
  const MemorySource a("id,x,y\n1,a,b\n2,a,b\n3,a,b\n");
  const MemorySource b("id,x,y\n1,c,b\n2,c,d\n4,a,b\n");
  SourceStream left(a);
  SourceStream right(b);
  auto scheduler = make_scheduler(k_several_lanes);
  const Question question = by_id();
  auto diff = SortedDiff::State::create(*scheduler, left, right, question.how, question.order,
                                        windows_of(8));
  ASSERT_TRUE(diff.ok());
  auto changes = changes_by_column(*scheduler, diff.value());
  ASSERT_TRUE(changes.ok());
  EXPECT_EQ(changes.value(), (std::vector<std::uint64_t>{0, 2, 1}));
  EXPECT_EQ(say(diff.value().counts()), "1 1 2 0 3 3 3 0 0 0 0 ");
  EXPECT_EQ(changes_by_column(*scheduler, diff.value()).error().code(), Code::invalid_argument);
}

TEST(SortedDiffTest, LongRowsNeedMemory) {
  const std::string value(3000, 'x');
  const std::string left = "id,n\n1,\"a\nb\"\n2," + value + "\n3,b\n";
  const std::string right = "id,n\n1,a\n2," + value + "y\n3,b\n";
  auto one = make_scheduler(1);
  EXPECT_EQ(in_any_windows(left, right, by_id()), in_memory(*one, left, right, by_id()));
  const Answer too_long =
      in_windows(*one, left, right, by_id(), {.limits = {.window_bytes = 64, .most_bytes = 2000}});
  EXPECT_TRUE(too_long.failure.starts_with(
      "out_of_memory 0 4 13 line 4, byte offset 13: this row has more than "))
      << too_long.failure;
}

TEST(SortedDiffTest, TheRowsOfOneKeyNeedMemory) {
  std::string left = "id,n\n1,a\n";
  for (int i = 0; i < 500; ++i) left += "2,\"b\n" + std::to_string(i) + "\"\n";
  left += "3,c\n";
  auto one = make_scheduler(1);
  EXPECT_EQ(in_any_windows(left, left, by_id()), in_memory(*one, left, left, by_id()));
  const std::string expected =
      "out_of_memory 0 3 9 line 3, byte offset 9: the rows that have the key \"2\" are more than "
      "fit in memory together; allow more of it, or do not compare the files as sorted";
  EXPECT_EQ(
      in_windows(*one, left, left, by_id(), {.limits = {.window_bytes = 64, .most_bytes = 2000}})
          .failure,
      expected);
  EXPECT_EQ(in_windows(*one, left, left, by_id(),
                       {.limits = {.window_bytes = 64, .most_bytes = k_enough, .most_rows = 200}})
                .failure,
            expected);
  EXPECT_EQ(in_windows(*one, left, left, by_id(),
                       {.limits = {.window_bytes = 64, .most_bytes = k_enough, .most_rows = 600}}),
            in_memory(*one, left, left, by_id()));
}

TEST(SortedDiffTest, RefusesWhatItCannotDoByName) {
  auto scheduler = make_scheduler(1);
  const std::string plain = "id,n\n1,2\n";
  const auto refused = [&](const std::string& left, DiffOptions how,
                           Format format = Format::json_lines) {
    return in_windows(*scheduler, left, plain,
                      {.how = std::move(how), .format = {.format = format}}, windows_of(100))
        .failure;
  };
  const auto has = [](const std::string& text, std::string_view what) {
    return text.starts_with("invalid_argument") && text.find(what) != std::string::npos;
  };
  const std::vector<std::string> id = {"id"};
  EXPECT_PRED2(has, refused(plain, {}), "need a key");
  EXPECT_PRED2(has, refused(plain, {.by_position = true}), "not by position");
  EXPECT_PRED2(has, refused(plain, {.key = id, .find_renames = true}), "renamed columns");
  EXPECT_PRED2(has, refused(plain, {.key = id, .similarity = 0.5}), "similar rows");
  EXPECT_PRED2(has, refused(plain, {.key = id, .keep_pairs = true}), "a patch or a tdiff");
  EXPECT_PRED2(has, refused(plain, {.key = id}, Format::patch), "a patch or a tdiff");
  EXPECT_PRED2(has, refused(plain, {.key = id}, Format::tdiff), "a patch or a tdiff");
  EXPECT_PRED2(has, refused(plain, {.key = {"no"}}), "no column \"no\"");
  EXPECT_PRED2(has, refused("id,n\r1,2\r", {.key = id}), "CR");
  EXPECT_PRED2(has, refused(plain, {.dialect = {.lenient = true}, .key = id}), "leniently");
  EXPECT_PRED2(has, refused(plain, {.dialect = {.ragged = Ragged::pad}, .key = id}), "ragged");
  EXPECT_TRUE(refused(plain, {.key = id, .memory_limit = 1000}).starts_with("out_of_memory"));
}

TEST(SortedDiffTest, ReadsAPipeThatIsReadOnce) {
  /// Nobody knows how much comes, and nothing can be read again.
  class Pipe final : public Stream {
   public:
    explicit Pipe(std::string text) : source_(std::move(text)), stream_(source_) {}
    Result<std::size_t> read(std::span<std::uint8_t> into) override { return stream_.read(into); }

   private:
    MemorySource source_;
    SourceStream stream_;
  };
  std::string text = "id,n\n";
  for (int i = 0; i < 40'000; ++i) text += std::to_string(100'000 + i) + ",value\n";
  Pipe left(text);
  Pipe right(text + "200000,more\n");
  auto scheduler = make_scheduler(k_several_lanes);
  Control control;
  auto diff = SortedDiff::create(*scheduler, left, right,
                                 {.key = {"id"}, .progress = Progress(&control)}, KeyOrder::bytes);
  ASSERT_TRUE(diff.ok());
  std::size_t windows = 0;
  const Status status = diff.value().for_each_window([&](const Diff& window) -> Status {
    windows += window.differences().size();
    return {};
  });
  ASSERT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(windows, 1U);
  EXPECT_EQ(diff.value().counts().unchanged, 40'000U);
  EXPECT_FALSE(diff.value().same());
  EXPECT_EQ(control.total, 0U);
}

TEST(SortedDiffTest, StopsAtCancelAndCountsProgress) {
  std::string text = "id,n\n";
  for (int i = 0; i < 1000; ++i) text += std::to_string(1000 + i) + ",1\n";
  const MemorySource source(text);
  auto scheduler = make_scheduler(k_several_lanes);
  const auto run = [&](Control& control) {
    SourceStream left(source);
    SourceStream right(source);
    auto diff = SortedDiff::create(
        *scheduler, left, right,
        {.key = {"id"}, .cancel = CancelToken(&control), .progress = Progress(&control)},
        KeyOrder::bytes);
    EXPECT_TRUE(diff.ok());
    return diff.value().for_each_window([](const Diff&) -> Status { return {}; });
  };
  Control control;
  EXPECT_TRUE(run(control).ok());
  EXPECT_GT(control.total, 0U);
  EXPECT_EQ(control.done, control.total);
  control.cancel = 1;
  EXPECT_EQ(run(control).code(), Code::cancelled);
}

TEST(SortedDiffTest, AFailureOfTheVisitorEndsIt) {
  const MemorySource a("id,n\n1,a\n2,b\n");
  const MemorySource b("id,n\n1,c\n2,d\n");
  SourceStream left(a);
  SourceStream right(b);
  auto scheduler = make_scheduler(1);
  auto diff = SortedDiff::create(*scheduler, left, right, {.key = {"id"}}, KeyOrder::bytes);
  ASSERT_TRUE(diff.ok());
  const Status status = diff.value().for_each_window([](const Diff&) -> Status {
    return {Code::io, "the disk is full"};
  });
  EXPECT_EQ(status.message(), "the disk is full");
}

}  // namespace
}  // namespace heddle::table
