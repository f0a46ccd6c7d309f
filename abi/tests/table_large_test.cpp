#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "heddle/abi/table.h"
#include "heddle/runtime_testing/lanes.h"

namespace {

const std::uint8_t* bytes(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::string encode_name(std::string_view name) {
  const auto size = static_cast<std::uint32_t>(name.size());
  std::string list(reinterpret_cast<const char*>(&size), sizeof(size));
  return list += name;
}

// What a host has: files by number.
std::array<std::string, 2> files;

std::uint32_t read_file(std::uint32_t file, double offset, std::uint8_t* into, std::size_t size) {
  const auto at = static_cast<std::size_t>(offset);
  if (at + size > files[file].size()) return HEDDLE_IO;
  std::memcpy(into, files[file].data() + at, size);
  return HEDDLE_OK;
}

using DiffHandle = std::unique_ptr<heddle_table_diff, void (*)(heddle_table_diff*)>;
using ListingHandle = std::unique_ptr<heddle_table_listing, void (*)(heddle_table_listing*)>;
using DocumentHandle = std::unique_ptr<heddle_table_document, void (*)(heddle_table_document*)>;
constexpr std::uint32_t k_all = HEDDLE_TABLE_ADDED | HEDDLE_TABLE_REMOVED | HEDDLE_TABLE_CHANGED;

class AbiTableLargeTest : public testing::Test {
 protected:
  AbiTableLargeTest() {
    files = {"id,v,w\n1,a,x\n2,b,x\n4,d,x\n", "id,v,w\n1,c,x\n3,d,x\n4,d,y\n"};
  }

  DiffHandle compare(double memory_limit = 0, std::uint32_t how = 0,
                     heddle_table_read read = read_file) {
    return {heddle_table_diff_create_large(
                scheduler_.get(), read, 0, static_cast<double>(files[0].size()), 1,
                static_cast<double>(files[1].size()), ',', bytes(key_), key_.size(), nullptr, 0,
                nullptr, 0, 0, memory_limit, how, &control_, &error_),
            heddle_table_diff_release};
  }
  ListingHandle list(const DiffHandle& diff, std::uint32_t show, std::string_view text = "") {
    ListingHandle listing(
        heddle_table_listing_create(diff.get(), show, nullptr, 0, nullptr, 0, bytes(text),
                                    text.size(), nullptr, 0, &error_),
        heddle_table_listing_release);
    EXPECT_EQ(heddle_table_listing_advance(scheduler_.get(), listing.get(), 1, &error_), 0U);
    return listing;
  }
  std::string take(std::uint32_t status, heddle_bytes& out) {
    if (status != HEDDLE_OK) return error_.message;
    std::string text(reinterpret_cast<const char*>(out.data), out.size);
    heddle_bytes_release(&out);
    return text;
  }
  std::string text_of(const DocumentHandle& document) {
    if (document == nullptr) return error_.message;
    std::string text;
    const std::uint32_t parts = heddle_table_document_parts(document.get());
    for (std::uint32_t part = 0; part < parts; ++part) {
      heddle_bytes out{};
      text += take(heddle_table_document_write(scheduler_.get(), document.get(), part, 1, &control_,
                                               &out, &error_),
                   out);
    }
    return text;
  }

  heddle_error error_{};
  heddle_control control_{};
  std::string key_ = encode_name("id");
  std::unique_ptr<heddle_scheduler, void (*)(heddle_scheduler*)> scheduler_{
      heddle_scheduler_create(heddle::k_several_lanes, &error_), heddle_scheduler_destroy};
};

constexpr std::string_view k_changed =
    "{\"kind\":\"changed\",\"left\":1,\"right\":1,\"cells\":[\"1\",[\"a\",\"c\"],\"x\"]}\n";

TEST_F(AbiTableLargeTest, ComparesFilesThatTheHostReads) {
  const DiffHandle diff = compare();
  ASSERT_NE(diff, nullptr) << error_.message;
  EXPECT_EQ(heddle_table_diff_size(diff.get()), 4U);
  heddle_table_counts counts{};
  heddle_table_diff_counts(diff.get(), &counts);
  EXPECT_EQ(counts.changed, 2U);
  EXPECT_EQ(control_.done, control_.total);
  heddle_bytes out{};
  EXPECT_EQ(
      take(heddle_table_diff_write_header(diff.get(), &out, &error_), out),
      "{\"kind\":\"header\",\"columns\":[\"id\",\"v\",\"w\"],\"key\":[\"id\"],\"onlyLeft\":[],"
      "\"onlyRight\":[]}\n");
  EXPECT_NE(take(heddle_table_diff_write_summary(diff.get(), &out, &error_), out).find("dialects"),
            std::string::npos);
  EXPECT_EQ(
      take(heddle_table_diff_write_rows(scheduler_.get(), diff.get(), 0, 1, &out, &error_), out),
      k_changed);
  EXPECT_EQ(
      take(heddle_table_diff_write_rows(scheduler_.get(), diff.get(), 3, 2, &out, &error_), out),
      "rows 3 to 5 were asked for; there are 4");
}

TEST_F(AbiTableLargeTest, ListsAndWritesWhatAFilterPicks) {
  const DiffHandle diff = compare();
  const ListingHandle listing = list(diff, HEDDLE_TABLE_CHANGED);
  EXPECT_EQ(heddle_table_listing_looked(listing.get()), 4U);
  EXPECT_EQ(heddle_table_listing_size(listing.get()), 2U);
  EXPECT_EQ(heddle_table_listing_place(listing.get(), 1), 3U);
  EXPECT_EQ(heddle_table_listing_at_or_after(listing.get(), 1), 1U);
  heddle_bytes out{};
  EXPECT_EQ(
      take(heddle_table_listing_write_rows(scheduler_.get(), listing.get(), 0, 1, 0, &out, &error_),
           out),
      k_changed);
  EXPECT_EQ(
      take(heddle_table_listing_write_rows(scheduler_.get(), listing.get(), 2, 1, 0, &out, &error_),
           out),
      "rows 2 to 3 were asked for; there are 2");
  EXPECT_EQ(
      take(heddle_table_listing_write_changes(scheduler_.get(), listing.get(), 0, 2, &out, &error_),
           out),
      "[0,1,1]");
  const DocumentHandle csv(
      heddle_table_listing_document(scheduler_.get(), listing.get(), HEDDLE_TABLE_CSV, 0, &error_),
      heddle_table_document_release);
  EXPECT_EQ(text_of(csv),
            "change,left,right,id,v,w\nbefore,1,1,1,a,x\nafter,1,1,1,c,x\nbefore,3,3,4,d,x\n"
            "after,3,3,4,d,y\n");
  EXPECT_EQ(heddle_table_listing_size(list(diff, k_all, "D").get()), 2U);
}

TEST_F(AbiTableLargeTest, WritesADocumentOfItsOwn) {
  const DiffHandle diff = compare();
  const auto document = [&](std::uint32_t format) {
    return text_of({heddle_table_diff_document(scheduler_.get(), diff.get(), format,
                                               HEDDLE_TABLE_ADDED, nullptr, 0, &control_, &error_),
                    heddle_table_document_release});
  };
  EXPECT_EQ(document(HEDDLE_TABLE_CSV), "change,left,right,id,v,w\nadded,,2,3,d,x\n");
  EXPECT_NE(document(HEDDLE_TABLE_TDIFF).find("needs both files in memory"), std::string::npos);
}

TEST_F(AbiTableLargeTest, BlamesTheFileThatCannotBeRead) {
  const DiffHandle diff = compare();
  const ListingHandle listing = list(diff, k_all);
  files[1].resize(10);
  heddle_bytes out{};
  EXPECT_EQ(
      heddle_table_listing_write_rows(scheduler_.get(), listing.get(), 0, 1, 0, &out, &error_),
      static_cast<std::uint32_t>(HEDDLE_IO));
  EXPECT_EQ(error_.input, 1);
}

TEST_F(AbiTableLargeTest, SaysWhatItCannotDo) {
  EXPECT_EQ(compare(1000), nullptr);
  EXPECT_EQ(error_.code, static_cast<std::uint32_t>(HEDDLE_OUT_OF_MEMORY));
  EXPECT_EQ(compare(0, HEDDLE_TABLE_FIND_RENAMES), nullptr);
  EXPECT_EQ(error_.code, static_cast<std::uint32_t>(HEDDLE_INVALID_ARGUMENT));
#ifndef __EMSCRIPTEN__
  EXPECT_EQ(compare(0, 0, nullptr), nullptr);
  EXPECT_EQ(error_.code, static_cast<std::uint32_t>(HEDDLE_UNAVAILABLE));
#endif
  files[0] += "5\n";
  EXPECT_EQ(compare(), nullptr);
  EXPECT_EQ(error_.code, static_cast<std::uint32_t>(HEDDLE_MALFORMED_INPUT));
  EXPECT_EQ(error_.input, 0);
}

}  // namespace
