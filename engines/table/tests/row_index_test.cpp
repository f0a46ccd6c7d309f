#include "row_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <vector>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/table/header.h"

#include "random_csv.h"

namespace heddle::table {
namespace {

// Not a temporary: wasm2js takes no store of two unaligned bytes at once.
constexpr Dialect k_plain;

/// What an index holds, or why there is none.
struct Outcome {
  std::vector<std::size_t> begin;
  std::vector<std::uint64_t> key_hash;
  std::string error;
  std::uint64_t error_offset = Location::k_unknown;

  bool operator==(const Outcome&) const = default;
};

Outcome index_in_parallel(Scheduler& scheduler, ByteView file, const Header& header,
                          std::span<const std::uint32_t> key, std::size_t block_bytes) {
  auto plan = plan_blocks(scheduler, file, header.body, block_bytes, {}, {});
  if (!plan.ok()) return {.error = std::string(plan.error().message())};
  auto index = index_rows(scheduler, file, header.body, plan.value(), header.columns.size(), ',',
                          key, {}, {});
  if (!index.ok()) {
    return {.error = std::string(index.error().message()),
            .error_offset = index.error().location().byte_offset};
  }
  const RowIndex& rows = index.value();
  return {.begin = {rows.begin.begin(), rows.begin.begin() + rows.rows},
          .key_hash = {rows.key_hash.begin(), rows.key_hash.begin() + rows.rows}};
}

/// One record after the other, with the strict reader.
Outcome index_one_by_one(ByteView file, const Header& header, std::span<const std::uint32_t> key) {
  Outcome outcome;
  std::vector<Field> fields(header.columns.size());
  std::size_t begin = header.body;
  while (begin < file.size()) {
    const RecordScan scan = scan_record(file, begin);
    const std::size_t behind = std::min(scan.end + 1, file.size());
    const ByteView record = trim_line_ends(file.subspan(begin, behind - begin));
    if (scan.problem == RecordScan::Problem::none && fields.size() > 1 && record.empty()) {
      begin = behind;
      continue;
    }
    if (scan.problem != RecordScan::Problem::none || scan.fields != fields.size()) {
      const Status status = explain_record(file, begin, fields.size());
      return {.error = std::string(status.message()),
              .error_offset = status.location().byte_offset};
    }
    cut_record(record, fields);
    std::uint64_t combined = 0;
    for (const std::uint32_t k : key) combined = hash(fields[k], combined);
    outcome.begin.push_back(begin);
    outcome.key_hash.push_back(combined);
    begin = behind;
  }
  return outcome;
}

constexpr std::array<std::size_t, 12> k_block_sizes = {1,  2,  3,   5,   7,    63,
                                                       64, 65, 127, 500, 1024, 4096};

void expect_same_at_every_boundary(const std::string& text, std::span<const std::uint32_t> key) {
  const ByteView file = as_bytes(text);
  const auto header = read_header(file, k_plain);
  if (!header.ok()) return;
  const Outcome expected = index_one_by_one(file, header.value(), key);
  for (const std::uint32_t lanes : k_most_lane_counts) {
    auto scheduler = make_scheduler(lanes);
    for (const std::size_t block : k_block_sizes) {
      const Outcome found = index_in_parallel(*scheduler, file, header.value(), key, block);
      ASSERT_EQ(found.error, expected.error) << "blocks of " << block << ", lanes " << lanes << "\n"
                                             << text;
      ASSERT_EQ(found, expected) << "blocks of " << block << ", lanes " << lanes << "\n" << text;
    }
  }
}

TEST(RowIndexTest, ExactAtEveryBlockBoundary) {
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    const std::size_t columns = 1 + random.below(5);
    const std::string text = random_csv(random, columns, random.below(30));
    std::vector<std::uint32_t> key(columns);
    std::iota(key.begin(), key.end(), 0U);
    if (random.one_in(2)) std::reverse(key.begin(), key.end());
    key.resize(1 + random.below(static_cast<std::uint32_t>(columns)));
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_same_at_every_boundary(text, key);
  }
}

TEST(RowIndexTest, SameErrorAtEveryBlockBoundary) {
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    Random random(seed);
    const std::vector<std::uint32_t> key = {0};
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_same_at_every_boundary("a,b\n" + random_soup(random, random.below(200)), key);
  }
}

TEST(RowIndexTest, SameErrorForOneBadRowAmongGoodOnes) {
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    std::string text = random_csv(random, 3, 20);
    // One byte goes wrong somewhere below the header.
    const std::size_t body = text.find('\n') + 1;
    text[body + random.below(static_cast<std::uint32_t>(text.size() - body))] =
        random.one_in(2) ? '"' : ',';
    const std::vector<std::uint32_t> key = {1};
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_same_at_every_boundary(text, key);
  }
}

TEST(RowIndexTest, PassesOverBlankLinesInWideFilesOnly) {
  auto scheduler = make_scheduler(1);
  const std::vector<std::uint32_t> key = {0};
  const auto rows_of = [&](std::string_view text) {
    const auto header = read_header(as_bytes(text), k_plain);
    return index_in_parallel(*scheduler, as_bytes(text), header.value(), key, 4096).begin.size();
  };
  EXPECT_EQ(rows_of("a,b\n\n1,2\n\r\n\n3,4\n\n"), 2U);
  EXPECT_EQ(rows_of("a\n\n1\n\n"), 3U);
  EXPECT_EQ(rows_of("a,b\n"), 0U);
  EXPECT_EQ(rows_of("a,b"), 0U);
}

TEST(RowIndexTest, StopsAtCancel) {
  auto scheduler = make_scheduler(1);
  Control control;
  control.cancel = 1;
  const auto plan = plan_blocks(*scheduler, as_bytes("a\n1\n"), 2, 64, CancelToken(&control), {});
  EXPECT_EQ(plan.error().code(), Code::cancelled);
}

}  // namespace
}  // namespace heddle::table
