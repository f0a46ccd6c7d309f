#include "merge_rows.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "heddle/runtime/parallel.h"

namespace heddle::table {

namespace {

constexpr std::size_t k_block = 4096;
constexpr std::uint32_t k_none = Merged::k_none;

Status no_memory() { return {Code::out_of_memory, "there is not enough memory to merge the rows"}; }

[[nodiscard]] bool fill(Buffer<std::uint32_t>& buffer, std::size_t size) {
  if (!buffer.allocate(size)) return false;
  std::fill(buffer.begin(), buffer.end(), k_none);
  return true;
}

/// The other way round: for each row of base its row, or k_none.
[[nodiscard]] bool invert(std::span<const std::uint32_t> base_of, std::size_t base_rows,
                          Buffer<std::uint32_t>& of_base) {
  if (!fill(of_base, base_rows)) return false;
  for (std::uint32_t row = 0; row < base_of.size(); ++row) {
    if (base_of[row] != k_none) of_base[base_of[row]] = row;
  }
  return true;
}

/// Pairs rows that both sides added.
class AddedRows {
 public:
  AddedRows(const MergeTables& tables, const std::vector<std::string>& key) : reader_(tables) {
    for (const MergedColumn& column : tables.columns) {
      if (!column.in(k_left) || !column.in(k_right)) continue;
      if (key.empty() || std::find(key.begin(), key.end(), column.name) != key.end()) {
        key_.push_back(&column);
      }
    }
  }

  /// right_of_left  gets the pairs.
  void pair(std::span<const std::uint32_t> base_of_left,
            std::span<const std::uint32_t> base_of_right, Buffer<std::uint32_t>& right_of_left) {
    std::unordered_map<std::string, std::vector<std::uint32_t>> waiting;
    // From the last to the first, so that the first one is at the back.
    for (auto row = static_cast<std::uint32_t>(base_of_left.size()); row-- > 0;) {
      if (base_of_left[row] == k_none) waiting[key_of(k_left, row)].push_back(row);
    }
    if (waiting.empty()) return;
    for (std::uint32_t row = 0; row < base_of_right.size(); ++row) {
      if (base_of_right[row] != k_none) continue;
      const auto found = waiting.find(key_of(k_right, row));
      if (found == waiting.end() || found->second.empty()) continue;
      right_of_left[found->second.back()] = row;
      found->second.pop_back();
    }
  }

 private:
  /// The key's values, each behind its size.
  std::string key_of(MergeSide side, std::uint32_t row) {
    Merged merged;
    merged.at[side] = row;
    reader_.load(merged);
    std::string text;
    for (const MergedColumn* column : key_) {
      std::string value;
      reader_.value(side, *column)->for_each_part([&](ByteView part) { value += as_text(part); });
      text += std::to_string(value.size()) + ":" + value;
    }
    return text;
  }

