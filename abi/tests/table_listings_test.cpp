#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "heddle/abi/table.h"

namespace {

const std::uint8_t* bytes(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// A list of one name as the ABI takes it.
std::string encode_name(std::string_view name) {
  const auto size = static_cast<std::uint32_t>(name.size());
  std::string list(reinterpret_cast<const char*>(&size), sizeof(size));
  return list += name;
}

constexpr std::string_view k_left = "id,v,w\n1,a,x\n2,b,x\n4,d,x\n";
constexpr std::string_view k_right = "id,v,w\n1,c,x\n3,d,x\n4,d,y\n";
constexpr std::uint32_t k_all = HEDDLE_TABLE_ADDED | HEDDLE_TABLE_REMOVED | HEDDLE_TABLE_CHANGED;
constexpr auto k_invalid = static_cast<std::uint32_t>(HEDDLE_INVALID_ARGUMENT);

using ListingHandle = std::unique_ptr<heddle_table_listing, void (*)(heddle_table_listing*)>;

class AbiTableListingsTest : public testing::Test {
 protected:
  ListingHandle begin(std::uint32_t show, const std::string& columns = "",
                      const std::string& changed_in = "", std::string_view text = "",
                      const std::string& text_in = "") {
    return {heddle_table_listing_create(diff_.get(), show, bytes(columns), columns.size(),
                                        bytes(changed_in), changed_in.size(), bytes(text),
                                        text.size(), bytes(text_in), text_in.size(), &error_),
            heddle_table_listing_release};
  }
  ListingHandle complete(ListingHandle listing) {
    EXPECT_EQ(heddle_table_listing_advance(scheduler_.get(), listing.get(), 100, &error_), 0U);
    return listing;
  }
  std::string take(std::uint32_t status, heddle_bytes& out) {
    if (status != 0) return error_.message;
    std::string text(reinterpret_cast<const char*>(out.data), out.size);
    heddle_bytes_release(&out);
    return text;
  }
  std::string rows(const ListingHandle& listing, std::uint32_t first, std::uint32_t count,
                   std::uint32_t show = 0) {
    heddle_bytes out{};
    return take(heddle_table_listing_write_rows(scheduler_.get(), listing.get(), first, count, show,
                                                &out, &error_),
                out);
  }

  heddle_error error_{};
  std::string key_ = encode_name("id");
  std::unique_ptr<heddle_scheduler, void (*)(heddle_scheduler*)> scheduler_{
      heddle_scheduler_create(1, &error_), heddle_scheduler_destroy};
  std::unique_ptr<heddle_table_diff, void (*)(heddle_table_diff*)> diff_{
      heddle_table_diff_create(scheduler_.get(), bytes(k_left), k_left.size(), bytes(k_right),
                               k_right.size(), ',', bytes(key_), key_.size(), nullptr, 0, nullptr,
                               0, 0, 0, 1, nullptr, &error_),
      heddle_table_diff_release};
};

TEST_F(AbiTableListingsTest, PicksStepByStep) {
  auto listing = begin(HEDDLE_TABLE_CHANGED);
  EXPECT_EQ(heddle_table_listing_looked(listing.get()), 0U);
  EXPECT_EQ(heddle_table_listing_size(listing.get()), 0U);
  EXPECT_EQ(
      heddle_table_listing_document(scheduler_.get(), listing.get(), HEDDLE_TABLE_CSV, 0, &error_),
      nullptr);
  EXPECT_EQ(error_.code, k_invalid);
  listing = complete(std::move(listing));
  EXPECT_EQ(heddle_table_listing_looked(listing.get()), heddle_table_diff_size(diff_.get()));
  EXPECT_EQ(heddle_table_listing_size(listing.get()), 2U);
  EXPECT_EQ(heddle_table_listing_place(listing.get(), 1), 3U);
  EXPECT_EQ(heddle_table_listing_at_or_after(listing.get(), 1), 1U);
}

TEST_F(AbiTableListingsTest, WritesRows) {
  const auto listing = complete(begin(HEDDLE_TABLE_CHANGED));
  EXPECT_EQ(
      rows(listing, 0, 1),
      "{\"kind\":\"changed\",\"left\":1,\"right\":1,\"cells\":[\"1\",[\"a\",\"c\"],\"x\"]}\n");
  EXPECT_EQ(
      rows(listing, 1, 1, HEDDLE_TABLE_ONLY_CHANGED_CELLS),
      "{\"kind\":\"changed\",\"left\":3,\"right\":3,\"key\":[\"4\"],\"changes\":{\"w\":[\"x\","
      "\"y\"]}}\n");
  EXPECT_EQ(rows(listing, 2, 0), "");
  EXPECT_EQ(rows(listing, 1, 2), "rows 1 to 3 were asked for; there are 2");
  EXPECT_EQ(error_.code, k_invalid);
}

TEST_F(AbiTableListingsTest, PicksByColumnAndByText) {
  EXPECT_EQ(
      rows(complete(begin(HEDDLE_TABLE_CHANGED, "", encode_name("w"))), 0, 1),
      "{\"kind\":\"changed\",\"left\":3,\"right\":3,\"cells\":[\"4\",\"d\",[\"x\",\"y\"]]}\n");
  EXPECT_EQ(heddle_table_listing_size(complete(begin(k_all, "", "", "D")).get()), 2U);
  EXPECT_EQ(heddle_table_listing_size(complete(begin(k_all, "", "", "Y", encode_name("v"))).get()),
            0U);
}

TEST_F(AbiTableListingsTest, CountsChangesByColumn) {
  const auto listing = complete(begin(k_all));
  heddle_bytes out{};
  EXPECT_EQ(
      take(heddle_table_listing_write_changes(scheduler_.get(), listing.get(), 0, 4, &out, &error_),
           out),
      "[0,1,1]");
  EXPECT_EQ(
      heddle_table_listing_write_changes(scheduler_.get(), listing.get(), 3, 2, &out, &error_),
      k_invalid);
}

TEST_F(AbiTableListingsTest, WritesADocument) {
  const auto listing = complete(begin(HEDDLE_TABLE_ADDED));
  heddle_table_document* document =
      heddle_table_listing_document(scheduler_.get(), listing.get(), HEDDLE_TABLE_CSV, 0, &error_);
  ASSERT_NE(document, nullptr);
  heddle_bytes out{};
  EXPECT_EQ(take(heddle_table_document_write(scheduler_.get(), document, 0,
                                             heddle_table_document_parts(document), nullptr, &out,
                                             &error_),
                 out),
            "change,left,right,id,v,w\nadded,,2,3,d,x\n");
  heddle_table_document_release(document);
  EXPECT_EQ(heddle_table_listing_document(scheduler_.get(), listing.get(), HEDDLE_TABLE_PATCH, 0,
                                          &error_),
            nullptr);
  EXPECT_EQ(heddle_table_listing_document(scheduler_.get(), listing.get(), 9, 0, &error_), nullptr);
}

TEST_F(AbiTableListingsTest, RefusesWhatIsNotThere) {
  EXPECT_EQ(begin(0), nullptr);
  EXPECT_EQ(error_.code, k_invalid);
  EXPECT_EQ(begin(k_all, encode_name("nope")), nullptr);
  EXPECT_EQ(begin(k_all, "xx"), nullptr);
  EXPECT_STREQ(error_.message, "the list of columns is cut short");
}

}  // namespace
