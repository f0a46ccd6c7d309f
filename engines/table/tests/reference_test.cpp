// What a comparison must find, said as plainly as possible, and 10,000 random pairs held against it.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "heddle/runtime_testing/lanes.h"
#include "heddle/table/patch.h"

#include "documents.h"
#include "random_tables.h"

namespace heddle::table {
namespace {

using Row = std::vector<std::string>;

/// How rows belong together in the reference.
enum class Pairing : std::uint8_t { by_key, by_position, by_content };

struct Answer {
  std::vector<std::string> differences;  // "removed 1", "added 2" or "changed 3 4", rows from 0
  std::size_t changed_cells = 0;
  std::size_t left_duplicates = 0;   // rows that share their key
  std::size_t right_duplicates = 0;  // the same

  bool operator==(const Answer&) const = default;
};

std::optional<std::size_t> find_column(const PlainTable& table, const std::string& name) {
  const auto found = std::find(table.columns.begin(), table.columns.end(), name);
  if (found == table.columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.columns.begin());
}

/// The values of a row in some columns, which the table has.
Row values(const PlainTable& table, std::size_t row, const std::vector<std::string>& columns) {
  Row result;
  for (const std::string& name : columns)
    result.push_back(table.rows[row][*find_column(table, name)]);
  return result;
}

/// Pairs the first rows that are free and have the same values in these columns.
void pair_rows(const PlainTable& left, const PlainTable& right,
               const std::vector<std::string>& columns,
               std::vector<std::optional<std::size_t>>& right_of, std::vector<bool>& taken) {
  std::map<Row, std::vector<std::size_t>> free;
  for (std::size_t l = left.rows.size(); l-- > 0;) {
    if (!right_of[l]) free[values(left, l, columns)].push_back(l);
  }
  for (std::size_t r = 0; r < right.rows.size(); ++r) {
    if (taken[r]) continue;
    std::vector<std::size_t>& candidates = free[values(right, r, columns)];
    if (candidates.empty()) continue;
    right_of[candidates.back()] = r;
    taken[r] = true;
    candidates.pop_back();
  }
}

std::size_t count_duplicates(const PlainTable& table, const std::vector<std::string>& key) {
  std::map<Row, std::size_t> rows;
  for (std::size_t i = 0; i < table.rows.size(); ++i) ++rows[values(table, i, key)];
  std::size_t duplicates = 0;
  for (const auto& [value, count] : rows) duplicates += count > 1 ? count : 0;
  return duplicates;
}

Answer compare_plainly(const PlainTable& left, const PlainTable& right, Pairing pairing,
                       const std::vector<std::string>& key) {
  std::vector<std::string> common;
  for (const std::string& name : right.columns) {
    if (find_column(left, name)) common.push_back(name);
  }
  Answer answer;
  std::vector<std::optional<std::size_t>> right_of(left.rows.size());
  std::vector<bool> taken(right.rows.size());
  switch (pairing) {
    case Pairing::by_content: pair_rows(left, right, common, right_of, taken); break;
    case Pairing::by_position:
      for (std::size_t i = 0; i < std::min(left.rows.size(), right.rows.size()); ++i) {
        right_of[i] = i;
        taken[i] = true;
      }
      break;
    case Pairing::by_key:
      // Equal rows first, then those with the same key.
      pair_rows(left, right, common, right_of, taken);
      pair_rows(left, right, key, right_of, taken);
      answer.left_duplicates = count_duplicates(left, key);
      answer.right_duplicates = count_duplicates(right, key);
  }
  for (std::size_t i = 0; i < std::max(left.rows.size(), right.rows.size()); ++i) {
    if (i < left.rows.size() && !right_of[i]) {
      answer.differences.push_back("removed " + std::to_string(i));
    } else if (i < left.rows.size()) {
      std::size_t changes = 0;
      for (const std::string& name : common) {
        changes += values(left, i, {name}) != values(right, *right_of[i], {name}) ? 1 : 0;
      }
      answer.changed_cells += changes;
      if (changes > 0) {
        answer.differences.push_back("changed " + std::to_string(i) + " " +
                                     std::to_string(*right_of[i]));
      }
    }
    if (i < right.rows.size() && !taken[i]) {
      answer.differences.push_back("added " + std::to_string(i));
    }
  }
  return answer;
}

Answer answer_of(const Diff& diff) {
  Answer answer{.changed_cells = static_cast<std::size_t>(diff.counts().changed_cells),
                .left_duplicates = diff.counts().left_duplicates.rows,
                .right_duplicates = diff.counts().right_duplicates.rows};
  for (const Difference& d : diff.differences()) {
    switch (d.kind()) {
      case Kind::removed: answer.differences.push_back("removed " + std::to_string(d.left)); break;
      case Kind::added: answer.differences.push_back("added " + std::to_string(d.right)); break;
      case Kind::changed:
        answer.differences.push_back("changed " + std::to_string(d.left) + " " +
                                     std::to_string(d.right));
    }
  }
  return answer;
}

TEST(ReferenceTest, TenThousandRandomPairs) {
  constexpr std::uint32_t k_pairs = 10000;
  const char* given = std::getenv("HEDDLE_TEST_SEED");
  const auto seed = static_cast<std::uint32_t>(given != nullptr ? std::atoi(given) : 20250101);
  std::cout << "HEDDLE_TEST_SEED=" << seed << "\n";
  auto scheduler = make_scheduler(k_several_lanes);
  std::size_t changed = 0;
  std::size_t duplicates = 0;
  for (std::uint32_t number = 0; number < k_pairs; ++number) {
    Random random(seed + number);
    const PlainTable left = random_table(random, 12);
    const PlainTable right = edited(random, left);
    const auto pairing = static_cast<Pairing>(number % 3);
    std::vector<std::string> key;
    if (pairing == Pairing::by_key) {
      // The column c0 is always in both.
      key.emplace_back("c0");
      for (const std::string& name : left.columns) {
        if (name != "c0" && find_column(right, name) && random.one_in(3)) key.push_back(name);
      }
    }
    const std::string left_file = to_csv(random, left);
    const std::string right_file = to_csv(random, right);
    const auto diff = Diff::create(
        *scheduler, as_bytes(left_file), as_bytes(right_file),
        {.key = key, .by_position = pairing == Pairing::by_position, .keep_pairs = true});
    ASSERT_TRUE(diff.ok()) << "pair " << number << ": " << diff.error().message();
    const Answer expected = compare_plainly(left, right, pairing, key);
    const Answer found = answer_of(diff.value());
    ASSERT_EQ(found.differences, expected.differences) << "pair " << number;
    ASSERT_EQ(found, expected) << "pair " << number;
    changed += found.changed_cells;
    duplicates += found.left_duplicates;

    const Listing listing(diff.value());
    const auto patch = make_document(*scheduler, listing, {.format = Format::patch});
    ASSERT_TRUE(patch.ok()) << "pair " << number;
    const std::string text = text_of(*scheduler, *patch.value());
    const auto after = apply_patch(*scheduler, as_bytes(left_file), as_bytes(text), {});
    ASSERT_TRUE(after.ok()) << "pair " << number << ": " << after.error().message();
    ASSERT_EQ(read_plainly(text_of(*scheduler, *after.value())), right) << "pair " << number;
  }
  // The pairs are such that these matter.
  EXPECT_GT(changed, k_pairs / 2);
  EXPECT_GT(duplicates, k_pairs / 2);
}

}  // namespace
}  // namespace heddle::table
