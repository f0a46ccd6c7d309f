#include "heddle/table/large_diff.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "heddle/runtime_testing/lanes.h"

#include "documents.h"
#include "large_diff_state.h"
#include "memory_source.h"
#include "random_tables.h"

namespace heddle::table {
namespace {

/// What a comparison says: its counts, and its differences in one format; or why it failed.
struct Answer {
  std::string text;
  std::string counts;
  bool same = false;

  bool operator==(const Answer&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Answer& answer) {
  return out << answer.counts << "\n" << answer.text;
}

std::string say(const Status& status) {
  return std::string(code_name(status.code())) + " " + std::to_string(status.location().input) +
         " " + std::to_string(status.location().line) + " " +
         std::to_string(status.location().byte_offset) + " " + std::string(status.message());
}

std::string say(const Counts& counts, const std::vector<std::uint64_t>& by_column) {
  std::string text;
  for (const std::uint64_t number :
       {std::uint64_t{counts.added}, std::uint64_t{counts.removed}, std::uint64_t{counts.changed},
        std::uint64_t{counts.unchanged}, counts.changed_cells, std::uint64_t{counts.left_rows},
        std::uint64_t{counts.right_rows}, std::uint64_t{counts.left_duplicates.keys},
        std::uint64_t{counts.left_duplicates.rows}, std::uint64_t{counts.right_duplicates.keys},
        std::uint64_t{counts.right_duplicates.rows}}) {
    text += std::to_string(number) + " ";
  }
  for (const std::uint64_t number : by_column) text += "|" + std::to_string(number);
  return text;
}

struct Question {
  DiffOptions how;
  Selection selection;
  DocumentOptions format;
};

Answer in_memory(Scheduler& scheduler, std::string_view left, std::string_view right,
                 const Question& question) {
  auto diff = Diff::create(scheduler, as_bytes(left), as_bytes(right), question.how);
  if (!diff.ok()) return {.text = say(diff.error()), .counts = {}};
  auto listing = Listing::create(scheduler, diff.value(), question.selection);
  if (!listing.ok()) return {.text = say(listing.error()), .counts = {}};
  auto document = make_document(scheduler, listing.value(), question.format);
  if (!document.ok()) return {.text = say(document.error()), .counts = {}};
  auto by_column = Listing(diff.value()).changes_by_column(scheduler);
  return {text_of(scheduler, *document.value()), say(diff.value().counts(), by_column.value()),
          diff.value().same()};
}

Answer from_sources(Scheduler& scheduler, const Source& left, const Source& right,
                    const Question& question, const LargeTuning& tuning) {
  auto diff = LargeDiff::State::create(scheduler, left, right, question.how, tuning);
  if (!diff.ok()) return {.text = say(diff.error()), .counts = {}};
  Answer answer{.text = {}, .counts = {}, .same = diff.value().same()};
  const Status status = write_document(scheduler, diff.value(), question.selection, question.format,
                                       [&](ByteView bytes) -> Status {
                                         answer.text += as_text(bytes);
                                         return {};
                                       });
  if (!status.ok()) return {.text = say(status), .counts = {}};
  auto by_column = changes_by_column(scheduler, diff.value());
  if (!by_column.ok()) return {.text = say(by_column.error()), .counts = {}};
  answer.counts = say(diff.value().counts(), by_column.value());
  return answer;
}

LargeTuning tuned(std::size_t window, std::size_t piece, std::size_t held, std::uint32_t bucket) {
  LargeTuning tuning;
  tuning.window_bytes = window;
  tuning.piece_bytes = piece;
  tuning.held_bytes = held;
  tuning.bucket_rows = bucket;
  return tuning;
}

TEST(LargeDiffTest, FindsWhatADiffFinds) {
  const char* given = std::getenv("HEDDLE_TEST_SEED");
  const auto seed = static_cast<std::uint32_t>(given != nullptr ? std::atoi(given) : 20250102);
  std::cout << "HEDDLE_TEST_SEED=" << seed << "\n";
  Random random(seed);
  constexpr int k_pairs = 1500;
  for (int i = 0; i < k_pairs; ++i) {
    const PlainTable table = random_table(random, 40);
    const std::string left = to_csv(random, table);
    const std::string right = to_csv(random, edited(random, table));
    Question question;
    question.how.dialect.delimiter = ',';
    switch (random.below(4)) {
      case 0: break;
      case 1: question.how.by_position = true; break;
      default: question.how.key = {"c0"};
    }
    if (!question.how.key.empty() || question.how.by_position) {
      question.how.rule.trim = random.one_in(3);
      question.how.rule.ignore_case = random.one_in(3);
    }
    question.format.format =
        std::array{Format::json_lines, Format::csv, Format::html}[random.below(3)];
    question.format.only_changed_cells = random.one_in(3);
    question.selection.added = !random.one_in(4);
    const LargeTuning tuning = tuned(1 + random.below(4096), 1 + random.below(256),
                                     4096 + random.below(4096), 1 + random.below(20));
    auto scheduler = make_scheduler(k_lane_counts[random.below(k_lane_counts.size())]);
    const MemorySource a(left);
    const MemorySource b(right);
    ASSERT_EQ(from_sources(*scheduler, a, b, question, tuning),
              in_memory(*scheduler, left, right, question))
        << "pair " << i << " of seed " << seed << "\n"
        << left << "\n---\n"
        << right;
  }
}

TEST(LargeDiffTest, AnyBlockSizeAndLanesGiveTheSame) {
  std::string left = "id,name\n";
  std::string right = "id,name\n";
  for (int i = 0; i < 300; ++i) {
    left += std::to_string(i) + ",\"a\nname\"\n";
    const int other = 299 - i;
    if (i % 7 != 0) {
      right += std::to_string(other) + (i % 5 == 0 ? ",other\r\n" : ",\"a\nname\"\n");
    }
    if (i % 50 == 0) right += "\n\r\n";
  }
  const Question question{.how = {.key = {"id"}}, .selection = {}, .format = {}};
  const MemorySource a(left);
  const MemorySource b(right);
  auto one = make_scheduler(1);
  const Answer expected = in_memory(*one, left, right, question);
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (const std::size_t size : {1, 2, 3, 7, 63, 64, 65, 1000, 4096}) {
      EXPECT_EQ(from_sources(*scheduler, a, b, question, tuned(size, size, 256, 16)), expected)
          << size << " bytes, " << lanes << " lanes";
    }
  }
}

TEST(LargeDiffTest, BadRowsAreNamedByTheirPlaceInTheFile) {
  for (const std::string_view bad : {"3,x,y\n", "3\n", "3,a\"b\n", "3,\"a\"b\n"}) {
    std::string left = "id,name\n1,\"two\nlines\"\n";
    for (int i = 0; i < 50; ++i) left += std::to_string(10 + i) + ",name\n";
    const std::string good = left;
    left += bad;
    left += "4,end\n";
    const Question question{.how = {.key = {"id"}}, .selection = {}, .format = {}};
    auto scheduler = make_scheduler(k_several_lanes);
    for (const bool bad_right : {false, true}) {
      const MemorySource a(bad_right ? good : left);
      const MemorySource b(bad_right ? left : good);
      const Answer expected = bad_right ? in_memory(*scheduler, good, left, question)
                                        : in_memory(*scheduler, left, good, question);
      EXPECT_TRUE(expected.text.starts_with("malformed_input")) << expected.text;
      EXPECT_EQ(from_sources(*scheduler, a, b, question, tuned(40, 20, 4096, 16)), expected);
    }
  }
}

TEST(LargeDiffTest, KeysThatShareAHashAreToldApart) {
  const std::string left = "id,n\na,1\nb,2\n";
  const std::string right = "id,n\nb,3\nc,1\n";
  const Question question{.how = {.key = {"id"}}, .selection = {}, .format = {}};
  auto scheduler = make_scheduler(1);
  const Answer expected = in_memory(*scheduler, left, right, question);
  const MemorySource a(left);
  const MemorySource b(right);
  LargeTuning tuning;
  tuning.hash_mask = 0;
  EXPECT_TRUE(from_sources(*scheduler, a, b, question, tuning).text.starts_with("internal"));
  // Hashes of 4 bits: what a try gives is right, or it says that it found no way.
  int answers = 0;
  for (int shift = 0; shift < 60; ++shift) {
    tuning.hash_mask = std::uint64_t{0xF} << shift;
    const Answer answer = from_sources(*scheduler, a, b, question, tuning);
    if (answer.text.starts_with("internal")) continue;
    ++answers;
    EXPECT_EQ(answer.text, expected.text) << shift;
  }
  EXPECT_GT(answers, 30);
}

TEST(LargeDiffTest, ALongRowIsReadWhereThereIsMemoryForIt) {
  const std::string value(300'000, 'x');
  const std::string left = "id,n\n1," + value + "\n2,b\n";
  const std::string right = "id,n\n1," + value + "y\n2,b\n";
  const MemorySource a(left);
  const MemorySource b(right);
  const Question question{.how = {.key = {"id"}}, .selection = {}, .format = {}};
  auto scheduler = make_scheduler(1);
  EXPECT_EQ(from_sources(*scheduler, a, b, question, tuned(100, 100, 1'000'000, 16)),
            in_memory(*scheduler, left, right, question));
  EXPECT_NE(from_sources(*scheduler, a, b, question, tuned(100, 100, 1000, 16))
                .text.find("a row that differs has more than 1000 bytes"),
            std::string::npos);
}

TEST(LargeDiffTest, AHeaderLongerThanTheFirstPartIsRead) {
  std::string header = "id";
  for (int i = 0; i < 40'000; ++i) header += ",column" + std::to_string(i);
  std::string row(40'000, ',');
  const std::string left = header + "\n1" + row + "\n";
  const std::string right = header + "\n1" + row + "x\n";
  ASSERT_GT(header.size(), 128U * 1024);
  const MemorySource a(left);
  const MemorySource b(right);
  const Question question{.how = {.key = {"id"}}, .selection = {}, .format = {}};
  auto scheduler = make_scheduler(1);
  EXPECT_EQ(from_sources(*scheduler, a, b, question, {}).text,
            in_memory(*scheduler, left, right, question).text);
}

TEST(LargeDiffTest, RefusesWhatNeedsTheWholeFileByName) {
  auto scheduler = make_scheduler(1);
  const auto refused = [&](const std::string& left, DiffOptions how) {
    const MemorySource a(left);
    const MemorySource b("id,n\n1,2\n");
    return from_sources(*scheduler, a, b, {.how = std::move(how), .selection = {}, .format = {}},
                        {})
        .text;
  };
  const auto has = [](const std::string& text, std::string_view what) {
    return text.starts_with("invalid_argument") && text.find(what) != std::string::npos;
  };
  const std::string plain = "id,n\n1,2\n";
  EXPECT_PRED2(has, refused(plain, {.find_renames = true}), "renamed columns");
  EXPECT_PRED2(has, refused(plain, {.similarity = 0.5}), "similar rows");
  EXPECT_PRED2(has, refused(plain, {.keep_pairs = true}), "patch");
  EXPECT_PRED2(has, refused("id,n\r1,2\r", {}), "CR");
  EXPECT_PRED2(has, refused(plain, {.dialect = {.lenient = true}}), "leniently");
  EXPECT_PRED2(has, refused(plain, {.dialect = {.ragged = Ragged::pad}}), "ragged");
  EXPECT_PRED2(has, refused(std::string("\xFF\xFEi\0,\0n\0", 8), {}), "UTF-16");
}

TEST(LargeDiffTest, SaysHowMuchMemoryWouldDo) {
  std::string file = "id\n";
  for (int i = 0; i < 300'000; ++i) file += std::to_string(i) + "\n";
  const MemorySource a(file);
  auto scheduler = make_scheduler(k_several_lanes);
  Question question{
      .how = {.key = {"id"}, .memory_limit = 17'000'000}, .selection = {}, .format = {}};
  const std::string text = from_sources(*scheduler, a, a, question, {}).text;
  EXPECT_TRUE(text.starts_with("out_of_memory")) << text;
  EXPECT_NE(text.find("17 MB of memory that are allowed; about"), std::string::npos) << text;
  question.how.memory_limit = 1000;
  EXPECT_TRUE(from_sources(*scheduler, a, a, question, {}).text.starts_with("out_of_memory"));
}

TEST(LargeDiffTest, GivesTheMemoryOfTheHashesBackWherePairsFitBesideThem) {
  std::string left = "id,n\n";
  std::string right = left;
  constexpr int k_rows = 138'000;
  for (int i = 0; i < k_rows; ++i) {
    left += std::to_string(i) + ",1\n";
    right += std::to_string(i) + ",2\n";
  }
  const MemorySource a(left);
  const MemorySource b(right);
  auto scheduler = make_scheduler(k_several_lanes);
  for (const auto& [megabytes, fits] : {std::pair{16, false}, std::pair{64, true}}) {
    const std::uint64_t limit = std::uint64_t{1} << 20;
    auto diff = LargeDiff::create(
        *scheduler, a, b,
        {.key = {"id"}, .memory_limit = limit * static_cast<std::uint64_t>(megabytes)});
    ASSERT_TRUE(diff.ok()) << diff.error().message();
    EXPECT_EQ(diff.value().counts().changed, static_cast<std::uint32_t>(k_rows));
    EXPECT_EQ(diff.value().state().hashes == nullptr, fits);
    std::size_t seen = 0;
    ASSERT_TRUE(diff.value()
                    .for_each_window(*scheduler,
                                     [&](const Diff& window) -> Status {
                                       seen += window.differences().size();
                                       return {};
                                     })
                    .ok());
    EXPECT_EQ(seen, static_cast<std::size_t>(k_rows));
  }
}

TEST(LargeDiffTest, AFileThatChangesMeanwhileIsNoticed) {
  std::string left = "id,n\n";
  for (int i = 0; i < 100; ++i) left += std::to_string(i) + ",1\n";
  const MemorySource a(left);
  MemorySource b("id,n\n1,22\n2,33\n");
  auto scheduler = make_scheduler(1);
  auto diff = LargeDiff::create(*scheduler, a, b, {.key = {"id"}});
  ASSERT_TRUE(diff.ok());
  b.text() = "id,n\n1,22,2,33\n";
  const Status status =
      diff.value().for_each_window(*scheduler, [](const Diff&) -> Status { return {}; });
  EXPECT_EQ(status.code(), Code::io) << status.message();
  EXPECT_EQ(status.location().input, 1);
}

TEST(LargeDiffTest, StopsAtCancelAndCountsProgress) {
  std::string left = "id,n\n";
  for (int i = 0; i < 1000; ++i) left += std::to_string(i) + ",1\n";
  const MemorySource a(left);
  auto scheduler = make_scheduler(k_several_lanes);
  Control control;
  ASSERT_TRUE(
      LargeDiff::create(*scheduler, a, a, {.key = {"id"}, .progress = Progress(&control)}).ok());
  EXPECT_GT(control.total, 0U);
  EXPECT_EQ(control.done, control.total);
  control.cancel = 1;
  const auto cancelled =
      LargeDiff::create(*scheduler, a, a, {.key = {"id"}, .cancel = CancelToken(&control)});
  ASSERT_FALSE(cancelled.ok());
  EXPECT_EQ(cancelled.error().code(), Code::cancelled);
}

}  // namespace
}  // namespace heddle::table
