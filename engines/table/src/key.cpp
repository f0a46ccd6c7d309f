#include "heddle/table/key.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <optional>
#include <utility>

#include "heddle/runtime/parallel.h"

#include "diff_state.h"
#include "partition.h"

namespace heddle::table {

namespace {

constexpr std::size_t k_most_columns = 3;
// The first rows that are looked at for repeats: 1 MiB of each file.
constexpr std::size_t k_sample_blocks = 16;
// Of the progress, for each block of which a column is looked at: to index it, to group its keys, and to sort them.
constexpr std::uint32_t k_units_partition = 1;
constexpr std::uint32_t k_units_sort = 1;
constexpr std::uint32_t k_units_look = 2 + k_units_partition + k_units_sort;

/// How well some columns tell rows apart.
struct Trial {
  std::uint32_t matched = 0;  ///< keys that both files have
  bool unique = false;        ///< no key stands twice in a file
};

class KeyFinder {
 public:
  KeyFinder(Scheduler& scheduler, const DiffOptions& options)
      : scheduler_(scheduler), options_(options) {}

  Result<KeyProposal> find(ByteView left, ByteView right) {
    const std::array files{left, right};
    std::uint32_t opening = 0;
    for (const ByteView file : files) opening += Side::units_to_open(file, options_.dialect);
    options_.progress.start(std::max(1U, 2 * opening));
    for (const std::int32_t input : {0, 1}) {
      Status status =
          files_[input].open(files[input], options_.dialect, {options_.cancel, options_.progress});
      if (!status.ok()) return files_[input].blame(std::move(status), input);
    }
    Result<Schema> schema = match_columns(files_[0].header, files_[1].header,
                                          {.dialect = options_.dialect, .ignore = options_.ignore});
    if (!schema.ok()) return std::move(schema).status();
    columns_ = std::move(schema).value().key;
    std::sort(columns_.begin(), columns_.end(),
              [](const Schema::Pair& a, const Schema::Pair& b) { return a.left < b.left; });
    std::vector<Schema::Pair> single;
    HEDDLE_TRY(find_candidates(single));

    const std::uint32_t blocks = block_count(0) + block_count(1);
    const auto looks = static_cast<std::uint32_t>(std::max<std::size_t>(single.size(), 1));
    options_.progress.start(opening + std::max(1U, blocks * (1 + k_units_look * looks)));
    options_.progress.add(opening);
    for (const std::int32_t input : {0, 1}) {
      Result<BlockPlan> plan = plan_of(input, ~std::size_t{0}, options_.progress);
      if (!plan.ok()) return std::move(plan).status();
      plans_[input] = std::move(plan).value();
    }

    std::vector<Schema::Pair> key;
    Trial best;
    HEDDLE_TRY(find_single(single, key, best));
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
  [[nodiscard]] std::uint32_t block_count(std::int32_t input) const {
    const Side& file = files_[input];
    return static_cast<std::uint32_t>((file.file.size() - file.header.body + k_block_bytes - 1) /
                                      k_block_bytes);
  }

  /// Plans the first blocks of a file.
  Result<BlockPlan> plan_of(std::int32_t input, std::size_t blocks, Progress progress) {
    const Side& file = files_[input];
    const std::size_t body = file.file.size() - file.header.body;
    const std::size_t wanted = blocks < block_count(input) ? blocks * k_block_bytes : body;
    return plan_blocks(scheduler_, file.file.first(file.header.body + wanted), file.header.body,
                       k_block_bytes, options_.cancel, progress);
  }

  /// The columns that repeat no value among the first rows: the others need not be read to their end.
  Status find_candidates(std::vector<Schema::Pair>& single) {
    single = columns_;
    for (const std::int32_t input : {0, 1}) {
      if (block_count(input) <= k_sample_blocks) continue;
      Result<BlockPlan> sample = plan_of(input, k_sample_blocks, {});
      if (!sample.ok()) return std::move(sample).status();
      std::vector<Schema::Pair> left;
      for (const Schema::Pair& column : single) {
        bool repeats = false;
        HEDDLE_TRY(
            repeats_in(input, sample.value(), input == 0 ? column.left : column.right, repeats));
        if (!repeats) left.push_back(column);
      }
      single = std::move(left);
    }
    return {};
  }

  /// Whether a value stands twice in a column's first rows.
  Status repeats_in(std::int32_t input, const BlockPlan& sample, std::uint32_t column,
                    bool& repeats) {
    const Side& file = files_[input];
    Result<RowIndex> index =
        index_rows(scheduler_, file.file, file.header.body, sample, file.header.columns.size(),
                   file.header.delimiter, std::span(&column, 1), options_.cancel, {});
    if (!index.ok()) return file.blame(std::move(index).status(), input);
    const std::span<std::uint64_t> hashes(index.value().key_hash.data(), index.value().rows);
    std::sort(hashes.begin(), hashes.end());
    repeats = std::adjacent_find(hashes.begin(), hashes.end()) != hashes.end();
    return {};
  }

  /// The column that tells all rows apart and pairs most of them; leaves all as it is when there is none.
  Status find_single(std::span<const Schema::Pair> candidates, std::vector<Schema::Pair>& key,
                     Trial& best) {
    for (const Schema::Pair& column : candidates) {
      Trial trial;
      HEDDLE_TRY(attempt(std::array{column}, trial, options_.progress, true));
      if (!trial.unique || (best.unique && trial.matched <= best.matched)) continue;
      best = trial;
      key = {column};
    }
    return {};
  }

  /// The column that serves best behind those of `key`; none when each leaves it as good as it was.
  Status find_next(const std::vector<Schema::Pair>& key, Trial& best,
                   std::optional<Schema::Pair>& next) {
    for (const Schema::Pair& column : columns_) {
      std::vector<Schema::Pair> columns = key;
      columns.push_back(column);
      Trial trial;
      HEDDLE_TRY(attempt(columns, trial, {}));
      const bool better = trial.unique != best.unique ? trial.unique : trial.matched > best.matched;
      if (!better) continue;
      best = trial;
      next = column;
    }
    return {};
  }

  /// unique  whether columns that repeat a value need no closer look.
  Status attempt(std::span<const Schema::Pair> columns, Trial& trial, Progress progress,
                 bool unique = false) {
    std::vector<std::uint32_t> left;
    std::vector<std::uint32_t> right;
    for (const Schema::Pair& pair : columns) {
      left.push_back(pair.left);
      right.push_back(pair.right);
    }
    HEDDLE_TRY(read_keys(0, left, progress));
    if (unique && !unique_[0]) {
      progress.add(block_count(1) * k_units_look);
      return {};
    }
    HEDDLE_TRY(read_keys(1, right, progress));
    Result<std::uint32_t> matched = parallel_reduce(
        scheduler_, {0, keys_[0].begin.size() - 1}, 1, std::uint32_t{0},
        [&](Range part) { return count_matched(keys(0, part.begin), keys(1, part.begin)); },
        std::plus<>(), options_.cancel);
    if (!matched.ok()) return std::move(matched).status();
    trial = {.matched = matched.value(), .unique = unique_[0] && unique_[1]};
    return {};
  }

  /// How many values two ascending lists have in common.
  static std::uint32_t count_matched(std::span<const std::uint64_t> a,
                                     std::span<const std::uint64_t> b) {
    std::uint32_t matched = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
      if (a[i] < b[j]) {
        ++i;
      } else if (b[j] < a[i]) {
        ++j;
      } else {
        ++matched;
        const std::uint64_t key = a[i];
        while (i < a.size() && a[i] == key) ++i;
        while (j < b.size() && b[j] == key) ++j;
      }
    }
    return matched;
  }

