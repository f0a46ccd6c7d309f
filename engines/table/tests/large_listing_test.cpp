#include "heddle/table/large_listing.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <string>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/table/json_lines.h"
#include "heddle/table/large_document.h"

#include "documents.h"
#include "large_diff_state.h"
#include "memory_source.h"
#include "random_tables.h"

namespace heddle::table {
namespace {

LargeTuning small(Random& random) {
  LargeTuning tuning;
  tuning.window_bytes = 1 + random.below(4096);
  tuning.piece_bytes = 1 + random.below(256);
  tuning.held_bytes = 512 + random.below(4096);
  tuning.bucket_rows = 1 + random.below(20);
  return tuning;
}

std::string rows_of(const Listing& listing, Range rows, bool only_changed_cells) {
  ByteWriter out;
  const Status status = write_json_rows(listing, rows.begin, rows.size(), out,
                                        {.only_changed_cells = only_changed_cells});
  return status.ok() ? std::string(as_text(out.view())) : std::string(status.message());
}

std::string rows_of(Scheduler& scheduler, const LargeListing& listing, Range rows,
                    bool only_changed_cells) {
  std::string text;
  const Status status =
      listing.for_each_window(scheduler, rows, [&](const Listing& window) -> Status {
        text += rows_of(window, {0, window.size()}, only_changed_cells);
        return {};
      });
  return status.ok() ? text : std::string(status.message());
}

/// A document in pieces of any number of parts.
std::string text_of(Scheduler& scheduler, const LargeDocument& document, Random& random) {
  std::string text;
  for (std::size_t part = 0; part < document.parts();) {
    const std::size_t end = std::min<std::size_t>(part + 1 + random.below(4), document.parts());
    const Status status = document.write(scheduler, {part, end}, [&](ByteView bytes) -> Status {
      text += as_text(bytes);
      return {};
    });
    EXPECT_TRUE(status.ok()) << status.message();
    part = end;
  }
  return text;
}

Selection random_selection(Random& random) {
  Selection selection{.added = !random.one_in(3), .removed = !random.one_in(3)};
  selection.changed = !random.one_in(3) || (!selection.added && !selection.removed);
  if (random.one_in(4)) selection.columns = {"c0"};
  if (random.one_in(4)) selection.changed_in = {"c0"};
  if (random.one_in(3)) selection.text = "7";
  return selection;
}

TEST(LargeListingTest, PicksAndShowsWhatAListingDoes) {
  const char* given = std::getenv("HEDDLE_TEST_SEED");
  const auto seed = static_cast<std::uint32_t>(given != nullptr ? std::atoi(given) : 20250103);
  std::cout << "HEDDLE_TEST_SEED=" << seed << "\n";
  Random random(seed);
  std::size_t shown = 0;
  for (int i = 0; i < 800; ++i) {
    const PlainTable table = random_table(random, 60);
    const std::string left = to_csv(random, table);
    const std::string right = to_csv(random, edited(random, table));
    DiffOptions how{.dialect = {.delimiter = ','}};
    if (!random.one_in(4)) how.key = {"c0"};
    const Selection selection = random_selection(random);
    auto scheduler = make_scheduler(k_lane_counts[random.below(k_lane_counts.size())]);
    const auto whole = Diff::create(*scheduler, as_bytes(left), as_bytes(right), how);
    const MemorySource a(left);
    const MemorySource b(right);
    auto large = LargeDiff::State::create(*scheduler, a, b, how, small(random));
    ASSERT_EQ(whole.ok(), large.ok());
    if (!whole.ok()) continue;
    ASSERT_EQ(large.value().size(), whole.value().differences().size());

    const auto expected = Listing::create(*scheduler, whole.value(), selection);
    auto listing = LargeListing::begin(large.value(), selection);
    ASSERT_EQ(expected.ok(), listing.ok());
    if (!expected.ok()) continue;
    LargeListing& picked = listing.value();
    while (!picked.complete()) {
      ASSERT_TRUE(picked.advance(*scheduler, 1 + random.below(100)).ok());
    }
    ASSERT_EQ(picked.size(), expected.value().size()) << "pair " << i << " of seed " << seed;
    EXPECT_EQ(picked.shape().columns(), expected.value().columns());
    for (std::size_t row = 0; row < picked.size(); ++row) {
      EXPECT_EQ(picked.place(row), expected.value().place(row));
      EXPECT_EQ(picked.at_or_after(row), expected.value().at_or_after(row));
    }
    for (int window = 0; window < 4; ++window) {
      const std::size_t begin = random.below(static_cast<std::uint32_t>(picked.size()) + 1);
      const std::size_t count = random.below(static_cast<std::uint32_t>(picked.size() - begin) + 1);
      const Range rows{begin, begin + count};
      const bool only = random.one_in(2);
      ASSERT_EQ(rows_of(*scheduler, picked, rows, only), rows_of(expected.value(), rows, only))
          << "rows " << rows.begin << " to " << rows.end << " of pair " << i << " of seed " << seed;
      EXPECT_EQ(picked.changes_by_column(*scheduler, rows).value(),
                expected.value().changes_by_column(*scheduler, rows).value());
      shown += count;
    }
    const DocumentOptions options{
        .format = std::array{Format::json_lines, Format::csv, Format::html}[random.below(3)],
        .only_changed_cells = random.one_in(3)};
    const auto document = make_document(*scheduler, expected.value(), options);
    const auto pieces = LargeDocument::create(*scheduler, picked, options);
    ASSERT_TRUE(pieces.ok());
    ASSERT_EQ(text_of(*scheduler, pieces.value(), random),
              heddle::table::text_of(*scheduler, *document.value()));
  }
  EXPECT_GT(shown, 3000U);
}

/// Enough rows for several steps, windows and parts.
class LargeListingOfManyTest : public testing::Test {
 protected:
  LargeListingOfManyTest() {
    std::string& left = left_.text();
    std::string& right = right_.text();
    for (int i = 0; i < 30'000; ++i) {
      const std::string id = std::to_string(i);
      if (i % 11 != 0) left += id + ",x,y\n";
      if (i % 13 != 0) right += id + (i % 3 == 0 ? ",z" : ",x") + (i % 2 == 0 ? ",q\n" : ",y\n");
    }
    tuning_.bucket_rows = 1000;
    tuning_.held_bytes = 20'000;
  }
  Result<LargeDiff> compare(Scheduler& scheduler) {
    return LargeDiff::State::create(scheduler, left_, right_, {.key = {"id"}}, tuning_);
  }

