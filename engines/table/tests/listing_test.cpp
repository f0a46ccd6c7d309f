#include "heddle/table/listing.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/table/json_lines.h"

namespace heddle::table {
namespace {

constexpr std::string_view k_left =
    "id,name,city\n1,Ann,Rome\n2,Bob,Oslo\n3,Cid,Bern\n5,Eve,Kiev\n";
constexpr std::string_view k_right =
    "id,name,city\n1,Ann,Roma\n3,Sid,Bern\n4,Dee,Lima\n5,Eva,Kyiv\n";

class ListingTest : public testing::Test {
 protected:
  Result<Listing> list(const Selection& selection) {
    return Listing::create(*scheduler_, diff_.value(), selection);
  }
  std::string rows(const Selection& selection) {
    const auto listing = list(selection);
    if (!listing.ok()) return std::string(listing.error().message());
    ByteWriter out;
    EXPECT_TRUE(write_json_rows(listing.value(), 0, listing.value().size(), out).ok());
    return std::string(as_text(out.view()));
  }

  std::unique_ptr<Scheduler> scheduler_ = make_scheduler(k_lane_counts.back());
  Result<Diff> diff_ =
      Diff::create(*scheduler_, as_bytes(k_left), as_bytes(k_right), {.key = {"id"}});
};

TEST_F(ListingTest, PicksKindsOfRows) {
  EXPECT_EQ(rows({.removed = false, .changed = false}),
            "{\"kind\":\"added\",\"right\":3,\"cells\":[\"4\",\"Dee\",\"Lima\"]}\n");
  EXPECT_EQ(rows({.added = false, .changed = false}),
            "{\"kind\":\"removed\",\"left\":2,\"cells\":[\"2\",\"Bob\",\"Oslo\"]}\n");
  EXPECT_EQ(list({.added = false}).value().size(), 4U);
  EXPECT_EQ(list({}).value().size(), 5U);
}

TEST_F(ListingTest, PicksColumnsAndRowsThatChangedInThem) {
  EXPECT_EQ(rows({.added = false, .removed = false, .columns = {"name"}}),
            "{\"kind\":\"changed\",\"left\":3,\"right\":2,\"cells\":[\"3\",[\"Cid\",\"Sid\"]]}\n"
            "{\"kind\":\"changed\",\"left\":4,\"right\":4,\"cells\":[\"5\",[\"Eve\",\"Eva\"]]}\n");
  EXPECT_EQ(list({.columns = {"city"}}).value().columns(),
            (std::vector<std::string>{"id", "city"}));
}

TEST_F(ListingTest, PicksRowsThatChangedInAColumnAndShowsAll) {
  EXPECT_EQ(
      rows({.added = false, .removed = false, .changed_in = {"city"}}),
      "{\"kind\":\"changed\",\"left\":1,\"right\":1,\"cells\":[\"1\",\"Ann\",[\"Rome\",\"Roma\"]]}"
      "\n{\"kind\":\"changed\",\"left\":4,\"right\":4,\"cells\":[\"5\",[\"Eve\",\"Eva\"],"
      "[\"Kiev\",\"Kyiv\"]]}\n");
  // Rows that are not changed have nothing to do with it.
  EXPECT_EQ(list({.changed_in = {"city"}}).value().size(), 4U);
  EXPECT_EQ(list({.columns = {"name"}, .changed_in = {"city"}}).value().size(), 4U);
}

TEST_F(ListingTest, PicksRowsThatHoldAText) {
  EXPECT_EQ(rows({.text = "LIM"}),
            "{\"kind\":\"added\",\"right\":3,\"cells\":[\"4\",\"Dee\",\"Lima\"]}\n");
  // Before or after.
  EXPECT_EQ(list({.text = "rome"}).value().size(), 1U);
  EXPECT_EQ(list({.text = "roma"}).value().size(), 1U);
  EXPECT_EQ(list({.text = "v"}).value().size(), 1U);
  EXPECT_EQ(list({.text = "b"}).value().size(), 2U);
  EXPECT_EQ(list({.text = "b", .text_in = {"name"}}).value().size(), 1U);
  EXPECT_EQ(list({.columns = {"city"}, .text = "ev"}).value().size(), 1U);
  EXPECT_EQ(list({.added = false, .text = "nowhere"}).value().size(), 0U);
}

TEST_F(ListingTest, SaysWhereARowStandsAmongAll) {
  const auto listing = list({.removed = false, .changed = false});
  EXPECT_EQ(listing.value().place(0), 3U);
  EXPECT_EQ(listing.value().at_or_after(0), 0U);
  EXPECT_EQ(listing.value().at_or_after(3), 0U);
  EXPECT_EQ(listing.value().at_or_after(4), 1U);
  EXPECT_EQ(Listing(diff_.value()).at_or_after(4), 4U);
  EXPECT_EQ(Listing(diff_.value()).at_or_after(9), 5U);
}

TEST_F(ListingTest, CountsChangesOfSomeRows) {
  const auto listing = list({});
  EXPECT_EQ(listing.value().changes_by_column(*scheduler_, {0, 3}).value(),
            (std::vector<std::uint64_t>{0, 1, 1}));
  EXPECT_EQ(listing.value().changes_by_column(*scheduler_, {4, 4}).value(),
            (std::vector<std::uint64_t>{0, 0, 0}));
}

TEST_F(ListingTest, CountsChangesByColumn) {
  const auto listing = list({});
  EXPECT_EQ(listing.value().changes_by_column(*scheduler_).value(),
            (std::vector<std::uint64_t>{0, 2, 2}));
}

TEST_F(ListingTest, RefusesWhatCannotBeShown) {
  EXPECT_EQ(rows({.columns = {"town"}}),
            "there is no column \"town\" to show; the columns are: id, name, city");
  EXPECT_EQ(rows({.changed_in = {"town"}}),
            "there is no column \"town\" that may have changed; the columns are: id, name, city");
  EXPECT_EQ(rows({.text = "a", .text_in = {"town"}}),
            "there is no column \"town\" to look in; the columns are: id, name, city");
  EXPECT_EQ(rows({.text_in = {"city"}}), "columns to look in are named, but no text to look for");
  EXPECT_EQ(rows({.columns = {"city", "city"}}), "the column \"city\" is asked for twice");
  EXPECT_EQ(rows({.added = false, .removed = false, .changed = false}),
            "no kind of row is asked for; ask for added, removed or changed rows");
}

TEST_F(ListingTest, IsTheSameForAnyNumberOfLanes) {
  std::string left = "id,a,b\n";
  std::string right = left;
  for (int i = 0; i < 20000; ++i) {
    const std::string id = std::to_string(i);
    if (i % 7 != 0) left += id + ",x,y\n";
    if (i % 5 != 0) right += id + (i % 3 == 0 ? ",z" : ",x") + (i % 2 == 0 ? ",z\n" : ",y\n");
  }
  std::string expected;
  for (const std::uint32_t lanes : k_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    const auto diff = Diff::create(*scheduler, as_bytes(left), as_bytes(right), {.key = {"id"}});
    const auto listing =
        Listing::create(*scheduler, diff.value(), {.added = false, .columns = {"a"}});
    const auto counts = listing.value().changes_by_column(*scheduler);
    ByteWriter out;
    ASSERT_TRUE(write_json_rows(listing.value(), 0, listing.value().size(), out).ok());
    const std::string text = std::string(as_text(out.view())) + std::to_string(counts.value()[1]);
    if (expected.empty()) expected = text;
    EXPECT_TRUE(text == expected) << lanes << " lanes";
  }
  EXPECT_GT(expected.size(), 100000U);
}

TEST_F(ListingTest, PicksTheSameInSmallSteps) {
  std::string left = "id,a,b\n";
  std::string right = left;
  for (int i = 0; i < 30000; ++i) {
    const std::string id = std::to_string(i);
    left += id + ",x,y\n";
    right += id + (i % 3 == 0 ? ",z" : ",x") + (i % 2 == 0 ? ",q\n" : ",y\n");
  }
  const auto diff = Diff::create(*scheduler_, as_bytes(left), as_bytes(right), {.key = {"id"}});
  const Selection selection{.changed_in = {"a"}, .text = "7"};
  const auto whole = Listing::create(*scheduler_, diff.value(), selection);
  auto grown = Listing::begin(diff.value(), selection);
  EXPECT_EQ(grown.value().looked(), 0U);
  EXPECT_EQ(grown.value().size(), 0U);
  std::size_t steps = 0;
  for (std::size_t looked = 0; looked < diff.value().differences().size(); ++steps) {
    ASSERT_TRUE(grown.value().advance(*scheduler_, 1).ok());
    ASSERT_GT(grown.value().looked(), looked);
    looked = grown.value().looked();
  }
  EXPECT_EQ(steps, 5U);
  ASSERT_GT(whole.value().size(), 1000U);
  ASSERT_EQ(grown.value().size(), whole.value().size());
  for (std::size_t i = 0; i < whole.value().size(); ++i) {
    ASSERT_EQ(grown.value().place(i), whole.value().place(i));
  }
  // There is nothing more to look at.
  ASSERT_TRUE(grown.value().advance(*scheduler_, 100).ok());
  EXPECT_EQ(grown.value().size(), whole.value().size());
}

}  // namespace
}  // namespace heddle::table