  /// Hashes the keys of all rows, sorted in each partition. Two keys with one hash would at worst make for a worse
  /// proposal.
  Status read_keys(std::int32_t input, std::span<const std::uint32_t> columns, Progress progress) {
    const Side& file = files_[input];
    const auto blocks = static_cast<std::uint32_t>(plans_[input].blocks.size());
    Result<RowIndex> index = index_rows(scheduler_, file.file, file.header.body, plans_[input],
                                        file.header.columns.size(), file.header.delimiter, columns,
                                        options_.cancel, progress);
    if (!index.ok()) return file.blame(std::move(index).status(), input);
    rows_[input] = static_cast<std::uint32_t>(index.value().rows);
    keys_[input] = {};
    auto parts = partition(scheduler_, index.value().key_hash.view().first(rows_[input]),
                           Partitioner(std::max(plans_[0].rows, plans_[1].rows)), options_.cancel,
                           {progress, blocks * k_units_partition});
    if (!parts.ok()) return std::move(parts).status();
    keys_[input] = std::move(parts).value();

    const std::size_t count = keys_[input].begin.size() - 1;
    const Share share{progress, blocks * k_units_sort};
    std::atomic<bool> repeats = false;
    HEDDLE_TRY(parallel_for(
        scheduler_, {0, count}, 1,
        [&](Range part, std::uint32_t) {
          const std::span<std::uint64_t> all = keys(input, part.begin);
          std::sort(all.begin(), all.end());
          if (std::adjacent_find(all.begin(), all.end()) != all.end()) repeats = true;
          share.add(part.begin, count);
        },
        options_.cancel));
    unique_[input] = !repeats;
    return {};
  }

  [[nodiscard]] std::span<std::uint64_t> keys(std::int32_t input, std::size_t part) {
    PartitionedRows& all = keys_[input];
    return std::span(all.hash.data(), all.hash.size()).subspan(all.begin[part], all.size(part));
  }

  Scheduler& scheduler_;
  const DiffOptions& options_;
  std::array<Side, 2> files_;
  std::array<BlockPlan, 2> plans_;
  std::vector<Schema::Pair> columns_;  // those that both files have, in left's order
  // Of the last attempt: the hashes of the keys, and whether none stands twice.
  std::array<PartitionedRows, 2> keys_;
  std::array<bool, 2> unique_{};
  std::array<std::uint32_t, 2> rows_{};
};

}  // namespace

Result<KeyProposal> propose_key(Scheduler& scheduler, ByteView left, ByteView right,
                                const DiffOptions& options) {
  return KeyFinder(scheduler, options).find(left, right);
}

}  // namespace heddle::table
