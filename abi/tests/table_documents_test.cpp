#include <gtest/gtest.h>

#include <cstring>
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

constexpr std::string_view k_left = "id,v\n1,a\n2,b\n";
constexpr std::string_view k_right = "id,v\n1,=c\n3,d\n";
constexpr std::uint32_t k_all = HEDDLE_TABLE_ADDED | HEDDLE_TABLE_REMOVED | HEDDLE_TABLE_CHANGED;
constexpr auto k_invalid = static_cast<std::uint32_t>(HEDDLE_INVALID_ARGUMENT);

class AbiTableDocumentsTest : public testing::Test {
 protected:
  /// The document's text; it is released. The message of the error when there is no document.
  std::string take(heddle_table_document* document) {
    if (document == nullptr) return error_.message;
    std::string text;
    for (std::uint32_t part = 0; part < heddle_table_document_parts(document); ++part) {
      heddle_bytes out{};
      EXPECT_EQ(heddle_table_document_write(scheduler_.get(), document, part, 1, &control_, &out,
                                            &error_),
                0U);
      text.append(reinterpret_cast<const char*>(out.data), out.size);
      heddle_bytes_release(&out);
    }
    heddle_table_document_release(document);
    return text;
  }

  heddle_table_document* document(std::uint32_t format, std::uint32_t show = k_all,
                                  const std::string& columns = "") {
    return heddle_table_diff_document(scheduler_.get(), diff_.get(), format, show, bytes(columns),
                                      columns.size(), &control_, &error_);
  }

  heddle_table_document* patched(std::string_view left, std::string_view patch) {
    return heddle_table_patch_apply(scheduler_.get(), bytes(left), left.size(), bytes(patch),
                                    patch.size(), ',', &control_, &error_);
  }

  heddle_table_merge* merge(std::string_view base, std::string_view left, std::string_view right,
                            const std::string& rules = "") {
    return heddle_table_merge_create(scheduler_.get(), bytes(base), base.size(), bytes(left),
                                     left.size(), bytes(right), right.size(), ',', bytes(key_),
                                     key_.size(), bytes(rules), rules.size(), 0, &control_,
                                     &error_);
  }

  heddle_error error_{};
  heddle_control control_{};
  std::string key_ = encode_name("id");
  std::unique_ptr<heddle_scheduler, void (*)(heddle_scheduler*)> scheduler_{
      heddle_scheduler_create(1, &error_), heddle_scheduler_destroy};
  std::unique_ptr<heddle_table_diff, void (*)(heddle_table_diff*)> diff_{
      heddle_table_diff_create(scheduler_.get(), bytes(k_left), k_left.size(), bytes(k_right),
                               k_right.size(), ',', bytes(key_), key_.size(), nullptr, 0, nullptr,
                               0, 0, 0, 1, &control_, &error_),
      heddle_table_diff_release};
};

TEST_F(AbiTableDocumentsTest, WritesEachFormat) {
  EXPECT_EQ(take(document(HEDDLE_TABLE_CSV)),
            "change,left,right,id,v\nbefore,1,1,1,a\nafter,1,1,1,=c\nremoved,2,,2,b\n"
            "added,,2,3,d\n");
  EXPECT_EQ(take(document(HEDDLE_TABLE_TDIFF)), "@@,id,v\n->,1,a->=c\n+++,3,d\n---,2,b\n");
  EXPECT_EQ(take(document(HEDDLE_TABLE_JSON_LINES)).substr(0, 16), "{\"kind\":\"header\"");
  EXPECT_EQ(take(document(HEDDLE_TABLE_HTML)).substr(0, 15), "<!doctype html>");
  EXPECT_EQ(take(document(HEDDLE_TABLE_PATCH)).substr(0, 20), "heddle table patch,1");
}

TEST_F(AbiTableDocumentsTest, ShowsWhatIsAskedFor) {
  EXPECT_EQ(take(document(HEDDLE_TABLE_CSV,
                          HEDDLE_TABLE_ADDED | HEDDLE_TABLE_GUARD_FORMULAS | HEDDLE_TABLE_CHANGED |
                              HEDDLE_TABLE_ONLY_CHANGED_CELLS,
                          encode_name("v"))),
            "change,left,right,id,v\nbefore,1,1,1,a\nafter,1,1,1,\"'=c\"\nadded,,2,3,d\n");
}

