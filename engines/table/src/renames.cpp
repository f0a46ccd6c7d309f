#include "renames.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "heddle/runtime/sort.h"

namespace heddle::table {

namespace {

constexpr std::size_t k_most_candidates = 64;

/// The columns of one side that the other has no namesake of.
std::vector<std::uint32_t> candidates_of(const Header& header, const Header& other,
                                         const DiffOptions& options) {
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  std::vector<std::uint32_t> columns;
  for (std::uint32_t c = 0; c < header.columns.size(); ++c) {
    const std::string& name = header.columns[c];
    if (has(other.columns, name) || has(options.ignore, name)) continue;
    columns.push_back(c);
    if (columns.size() == k_most_candidates) break;
  }
  return columns;
}

/// How much two columns share.
struct Pair {
  RenamedColumn columns;
  std::uint64_t distinct = 0;  // different values that both have

  [[nodiscard]] bool better_than(const Pair& other) const {
    const std::uint64_t ours = columns.shared * other.columns.all;
    const std::uint64_t theirs = other.columns.shared * columns.all;
    if (ours != theirs) return ours > theirs;
    return columns.left != other.columns.left ? columns.left < other.columns.left
                                              : columns.right < other.columns.right;
  }
  [[nodiscard]] bool good() const { return distinct >= 2 && columns.shared * 2 >= columns.all; }
};

/// The hashes of a column's values, sorted.
using Values = Buffer<std::uint64_t>;

Pair compare(std::uint32_t left, const Values& a, std::uint32_t right, const Values& b) {
  Pair pair{.columns = {.left = left, .right = right}};
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] < b[j]) {
      ++i;
    } else if (b[j] < a[i]) {
      ++j;
    } else {
      if (i == 0 || a[i - 1] != a[i]) ++pair.distinct;
      ++pair.columns.shared;
      ++i;
      ++j;
    }
  }
  pair.columns.all = a.size() + b.size() - pair.columns.shared;
  return pair;
}

Status read_values(Scheduler& scheduler, const Side& side, std::int32_t input,
                   const BlockPlan& plan, std::uint32_t column, CancelToken cancel,
                   Values& values) {
  Result<RowIndex> index =
      index_rows(scheduler, side.file, side.header.body, plan, side.header.columns.size(),
                 side.header.delimiter, {&column, 1}, cancel, {});
  if (!index.ok()) return side.blame(std::move(index).status(), input);
  values = std::move(index.value().key_hash);
  values.shrink(index.value().rows);
  return parallel_sort(scheduler, std::span(values.data(), values.size()), std::less<>());
}

}  // namespace

Result<std::vector<RenamedColumn>> find_renames(Scheduler& scheduler,
                                                const std::array<const Side*, 2>& sides,
                                                const std::array<const BlockPlan*, 2>& plans,
                                                const DiffOptions& options) {
  const std::vector<std::uint32_t> in_left =
      candidates_of(sides[0]->header, sides[1]->header, options);
  const std::vector<std::uint32_t> in_right =
      candidates_of(sides[1]->header, sides[0]->header, options);
  std::vector<RenamedColumn> renames;
  if (in_left.empty() || in_right.empty()) return renames;

  std::vector<Values> of_right(in_right.size());
  for (std::size_t r = 0; r < in_right.size(); ++r) {
    HEDDLE_TRY(
        read_values(scheduler, *sides[1], 1, *plans[1], in_right[r], options.cancel, of_right[r]));
  }
  std::vector<Pair> pairs;
  for (const std::uint32_t l : in_left) {
    Values of_left;
    HEDDLE_TRY(read_values(scheduler, *sides[0], 0, *plans[0], l, options.cancel, of_left));
    for (std::size_t r = 0; r < in_right.size(); ++r) {
      const Pair pair = compare(l, of_left, in_right[r], of_right[r]);
      if (pair.good()) pairs.push_back(pair);
    }
  }
  std::sort(pairs.begin(), pairs.end(),
            [](const Pair& a, const Pair& b) { return a.better_than(b); });
  for (const Pair& pair : pairs) {
    const bool taken = std::any_of(renames.begin(), renames.end(), [&](const RenamedColumn& one) {
      return one.left == pair.columns.left || one.right == pair.columns.right;
    });
    if (!taken) renames.push_back(pair.columns);
  }
  std::sort(renames.begin(), renames.end(),
            [](const RenamedColumn& a, const RenamedColumn& b) { return a.right < b.right; });
  return renames;
}

}  // namespace heddle::table
