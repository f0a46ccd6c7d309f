#include "heddle/table/key.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

#include "heddle/runtime/sort.h"

#include "diff_state.h"

namespace heddle::table {

namespace {

constexpr std::size_t k_most_columns = 3;
// The first rows that are looked at for repeats: 1 MiB of each file.
constexpr std::size_t k_sample_blocks = 16;
// Of the progress, for each block: to plan it, and to index it.
constexpr std::uint32_t k_units_block = 1 + 2;

/// How well some columns tell rows apart.
struct Trial {
  std::uint32_t matched = 0;  ///< keys that both files have
  bool unique = false;        ///< no key stands twice in a file
};

class KeyFinder {
 public:
  KeyFinder(Scheduler& scheduler, const DiffOptions& options)
      : scheduler_(scheduler), options_(options), unread_{options.progress, options.progress} {}

  Result<KeyProposal> find(ByteView left, ByteView right) {
    std::uint32_t units = 0;
    for (const ByteView file : {left, right}) {
      const std::size_t text = is_utf16(file) ? file.size() / 2 : file.size();
      units +=
          static_cast<std::uint32_t>((text + k_block_bytes - 1) / k_block_bytes) * k_units_block +
          Side::units_to_open(file, options_.dialect);
    }
    options_.progress.start(std::max(1U, units));
    HEDDLE_TRY(open(left, 0));
    HEDDLE_TRY(open(right, 1));
    Result<Schema> schema = match_columns(files_[0].header, files_[1].header,
                                          {.dialect = options_.dialect, .ignore = options_.ignore});
    if (!schema.ok()) return std::move(schema).status();
    columns_ = std::move(schema).value().key;
    std::sort(columns_.begin(), columns_.end(),
              [](const Schema::Pair& a, const Schema::Pair& b) { return a.left < b.left; });

    std::vector<Schema::Pair> key;
    Trial best;
    HEDDLE_TRY(find_single(key, best));
    while (!best.unique && key.size() < std::min(k_most_columns, columns_.size())) {
      std::optional<Schema::Pair> next;
      HEDDLE_TRY(find_next(key, best, next));
      if (!next) break;
      key.push_back(*next);
    }
    KeyProposal proposal{.left_rows = rows_[0], .right_rows = rows_[1]};
    if (!best.unique || best.matched == 0) return proposal;
    proposal.matched = best.matched;
    for (const Schema::Pair& pair : key) {
      proposal.columns.push_back(files_[0].header.columns[pair.left]);
    }
    return proposal;
  }

 private:
  Status open(ByteView bytes, std::int32_t input) {
    Side& file = files_[input];
    if (Status status = file.open(bytes, options_.dialect, {options_.cancel, options_.progress});
        !status.ok()) {
      return file.blame(std::move(status), input);
    }
    Result<BlockPlan> plan = plan_blocks(scheduler_, file.file, file.header.body, k_block_bytes,
                                         options_.cancel, options_.progress);
    if (!plan.ok()) return std::move(plan).status();
    plans_[input] = std::move(plan).value();
    return {};
  }

  /// The column that tells all rows apart and pairs most of them; leaves all as it is when there is none. A column that
  /// repeats a value among the first rows need not be read to its end.
  Status find_single(std::vector<Schema::Pair>& key, Trial& best) {
    for (const Schema::Pair& column : columns_) {
      bool repeats = false;
      HEDDLE_TRY(repeats_soon(0, column.left, repeats));
      if (!repeats) HEDDLE_TRY(repeats_soon(1, column.right, repeats));
      if (repeats) continue;
      Trial trial;
      HEDDLE_TRY(attempt(std::array{column}, trial, true));
      if (!trial.unique || (best.unique && trial.matched <= best.matched)) continue;
      best = trial;
      key = {column};
    }
    return {};
  }