  MergeReader reader_;
  std::vector<const MergedColumn*> key_;
};

}  // namespace

MergeReader::MergeReader(const MergeTables& tables) : tables_(&tables) {
  for (const MergeSide side : {k_base, k_left, k_right}) {
    fields_[side].resize(tables.sides[side]->header.columns.size());
  }
}

void MergeReader::load(const Merged& row) {
  row_ = row;
  for (const MergeSide side : {k_base, k_left, k_right}) {
    if (row.in(side)) tables_->sides[side]->cut(row.at[side], fields_[side]);
  }
}

MergeReader::Cell MergeReader::merge(const MergedColumn& column) const {
  const Field* base = value(k_base, column);
  const Field* left = value(k_left, column);
  const Field* right = value(k_right, column);
  if (left != nullptr && right != nullptr) {
    // A value that is only written another way is taken too, where the other side left it alone.
    if (equal(*left, *right)) return {right};
    if (base != nullptr && equal(*left, *base)) return {right};
    if (base != nullptr && equal(*right, *base)) return {left};
    if (base != nullptr && column.same(*left, *base)) {
      return {column.same(*right, *base) ? left : right};
    }
    if (base != nullptr && column.same(*right, *base)) return {left};
    return {left, !column.same(*left, *right)};
  }
  const Field* value = left != nullptr ? left : right;
  // What one side has no longer, and the other has changed.
  return {value, value != nullptr && base != nullptr && !column.same(*value, *base)};
}

bool MergeReader::changed(MergeSide side) const {
  return std::any_of(
      tables_->columns.begin(), tables_->columns.end(), [&](const MergedColumn& column) {
        const Field* before = value(k_base, column);
        const Field* after = value(side, column);
        return before != nullptr && after != nullptr && !column.same(*before, *after);
      });
}

Status merge_rows(Scheduler& scheduler, const MergeTables& tables,
                  std::span<const std::uint32_t> base_of_left,
                  std::span<const std::uint32_t> base_of_right, const std::vector<std::string>& key,
                  CancelToken cancel, Buffer<Merged>& rows) {
  const std::size_t base_rows = tables.sides[k_base]->index.rows;
  Buffer<std::uint32_t> left_of_base;
  Buffer<std::uint32_t> right_of_base;
  Buffer<std::uint32_t> right_of_left;
  Buffer<std::uint32_t> left_of_right;
  if (!invert(base_of_left, base_rows, left_of_base) ||
      !invert(base_of_right, base_rows, right_of_base) ||
      !fill(right_of_left, base_of_left.size()) || !fill(left_of_right, base_of_right.size())) {
    return no_memory();
  }
  for (std::uint32_t l = 0; l < base_of_left.size(); ++l) {
    if (base_of_left[l] != k_none) right_of_left[l] = right_of_base[base_of_left[l]];
  }
  AddedRows(tables, key).pair(base_of_left, base_of_right, right_of_left);
  for (std::uint32_t l = 0; l < base_of_left.size(); ++l) {
    if (right_of_left[l] != k_none) left_of_right[right_of_left[l]] = l;
  }

  // A row that one side removed stays when the other changed it.
  const auto decide = [&](MergeSide side, std::span<const std::uint32_t> base_of,
                          const Buffer<std::uint32_t>& partner, Buffer<std::uint8_t>& stays) {
    if (!stays.allocate(base_of.size())) return no_memory();
    return parallel_for(
        scheduler, {0, base_of.size()}, k_block,
        [&](Range chunk, std::uint32_t) {
          MergeReader reader(tables);
          for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
            stays[i] = 1;
            if (base_of[i] == k_none || partner[i] != k_none) continue;
            Merged row;
            row.at[k_base] = base_of[i];
            row.at[side] = static_cast<std::uint32_t>(i);
            reader.load(row);
            stays[i] = reader.changed(side) ? 1 : 0;
          }
        },
        cancel);
  };
  Buffer<std::uint8_t> left_stays;
  Buffer<std::uint8_t> right_stays;
  HEDDLE_TRY(decide(k_left, base_of_left, right_of_left, left_stays));
  HEDDLE_TRY(decide(k_right, base_of_right, left_of_right, right_stays));

  // Right's own rows, as lists behind the row of left that they follow in right.
  const auto left_rows = static_cast<std::uint32_t>(base_of_left.size());
  Buffer<std::uint32_t> first_behind;  // for each row of left, and at the end for the table's top
  Buffer<std::uint32_t> next;          // for each row of right
  if (!fill(first_behind, std::size_t{left_rows} + 1) || !fill(next, base_of_right.size())) {
    return no_memory();
  }
  std::uint32_t follows = left_rows;
  for (std::uint32_t r = 0; r < base_of_right.size(); ++r) {
    if (left_of_right[r] != k_none) follows = left_of_right[r];
    next[r] = follows;
  }
  std::size_t count = 0;
  for (auto r = static_cast<std::uint32_t>(base_of_right.size()); r-- > 0;) {
    if (left_of_right[r] != k_none || right_stays[r] == 0) continue;
    std::uint32_t& first = first_behind[next[r]];
    next[r] = std::exchange(first, r);
    ++count;
  }
  for (const std::uint8_t stays : left_stays) count += stays;

  if (!rows.allocate(count)) return no_memory();
  Merged* out = rows.data();
  const auto write_behind = [&](std::uint32_t left) {
    for (std::uint32_t r = first_behind[left]; r != k_none; r = next[r]) {
      *out++ = {{base_of_right[r], k_none, r}};
    }
  };
  write_behind(left_rows);
  for (std::uint32_t l = 0; l < left_rows; ++l) {
    if (left_stays[l] != 0) *out++ = {{base_of_left[l], l, right_of_left[l]}};
    write_behind(l);
  }
  return {};
}

}  // namespace heddle::table