TEST_F(AbiTableDocumentsTest, RefusesWhatDoesNotGoTogether) {
  EXPECT_EQ(take(document(5)), "there is no format 5");
  EXPECT_EQ(take(document(HEDDLE_TABLE_PATCH, HEDDLE_TABLE_ADDED)),
            "a patch holds every difference; ask for all rows and columns");
  EXPECT_EQ(take(document(HEDDLE_TABLE_CSV, k_all, "\x05")), "the list of columns is cut short");
  EXPECT_EQ(error_.code, k_invalid);
}

TEST_F(AbiTableDocumentsTest, RefusesPartsThatAreNotThere) {
  heddle_table_document* csv = document(HEDDLE_TABLE_CSV);
  heddle_bytes out{};
  EXPECT_EQ(heddle_table_document_write(scheduler_.get(), csv, 0, 99, nullptr, &out, &error_),
            k_invalid);
  control_.cancel = 1;
  EXPECT_EQ(heddle_table_document_write(scheduler_.get(), csv, 0, 1, &control_, &out, &error_),
            static_cast<std::uint32_t>(HEDDLE_CANCELLED));
  heddle_table_document_release(csv);
}

TEST_F(AbiTableDocumentsTest, AppliesAPatch) {
  const std::string patch = take(document(HEDDLE_TABLE_PATCH));
  EXPECT_EQ(take(patched(k_left, patch)), k_right);
  EXPECT_EQ(patched("id,v\n1,x\n2,b\n", patch), nullptr);
  EXPECT_EQ(error_.code, k_invalid);
  EXPECT_EQ(error_.input, 1);
  EXPECT_EQ(patched("id,v\n1\n", patch), nullptr);
  EXPECT_EQ(error_.input, 0);
}

TEST_F(AbiTableDocumentsTest, MergesThreeTables) {
  heddle_table_merge* merged = merge(k_left, k_right, "id,v\n1,e\n2,b\n4,f\n");
  ASSERT_NE(merged, nullptr) << error_.message;
  EXPECT_EQ(heddle_table_merge_rows(merged), 3U);
  EXPECT_EQ(heddle_table_merge_conflicts(merged), 1);
  EXPECT_EQ(take(heddle_table_merge_document(merged, 0)), "id,v\n1,((( a ))) =c /// e\n4,f\n3,d\n");
  EXPECT_EQ(take(heddle_table_merge_document(merged, 1)),
            "{\"row\":1,\"key\":[\"1\"],\"column\":\"v\",\"base\":\"a\",\"left\":\"=c\","
            "\"right\":\"e\"}\n");
  heddle_table_merge_release(merged);
}

TEST_F(AbiTableDocumentsTest, SaysWhichTableOfAMergeIsToBlame) {
  EXPECT_EQ(merge(k_left, k_right, "id,v\n1\n"), nullptr);
  EXPECT_EQ(error_.code, static_cast<std::uint32_t>(HEDDLE_MALFORMED_INPUT));
  EXPECT_EQ(error_.input, 2);
  key_.pop_back();
  EXPECT_EQ(merge(k_left, k_right, k_left), nullptr);
  EXPECT_EQ(error_.code, k_invalid);
}

TEST_F(AbiTableDocumentsTest, MergesByRules) {
  const std::uint32_t flags = HEDDLE_TABLE_IGNORE_CASE | HEDDLE_TABLE_RULE_OF_ALL;
  const std::string rules = encode_name("") +
                            std::string(reinterpret_cast<const char*>(&flags), sizeof(flags)) +
                            encode_name("");
  heddle_table_merge* merged = merge("id,v\n1,a\n", "id,v\n1,A\n", "id,v\n1,b\n", rules);
  ASSERT_NE(merged, nullptr) << error_.message;
  EXPECT_EQ(heddle_table_merge_conflicts(merged), 0);
  EXPECT_EQ(take(heddle_table_merge_document(merged, 0)), "id,v\n1,b\n");
  heddle_table_merge_release(merged);
  EXPECT_EQ(merge("id,v\n", "id,v\n", "id,v\n", "x"), nullptr);
  EXPECT_STREQ(error_.message, "the list of rules is cut short");
}

}  // namespace