  MemorySource left_{"id,a,b\n"};
  MemorySource right_{"id,a,b\n"};
  LargeTuning tuning_;
};

TEST_F(LargeListingOfManyTest, ReadsAnyWindowOnAnyNumberOfLanes) {
  auto one = make_scheduler(1);
  const auto whole =
      Diff::create(*one, as_bytes(left_.text()), as_bytes(right_.text()), {.key = {"id"}});
  for (const Selection& selection :
       {Selection{}, Selection{.added = false, .removed = false}, Selection{.changed_in = {"a"}},
        Selection{.removed = false, .text = "77"}}) {
    const auto expected = Listing::create(*one, whole.value(), selection);
    const std::size_t size = expected.value().size();
    ASSERT_GT(size, 100U);
    for (const std::uint32_t lanes : k_lane_counts) {
      auto scheduler = make_scheduler(lanes);
      auto diff = compare(*scheduler);
      auto listing = LargeListing::create(*scheduler, diff.value(), selection);
      ASSERT_EQ(listing.value().size(), size);
      for (const std::size_t rows : {std::size_t{1}, std::size_t{100}, std::size_t{5000}, size}) {
        for (const std::size_t begin : {std::size_t{0}, size / 3, size - std::min(rows, size)}) {
          const Range window{begin, std::min(begin + rows, size)};
          EXPECT_TRUE(rows_of(*scheduler, listing.value(), window, false) ==
                      rows_of(expected.value(), window, false))
              << lanes << " lanes, rows " << window.begin << " to " << window.end;
        }
      }
    }
  }
}

TEST_F(LargeListingOfManyTest, LooksInStepsAndReadsOnlyForCells) {
  auto scheduler = make_scheduler(k_several_lanes);
  auto diff = compare(*scheduler);
  const auto reads = [&] { return left_.reads() + right_.reads(); };
  const std::size_t before = reads();
  auto kinds = LargeListing::create(*scheduler, diff.value(), {.changed = false});
  EXPECT_GT(kinds.value().size(), 4000U);
  EXPECT_EQ(reads(), before);
  auto cells = LargeListing::begin(diff.value(), {.text = "77"});
  EXPECT_EQ(cells.value().looked(), 0U);
  ASSERT_TRUE(cells.value().advance(*scheduler, 1).ok());
  EXPECT_EQ(cells.value().looked(), 256U);
  EXPECT_GT(reads(), before);
  EXPECT_FALSE(cells.value().complete());
}

TEST_F(LargeListingOfManyTest, AFileThatChangesMeanwhileIsNamed) {
  auto scheduler = make_scheduler(1);
  auto diff = compare(*scheduler);
  auto listing = LargeListing::begin(diff.value(), {.text = "x"});
  right_.text().resize(1000);
  const Status status = listing.value().advance(*scheduler, diff.value().size());
  EXPECT_EQ(status.code(), Code::io) << status.message();
  EXPECT_EQ(status.location().input, 1);
  // Nothing of it was looked at, and the rest of the diff is as it was.
  EXPECT_EQ(listing.value().looked(), 0U);
  EXPECT_TRUE(diff.value().window().differences().empty());
}

TEST_F(LargeListingOfManyTest, StopsAtCancel) {
  auto scheduler = make_scheduler(1);
  auto diff = compare(*scheduler);
  auto listing = LargeListing::begin(diff.value(), {.text = "x"});
  Control control;
  control.cancel = 1;
  EXPECT_EQ(listing.value().advance(*scheduler, 1, CancelToken(&control)).code(), Code::cancelled);
  EXPECT_TRUE(listing.value().advance(*scheduler, 1).ok());
}

TEST_F(LargeListingOfManyTest, RefusesWhatNeedsTheWholeFiles) {
  auto scheduler = make_scheduler(1);
  auto diff = compare(*scheduler);
  const auto listing = LargeListing::create(*scheduler, diff.value(), {});
  for (const Format format : {Format::patch, Format::tdiff}) {
    const auto document = LargeDocument::create(*scheduler, listing.value(), {.format = format});
    ASSERT_FALSE(document.ok());
    EXPECT_NE(document.error().message().find("needs both files in memory"), std::string::npos);
  }
  const auto guarded = LargeDocument::create(*scheduler, listing.value(),
                                             {.format = Format::html, .guard_formulas = true});
  EXPECT_EQ(guarded.error().code(), Code::invalid_argument);
  const auto csv = LargeDocument::create(*scheduler, listing.value(), {.format = Format::csv});
  const auto nowhere = [](ByteView) -> Status { return {}; };
  EXPECT_EQ(csv.value().write(*scheduler, {0, csv.value().parts() + 1}, nowhere).code(),
            Code::invalid_argument);
}

}  // namespace
}  // namespace heddle::table
