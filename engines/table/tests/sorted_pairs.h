#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "heddle/table/sorted_diff.h"

#include "decimal.h"
#include "diff_state.h"
#include "random_tables.h"

/// What the tests of sorted files are held against.
namespace heddle::table {

using PlainKey = std::vector<std::string>;

inline std::strong_ordering compare_plainly(KeyOrder order, const PlainKey& a, const PlainKey& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto field = a[i].compare(b[i]) <=> 0;
    if (order == KeyOrder::numeric) {
      field = *Decimal::parse(as_bytes(a[i])) <=> *Decimal::parse(as_bytes(b[i]));
    }
    if (field != 0) return field;
  }
  return std::strong_ordering::equal;
}

/// A file's rows, read record by record, without blank lines.
inline PlainTable read_rows_plainly(std::string_view text) {
  PlainTable table = read_plainly(text);
  std::erase_if(table.rows, [&](const auto& row) { return row.size() != table.columns.size(); });
  return table;
}

/// The keys of all rows.
inline std::vector<PlainKey> keys_of(const PlainTable& table, const std::vector<std::string>& key) {
  std::vector<PlainKey> keys(table.rows.size());
  for (const std::string& name : key) {
    const auto column = std::find(table.columns.begin(), table.columns.end(), name);
    const auto place = static_cast<std::size_t>(column - table.columns.begin());
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i].push_back(table.rows[i][place]);
  }
  return keys;
}

/// The table with its rows in the order of their keys; rows with one place in it stay as they are.
inline PlainTable sorted_by(const PlainTable& table, const std::vector<std::string>& key,
                            KeyOrder order) {
  const std::vector<PlainKey> keys = keys_of(table, key);
  std::vector<std::size_t> rows(keys.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i;
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    return compare_plainly(order, keys[a], keys[b]) < 0;
  });
  PlainTable sorted{table.columns, {}};
  for (const std::size_t row : rows) sorted.rows.push_back(table.rows[row]);
  return sorted;
}

/// Brings the differences of a Diff into the order of a SortedDiff.
inline void order_by_key(Diff& diff, const PlainTable& left, const PlainTable& right,
                         const std::vector<std::string>& key, KeyOrder order) {
  const std::vector<PlainKey> left_keys = keys_of(left, key);
  const std::vector<PlainKey> right_keys = keys_of(right, key);
  const auto key_of = [&](const Difference& difference) -> const PlainKey& {
    return difference.kind() == Kind::added ? right_keys[difference.right]
                                            : left_keys[difference.left];
  };
  auto& state = const_cast<Diff::State&>(diff.state());
  std::stable_sort(state.differences.begin(), state.differences.end(),
                   [&](const Difference& a, const Difference& b) {
                     const auto by_key = compare_plainly(order, key_of(a), key_of(b));
                     if (by_key != 0) return by_key < 0;
                     const bool added = a.kind() == Kind::added;
                     if (added != (b.kind() == Kind::added)) return !added;
                     return added ? a.right < b.right : a.left < b.left;
                   });
  state.counted_last = true;
}

/// A number, in one of the ways to write it.
inline std::string random_number(Random& random) {
  constexpr std::array<std::string_view, 12> k_numbers = {"1",  "1.0", "10", "9",   "-3",  "-3.0",
                                                          "+1", "0",   "-0", "1e1", "2.5", "-12"};
  return random.one_in(2) ? std::string(k_numbers[random.below(12)])
                          : std::to_string(static_cast<int>(random.below(60)) - 20);
}

}  // namespace heddle::table
