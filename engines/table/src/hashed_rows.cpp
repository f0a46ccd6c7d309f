#include "hashed_rows.h"

#include <algorithm>
#include <cstring>

namespace heddle::table {

namespace {

constexpr std::uint32_t k_paired = Difference::k_none;
// From the key's highest byte, which is its partition.
constexpr unsigned k_partition_shift = 56;

bool by_key(const RowHashes& a, const RowHashes& b) {
  return a.key != b.key ? a.key < b.key : a.row < b.row;
}
bool by_value(const RowHashes& a, const RowHashes& b) {
  return a.value != b.value ? a.value < b.value : a.row < b.row;
}
bool by_row(const RowHashes& a, const RowHashes& b) { return a.row < b.row; }

void count(DuplicateKeys& duplicates, std::size_t rows) {
  if (rows < 2) return;
  ++duplicates.keys;
  duplicates.rows += static_cast<std::uint32_t>(rows);
}

/// Takes the rows that have an equal one in the other file out of both.
void drop_equal(std::span<RowHashes>& left, std::span<RowHashes>& right) {
  std::sort(left.begin(), left.end(), by_value);
  std::sort(right.begin(), right.end(), by_value);
  for (std::size_t l = 0, r = 0; l < left.size() && r < right.size();) {
    if (left[l].value < right[r].value) {
      ++l;
    } else if (right[r].value < left[l].value) {
      ++r;
    } else {
      left[l++].row = right[r++].row = k_paired;
    }
  }
  for (std::span<RowHashes>* rows : {&left, &right}) {
    const auto end = std::remove_if(rows->begin(), rows->end(),
                                    [](const RowHashes& row) { return row.row == k_paired; });
    *rows = rows->first(static_cast<std::size_t>(end - rows->begin()));
    std::sort(rows->begin(), rows->end(), by_row);
  }
}

/// The rows behind `begin` with its key.
std::size_t end_of_key(std::span<const RowHashes> rows, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < rows.size() && rows[end].key == rows[begin].key) ++end;
  return end;
}

/// Pairs the rows of one key.
void pair_rows(std::span<RowHashes> left, std::span<RowHashes> right, bool whole_rows,
               JoinedRows& out) {
  if (!whole_rows) {
    count(out.left_duplicates, left.size());
    count(out.right_duplicates, right.size());
    drop_equal(left, right);
  }
  const std::size_t both = std::min(left.size(), right.size());
  if (!whole_rows) {
    for (std::size_t i = 0; i < both; ++i) out.pairs.push_back({left[i].row, right[i].row});
  }
  for (const RowHashes& row : left.subspan(both)) out.removed.push_back(row.row);
  for (const RowHashes& row : right.subspan(both)) out.added.push_back(row.row);
}

}  // namespace

bool HashedRows::add(ChunkPool& pool, const RowHashes& row) {
  const auto partition = static_cast<std::size_t>(row.key >> k_partition_shift);
  Narrow narrow;
  std::memcpy(narrow.key, &row.key, sizeof(narrow.key));
  std::memcpy(narrow.row, &row.row, sizeof(narrow.row));
  if (!with_values_) return narrow_[partition].push(pool, narrow);
  Wide wide{.narrow = narrow};
  std::memcpy(wide.value, &row.value, sizeof(wide.value));
  return wide_[partition].push(pool, wide);
}

void HashedRows::copy(std::size_t partition, RowHashes* out) const {
  const auto copy_narrow = [&](const Narrow& item) {
    *out = {.key = std::uint64_t{partition} << k_partition_shift, .value = 0, .row = 0};
    std::memcpy(&out->key, item.key, sizeof(item.key));
    std::memcpy(&out->row, item.row, sizeof(item.row));
  };
  if (!with_values_) {
    narrow_[partition].for_each([&](const Narrow& item) {
      copy_narrow(item);
      ++out;
    });
    return;
  }
  wide_[partition].for_each([&](const Wide& item) {
    copy_narrow(item.narrow);
    std::memcpy(&out->value, item.value, sizeof(item.value));
    ++out;
  });
}

void HashedRows::clear(std::size_t partition, ChunkPool& pool) {
  with_values_ ? wide_[partition].clear(pool) : narrow_[partition].clear(pool);
}

void join_hashed_rows(std::span<RowHashes> left, std::span<RowHashes> right, bool whole_rows,
                      JoinedRows& out) {
  std::sort(left.begin(), left.end(), by_key);
  std::sort(right.begin(), right.end(), by_key);
  std::size_t l = 0;
  std::size_t r = 0;
  while (l < left.size() || r < right.size()) {
    const bool has_left = l < left.size() && (r == right.size() || left[l].key <= right[r].key);
    const bool has_right = r < right.size() && (l == left.size() || right[r].key <= left[l].key);
    const std::size_t left_end = has_left ? end_of_key(left, l) : l;
    const std::size_t right_end = has_right ? end_of_key(right, r) : r;
    pair_rows(left.subspan(l, left_end - l), right.subspan(r, right_end - r), whole_rows, out);
    l = left_end;
    r = right_end;
  }
}

}  // namespace heddle::table