  /// Whether a value stands twice in a column's first rows.
  Status repeats_soon(std::int32_t input, std::uint32_t column, bool& repeats) {
    const Side& file = files_[input];
    const BlockPlan& plan = plans_[input];
    if (plan.blocks.size() <= k_sample_blocks) return {};
    BlockPlan sample{.block_bytes = plan.block_bytes,
                     .rows = plan.blocks[k_sample_blocks].first_row};
    if (!sample.blocks.allocate(k_sample_blocks)) {
      return {Code::out_of_memory, "there is not enough memory to look for a key"};
    }
    std::copy_n(plan.blocks.begin(), k_sample_blocks, sample.blocks.begin());
    Result<RowIndex> index =
        index_rows(scheduler_, file.file, file.header.body, sample, file.header.columns.size(),
                   file.header.delimiter, std::span(&column, 1), options_.cancel, {});
    if (!index.ok()) return file.blame(std::move(index).status(), input);
    const std::span<std::uint64_t> hashes(index.value().key_hash.data(), index.value().rows);
    std::sort(hashes.begin(), hashes.end());
    repeats = std::adjacent_find(hashes.begin(), hashes.end()) != hashes.end();
    return {};
  }

  /// The column that serves best behind those of `key`; none when each leaves it as good as it was.
  Status find_next(const std::vector<Schema::Pair>& key, Trial& best,
                   std::optional<Schema::Pair>& next) {
    for (const Schema::Pair& column : columns_) {
      std::vector<Schema::Pair> columns = key;
      columns.push_back(column);
      Trial trial;
      HEDDLE_TRY(attempt(columns, trial));
      const bool better = trial.unique != best.unique ? trial.unique : trial.matched > best.matched;
      if (!better) continue;
      best = trial;
      next = column;
    }
    return {};
  }

  /// unique  whether columns that repeat a value need no closer look.
  Status attempt(std::span<const Schema::Pair> columns, Trial& trial, bool unique = false) {
    std::vector<std::uint32_t> left;
    std::vector<std::uint32_t> right;
    for (const Schema::Pair& pair : columns) {
      left.push_back(pair.left);
      right.push_back(pair.right);
    }
    HEDDLE_TRY(sort_keys(0, left));
    if (unique && !is_unique(0)) return {};
    HEDDLE_TRY(sort_keys(1, right));
    trial = {.unique = is_unique(0) && is_unique(1)};
    const Buffer<std::uint64_t>& a = keys_[0];
    const Buffer<std::uint64_t>& b = keys_[1];
    for (std::size_t i = 0, j = 0; i < rows_[0] && j < rows_[1];) {
      if (a[i] < b[j]) {
        ++i;
      } else if (b[j] < a[i]) {
        ++j;
      } else {
        ++trial.matched;
        const std::uint64_t key = a[i];
        while (i < rows_[0] && a[i] == key) ++i;
        while (j < rows_[1] && b[j] == key) ++j;
      }
    }
    return {};
  }

  /// Hashes the keys of all rows. Two keys with one hash would at worst make for a worse proposal.
  Status sort_keys(std::int32_t input, std::span<const std::uint32_t> columns) {
    const Side& file = files_[input];
    Result<RowIndex> index = index_rows(scheduler_, file.file, file.header.body, plans_[input],
                                        file.header.columns.size(), file.header.delimiter, columns,
                                        options_.cancel, std::exchange(unread_[input], {}));
    if (!index.ok()) return file.blame(std::move(index).status(), input);
    keys_[input] = std::move(index.value().key_hash);
    rows_[input] = static_cast<std::uint32_t>(index.value().rows);
    return parallel_sort(scheduler_, keys(input), std::less<>());
  }

  [[nodiscard]] std::span<std::uint64_t> keys(std::int32_t input) {
    return {keys_[input].data(), rows_[input]};
  }

  [[nodiscard]] bool is_unique(std::int32_t input) {
    const std::span<const std::uint64_t> all = keys(input);
    return std::adjacent_find(all.begin(), all.end()) == all.end();
  }

  Scheduler& scheduler_;
  const DiffOptions& options_;
  // What is told when a file is read: once, as mostly one column is left to look at.
  std::array<Progress, 2> unread_;
  std::array<Side, 2> files_;
  std::array<BlockPlan, 2> plans_;
  std::vector<Schema::Pair> columns_;          // those that both files have, in left's order
  std::array<Buffer<std::uint64_t>, 2> keys_;  // of the last attempt, sorted
  std::array<std::uint32_t, 2> rows_{};
};

}  // namespace

Result<KeyProposal> propose_key(Scheduler& scheduler, ByteView left, ByteView right,
                                const DiffOptions& options) {
  return KeyFinder(scheduler, options).find(left, right);
}

}  // namespace heddle::table
