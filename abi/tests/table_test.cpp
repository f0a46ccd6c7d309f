#include "heddle/abi/table.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace {

const std::uint8_t* bytes(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// The key as the ABI takes it.
std::string encode_key(std::initializer_list<std::string_view> names) {
  std::string key;
  for (const std::string_view name : names) {
    const auto size = static_cast<std::uint32_t>(name.size());
    key.append(reinterpret_cast<const char*>(&size), sizeof(size));
    key += name;
  }
  return key;
}

std::string take(heddle_bytes& out) {
  std::string text(reinterpret_cast<const char*>(out.data), out.size);
  heddle_bytes_release(&out);
  EXPECT_EQ(out.data, nullptr);
  return text;
}

class AbiTableTest : public testing::Test {
 protected:
  heddle_table_diff* diff(std::string_view left, std::string_view right, const std::string& key,
                          const std::string& ignore = "", const std::string& rules = "") {
    return heddle_table_diff_create(scheduler_.get(), bytes(left), left.size(), bytes(right),
                                    right.size(), ',', bytes(key), key.size(), bytes(ignore),
                                    ignore.size(), bytes(rules), rules.size(), 0, 0, 0, &control_,
                                    &error_);
  }

  heddle_error error_{};
  heddle_control control_{};
  std::unique_ptr<heddle_scheduler, void (*)(heddle_scheduler*)> scheduler_{
      heddle_scheduler_create(1, &error_), heddle_scheduler_destroy};
};

TEST_F(AbiTableTest, ComparesTwoFiles) {
  const std::string left = "id,v\n1,a\n2,b\n";
  const std::string right = "id,v\n1,c\n3,d\n";
  heddle_table_diff* result = diff(left, right, encode_key({"id"}));
  ASSERT_NE(result, nullptr) << error_.message;

  heddle_table_counts counts{};
  heddle_table_diff_counts(result, &counts);
  EXPECT_EQ(counts.added, 1U);
  EXPECT_EQ(counts.removed, 1U);
  EXPECT_EQ(counts.changed, 1U);
  EXPECT_EQ(counts.unchanged, 0U);
  EXPECT_EQ(counts.changed_cells, 1);
  EXPECT_EQ(counts.left_rows, 2U);
  EXPECT_EQ(counts.right_rows, 2U);
  EXPECT_EQ(heddle_table_diff_size(result), 3U);
  EXPECT_EQ(control_.done, control_.total);

  heddle_bytes out{};
  ASSERT_EQ(heddle_table_diff_write_header(result, &out, &error_), 0U);
  EXPECT_EQ(take(out),
            "{\"kind\":\"header\",\"columns\":[\"id\",\"v\"],\"key\":[\"id\"],\"onlyLeft\":[],"
            "\"onlyRight\":[]}\n");
  ASSERT_EQ(heddle_table_diff_write_rows(scheduler_.get(), result, 0, 1, &out, &error_), 0U);
  EXPECT_EQ(take(out),
            "{\"kind\":\"changed\",\"left\":1,\"right\":1,\"cells\":[\"1\",[\"a\",\"c\"]]}\n");
  EXPECT_EQ(heddle_table_diff_write_rows(scheduler_.get(), result, 3, 1, &out, &error_),
            static_cast<std::uint32_t>(HEDDLE_INVALID_ARGUMENT));
  heddle_table_diff_release(result);
}

TEST_F(AbiTableTest, ComparesInSteps) {
  std::string left = "id,v\n";
  std::string right = left;
  for (int i = 0; i < 10'000; ++i) {
    left += std::to_string(i) + ",a\n";
    right += std::to_string(i) + (i % 1000 == 7 ? ",b\n" : ",a\n");
  }
  const std::string key = encode_key({"id"});
  heddle_table_diff* result = heddle_table_diff_create(
      scheduler_.get(), bytes(left), left.size(), bytes(right), right.size(), ',', bytes(key),
      key.size(), nullptr, 0, nullptr, 0, 0, 0, HEDDLE_TABLE_IN_STEPS, &control_, &error_);
  ASSERT_NE(result, nullptr) << error_.message;
  EXPECT_EQ(control_.done, control_.total);
  EXPECT_EQ(heddle_table_diff_rows(result), 10'000U);
  EXPECT_EQ(heddle_table_diff_compared(result), 0U);

  ASSERT_EQ(heddle_table_diff_advance(scheduler_.get(), result, 1, &error_), 0U);
  EXPECT_EQ(heddle_table_diff_compared(result), 4'096U);
  EXPECT_EQ(heddle_table_diff_size(result), 0U);
  ASSERT_EQ(heddle_table_diff_list(scheduler_.get(), result, &error_), 0U);
  EXPECT_EQ(heddle_table_diff_size(result), 5U);
  heddle_bytes out{};
  ASSERT_EQ(heddle_table_diff_write_rows(scheduler_.get(), result, 4, 1, &out, &error_), 0U);
  EXPECT_EQ(take(out),
            "{\"kind\":\"changed\",\"left\":4008,\"right\":4008,\"cells\":[\"4007\",[\"a\","
            "\"b\"]]}\n");

  while (heddle_table_diff_complete(result) == 0) {
    ASSERT_EQ(heddle_table_diff_advance(scheduler_.get(), result, 4'096, &error_), 0U);
  }
  EXPECT_EQ(heddle_table_diff_compared(result), 10'000U);
  EXPECT_EQ(heddle_table_diff_size(result), 10U);
  heddle_table_diff_release(result);
}

/// A rule as the ABI takes it.
std::string encode_rule(std::string_view column, std::uint32_t flags, std::string_view tolerance) {
  std::string rule = encode_key({column});
  rule.append(reinterpret_cast<const char*>(&flags), sizeof(flags));
  return rule + encode_key({tolerance});
}

TEST_F(AbiTableTest, TakesIgnoredColumnsAndRules) {
  const std::string left = "id,v,n,t\n1,A ,1.0,x\n2,b,2,x\n";
  const std::string right = "id,v,n,t\n1,a,1,y\n2,b,3,y\n";
  const auto changed = [&](const std::string& rules) {
    heddle_table_diff* result = diff(left, right, encode_key({"id"}), encode_key({"t"}), rules);
    if (result == nullptr) return std::string(error_.message);
    heddle_table_counts counts{};
    heddle_table_diff_counts(result, &counts);
    heddle_table_diff_release(result);
    return std::to_string(counts.changed_cells);
  };
  EXPECT_EQ(changed(""), std::to_string(3.0));
  EXPECT_EQ(changed(encode_rule("", 4 | 2 | 1, "")), std::to_string(2.0));
  EXPECT_EQ(changed(encode_rule("n", 0, "0")), std::to_string(2.0));
  EXPECT_EQ(changed(encode_rule("n", 0, "1") + encode_rule("", 4 | 2 | 1, "")),
            std::to_string(0.0));
  const std::string rule = encode_rule("n", 0, "1");
  for (std::size_t size = 1; size < rule.size(); ++size) {
    EXPECT_EQ(changed(rule.substr(0, size)), "the list of rules is cut short");
  }
}

TEST_F(AbiTableTest, ComparesDates) {
  const std::string left = "id,d\n1,2012-04-03\n2,2012-04-03\n";
  const std::string right = "id,d\n1,3.4.2012\n2,4/3/2012\n";
  const auto changed = [&](std::uint32_t flags) {
    heddle_table_diff* result =
        diff(left, right, encode_key({"id"}), "", encode_rule("", flags | 4, ""));
    heddle_table_counts counts{};
    heddle_table_diff_counts(result, &counts);
    heddle_table_diff_release(result);
    return counts.changed;
  };
  EXPECT_EQ(changed(0), 2U);
  EXPECT_EQ(changed(HEDDLE_TABLE_DATE), 1U);
  EXPECT_EQ(changed(HEDDLE_TABLE_DAY_FIRST), 1U);
  EXPECT_EQ(changed(HEDDLE_TABLE_MONTH_FIRST), 0U);
}

TEST_F(AbiTableTest, SaysWhatThereIsBesideTheCounts) {
  heddle_table_diff* result = diff("id,v\n1,a\n1,b\n", "id,v\n1,a\n", encode_key({"#1"}));
  ASSERT_NE(result, nullptr) << error_.message;
  heddle_bytes out{};
  ASSERT_EQ(heddle_table_diff_write_summary(result, &out, &error_), 0U);
  EXPECT_EQ(take(out).substr(0, 45), R"({"duplicateKeys":[1,0],"duplicateRows":[2,0],)");
  heddle_table_diff_release(result);
}

TEST_F(AbiTableTest, ComparesByPosition) {
  const std::string left = "v\na\nb\n";
  const std::string right = "v\nb\n";
  heddle_table_diff* result = heddle_table_diff_create(
      scheduler_.get(), bytes(left), left.size(), bytes(right), right.size(), ',', nullptr, 0,
      nullptr, 0, nullptr, 0, 0, 0, HEDDLE_TABLE_BY_POSITION, &control_, &error_);
  ASSERT_NE(result, nullptr) << error_.message;
  heddle_table_counts counts{};
  heddle_table_diff_counts(result, &counts);
  EXPECT_EQ(counts.changed, 1U);
  EXPECT_EQ(counts.removed, 1U);
  heddle_table_diff_release(result);
}

TEST_F(AbiTableTest, ProposesAKey) {
  const std::string left = "n,id\nx,1\nx,2\n";
  const std::string right = "n,id\nx,2\ny,3\n";
  const auto propose = [&](const std::string& ignore) {
    heddle_bytes out{};
    const std::uint32_t status = heddle_table_propose_key(
        scheduler_.get(), bytes(left), left.size(), bytes(right), right.size(), 0, bytes(ignore),
        ignore.size(), &control_, &out, &error_);
    return status == HEDDLE_OK ? take(out) : std::string(error_.message);
  };
  EXPECT_EQ(propose(""), R"({"columns":["id"],"leftRows":2,"rightRows":2,"matched":1})");
  EXPECT_GT(control_.total, 0U);
  EXPECT_EQ(control_.done, control_.total) << "which the page sees as progress";
  EXPECT_EQ(propose(encode_key({"id"})),
            R"({"columns":[],"leftRows":2,"rightRows":2,"matched":0})");
  EXPECT_EQ(propose("\x05"), "the list of ignored columns is cut short");
}

TEST_F(AbiTableTest, SaysWhichInputIsToBlame) {
  EXPECT_EQ(diff("id\n1\n", "id\n1,2\n", ""), nullptr);
  EXPECT_EQ(error_.code, static_cast<std::uint32_t>(HEDDLE_MALFORMED_INPUT));
  EXPECT_EQ(error_.input, 1);
  EXPECT_EQ(error_.line, 2);
  EXPECT_EQ(error_.byte_offset, 3);
}

TEST_F(AbiTableTest, RefusesABrokenKeyList) {
  std::string key = encode_key({"id"});
  key.pop_back();
  EXPECT_EQ(diff("id\n", "id\n", key), nullptr);
  EXPECT_EQ(error_.code, static_cast<std::uint32_t>(HEDDLE_INVALID_ARGUMENT));
  EXPECT_EQ(diff("id\n", "id\n", "\x05"), nullptr);
}

TEST_F(AbiTableTest, StopsWhenTheWatcherAsks) {
  control_.cancel = 1;
  EXPECT_EQ(diff("id\n1\n", "id\n1\n", ""), nullptr);
  EXPECT_EQ(error_.code, static_cast<std::uint32_t>(HEDDLE_CANCELLED));
}

TEST_F(AbiTableTest, ListsColumns) {
  const std::string_view file = "id,\"a \"\"b\"\"\"\n1,2\n";
  heddle_bytes out{};
  ASSERT_EQ(heddle_table_columns(bytes(file), file.size(), ',', &out, &error_), 0U);
  EXPECT_EQ(take(out), R"(["id","a \"b\""])");
  EXPECT_EQ(heddle_table_columns(bytes(file), 0, 0, &out, &error_),
            static_cast<std::uint32_t>(HEDDLE_MALFORMED_INPUT));
  EXPECT_EQ(error_.input, 0);
}

TEST_F(AbiTableTest, ReadsOtherDialects) {
  const std::string_view file = "a;b,c\n1;2,3\n";
  const auto columns = [&](heddle_table_dialect dialect) {
    heddle_bytes out{};
    const std::uint32_t status =
        heddle_table_columns(bytes(file), file.size(), dialect, &out, &error_);
    return status == HEDDLE_OK ? take(out) : std::string(error_.message);
  };
  EXPECT_EQ(columns(';'), R"(["a","b,c"])");
  EXPECT_EQ(columns(0), R"(["a;b","c"])");
  EXPECT_EQ(columns(';' + HEDDLE_TABLE_NO_HEADER), R"(["1","2"])");
  EXPECT_EQ(columns(';' + 65536 * '\''), R"(["a","b,c"])");
  EXPECT_EQ(columns('x'), "\"x\" is no delimiter; there are , ; | and the tab");
  EXPECT_EQ(columns(';' + 65536 * 'x'), "\"x\" is no quote; there are \" and '");
}

TEST_F(AbiTableTest, TakesPoliciesForQuotesAndRaggedRows) {
  const auto rows = [&](std::string_view file, heddle_table_dialect dialect) {
    heddle_table_diff* result = heddle_table_diff_create(
        scheduler_.get(), bytes(file), file.size(), bytes(file), file.size(), dialect, nullptr, 0,
        nullptr, 0, nullptr, 0, 0, 0, 0, &control_, &error_);
    if (result == nullptr) return std::string(error_.message).substr(0, 6);
    heddle_table_counts counts{};
    heddle_table_diff_counts(result, &counts);
    heddle_table_diff_release(result);
    return std::to_string(counts.unchanged);
  };
  EXPECT_EQ(rows("a,b\n1\n", 0), "line 2");
  EXPECT_EQ(rows("a,b\n1\n", HEDDLE_TABLE_PAD), "1");
  EXPECT_EQ(rows("a,b\n1,2,3\n", HEDDLE_TABLE_PAD), "line 2");
  EXPECT_EQ(rows("a,b\n1,2,3\n", HEDDLE_TABLE_KEEP), "1");
  EXPECT_EQ(rows("a\nx\"y\n", 0), "line 2");
  EXPECT_EQ(rows("a\nx\"y\n", HEDDLE_TABLE_LENIENT), "1");
  EXPECT_EQ(rows("a\n\"x\n", 65536 * HEDDLE_TABLE_NO_QUOTE), "1");
}

}  // namespace
