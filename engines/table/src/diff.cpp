#include "heddle/table/diff.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime/trace.h"

#include "diff_state.h"
#include "join.h"
#include "renames.h"
#include "row_compare.h"
#include "similar_rows.h"

namespace heddle::table {

namespace {

constexpr std::size_t k_rows_per_block = 4096;
constexpr std::size_t k_cache_line = 64;
// Rows between the one that is compared and those whose memory is asked for.
constexpr std::size_t k_row_ahead = 12;
constexpr std::size_t k_offsets_ahead = 2 * k_row_ahead;

// Work units of the progress: one for each block and pass over the files.
constexpr std::uint32_t k_units_plan = 1;
constexpr std::uint32_t k_units_index = 2;
constexpr std::uint32_t k_units_join = 1;
constexpr std::uint32_t k_units_compare = 2;
constexpr std::uint32_t k_units_block =
    k_units_plan + k_units_index + k_units_join + k_units_compare;

std::uint32_t blocks_in(std::size_t bytes) {
  return static_cast<std::uint32_t>((bytes + k_block_bytes - 1) / k_block_bytes);
}

std::uint32_t blocks_in(const Side& side) { return blocks_in(side.file.size() - side.header.body); }

std::string megabytes(std::uint64_t bytes) {
  return std::to_string((bytes + 999'999) / 1'000'000) + " MB";
}

/// Bytes that comparing files of so many rows takes at its worst moment.
std::uint64_t memory_for(std::uint64_t left_rows, std::uint64_t right_rows) {
  // Offsets and hashes of both; then the same rows by partition, and the pairing.
  constexpr std::uint64_t k_index = sizeof(std::size_t) + sizeof(std::uint64_t);
  constexpr std::uint64_t k_partition = sizeof(std::uint64_t) + sizeof(std::uint32_t);
  constexpr std::uint64_t k_pairing = sizeof(std::uint32_t);
  return (left_rows + right_rows) * (k_index + k_partition + k_pairing);
}

/// extra  bytes that the files take when they are decoded or written anew.
Status check_size(const BlockPlan& left, const BlockPlan& right, std::uint64_t extra,
                  std::uint64_t limit) {
  for (const BlockPlan* plan : {&left, &right}) {
    if (plan->rows <= k_most_rows) continue;
    return Status(Code::invalid_argument, "the file has " + std::to_string(plan->rows) +
                                              " rows; at most " + std::to_string(k_most_rows) +
                                              " can be compared")
        .with_input(plan == &left ? 0 : 1);
  }
  const std::uint64_t needed = memory_for(left.rows, right.rows) + extra;
  if (limit == 0 || needed <= limit) return {};
  return {Code::out_of_memory, "comparing " + std::to_string(left.rows) + " with " +
                                   std::to_string(right.rows) + " rows needs " + megabytes(needed) +
                                   " of memory beside the files, and " + megabytes(limit) +
                                   " are allowed; raise the limit or compare parts of the files"};
}

/// Counts of one block of row numbers.
struct BlockCounts {
  std::uint32_t removed = 0;
  std::uint32_t added = 0;
  std::uint32_t changed = 0;
  std::uint64_t changed_cells = 0;

  [[nodiscard]] std::size_t differences() const { return std::size_t{removed} + added + changed; }
};

/// Compares paired rows and lists the differences.
class Comparison {
 public:
  // Marks a pair of rows that differ, in Pairing::right_of. Row numbers are smaller (k_most_rows).
  static constexpr std::uint32_t k_changed = std::uint32_t{1} << 31;

  Comparison(const Diff::State& state, Pairing& pairing, std::uint32_t lanes)
      : state_(state),
        pairing_(pairing),
        comparers_(lanes, RowComparer(state.schema)),
        rows_(std::max(state.left.index.rows, state.right.index.rows)),
        blocks_((rows_ + k_rows_per_block - 1) / k_rows_per_block) {}

  /// Reads both rows of every pair. Sets keys_equal to false when a pair was made by mistake.
  Status compare(Scheduler& scheduler, CancelToken cancel, Progress progress, std::uint32_t units,
                 bool& keys_equal) {
    if (!counts_.allocate(blocks_)) return no_memory();
    std::atomic<bool> all_equal{true};
    HEDDLE_TRY(parallel_for(
        scheduler, {0, blocks_}, 1,
        [&](Range chunk, std::uint32_t lane) {
          const TraceScope scope(scheduler.trace(), lane, "compare");
          for (std::size_t b = chunk.begin; b < chunk.end; ++b) {
            if (!compare_block(b, comparers_[lane]))
              all_equal.store(false, std::memory_order_relaxed);
            progress.add(
                static_cast<std::uint32_t>((b + 1) * units / blocks_ - b * units / blocks_));
          }
        },
        cancel));
    keys_equal = all_equal.load();
    return {};
  }

  /// Writes the differences in order, and the counts.
  Status list(Scheduler& scheduler, Buffer<Difference>& out, Counts& total, CancelToken cancel) {
    Buffer<std::size_t> first;
    if (!first.allocate(blocks_)) return no_memory();
    std::size_t size = 0;
    for (std::size_t b = 0; b < blocks_; ++b) {
      first[b] = size;
      size += counts_[b].differences();
      total.removed += counts_[b].removed;
      total.added += counts_[b].added;
      total.changed += counts_[b].changed;
      total.changed_cells += counts_[b].changed_cells;
    }
    total.left_rows = static_cast<std::uint32_t>(state_.left.index.rows);
    total.right_rows = static_cast<std::uint32_t>(state_.right.index.rows);
    total.unchanged = total.left_rows - total.removed - total.changed;
    if (!out.allocate(size)) return no_memory();
    return parallel_for(
        scheduler, {0, blocks_}, 1,
        [&](Range chunk, std::uint32_t lane) {
          const TraceScope scope(scheduler.trace(), lane, "list");
          for (std::size_t b = chunk.begin; b < chunk.end; ++b)
            list_block(b, out.data() + first[b]);
        },
        cancel);
  }

  /// Writes for each row of right its row of left.
  Status keep_pairs(Scheduler& scheduler, Buffer<std::uint32_t>& left_of,
                    CancelToken cancel) const {
    if (!left_of.allocate(state_.right.index.rows)) return no_memory();
    std::fill(left_of.begin(), left_of.end(), Difference::k_none);
    return parallel_for(
        scheduler, {0, state_.left.index.rows}, k_rows_per_block,
        [&](Range chunk, std::uint32_t) {
          for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
            const std::uint32_t partner = pairing_.right_of[i];
            if (partner == Pairing::k_none) continue;
            left_of[partner & ~k_changed] = static_cast<std::uint32_t>(i);
          }
        },
        cancel);
  }

 private:
  static Status no_memory() {
    return {Code::out_of_memory, "there is not enough memory to list the differences"};
  }

  [[nodiscard]] Range rows_of(std::size_t block, std::size_t rows) const {
    const std::size_t begin = std::min(block * k_rows_per_block, rows);
    return {begin, std::min(begin + k_rows_per_block, rows)};
  }

  bool compare_block(std::size_t block, RowComparer& comparer) {
    BlockCounts counts;
    bool keys_equal = true;
    const Range left = rows_of(block, state_.left.index.rows);
    for (std::size_t i = left.begin; i < left.end; ++i) {
      // Where the files' orders differ each partner lies somewhere else, and waiting for one after the other took
      // longer than all else. In the loop itself: GCC 12 drops calls of a function that only prefetches.
      if (i + k_offsets_ahead < left.end) {
        const std::uint32_t soon = pairing_.right_of[i + k_offsets_ahead];
        if (soon != Pairing::k_none) __builtin_prefetch(&state_.right.index.begin[soon]);
      }
      if (i + k_row_ahead < left.end) {
        const std::uint32_t next = pairing_.right_of[i + k_row_ahead];
        if (next != Pairing::k_none) {
          const std::uint8_t* const file = state_.right.file.data();
          const std::size_t begin = state_.right.index.begin[next];
          __builtin_prefetch(file + begin);
          __builtin_prefetch(file + begin + k_cache_line);
          __builtin_prefetch(file + state_.right.index.begin[next + 1] - 1);
        }
      }
      std::uint32_t& partner = pairing_.right_of[i];
      if (partner == Pairing::k_none) {
        ++counts.removed;
        continue;
      }
      const ByteView left_row = state_.left.row(i);
      const ByteView right_row = state_.right.row(partner);
      // Most rows are the same bytes, and then nothing needs to be cut.
      if (state_.schema.same_layout && same_bytes(left_row, right_row)) continue;
      comparer.load(left_row, right_row);
      if (!comparer.same_key()) keys_equal = false;
      const std::size_t changes = comparer.count_changes();
      if (changes == 0) continue;
      ++counts.changed;
      counts.changed_cells += changes;
      partner |= k_changed;
    }
    const Range right = rows_of(block, state_.right.index.rows);
    for (std::size_t i = right.begin; i < right.end; ++i) {
      if (pairing_.right_paired[i] == 0) ++counts.added;
    }
    counts_[block] = counts;
    return keys_equal;
  }

  void list_block(std::size_t block, Difference* out) const {
    const Range left = rows_of(block, state_.left.index.rows);
    const Range right = rows_of(block, state_.right.index.rows);
    const Range all = rows_of(block, rows_);
    for (std::size_t i = all.begin; i < all.end; ++i) {
      const auto row = static_cast<std::uint32_t>(i);
      if (i < left.end) {
        const std::uint32_t partner = pairing_.right_of[i];
        if (partner == Pairing::k_none) {
          *out++ = {.left = row};
        } else if ((partner & k_changed) != 0) {
          *out++ = {.left = row, .right = partner & ~k_changed};
        }
      }
      if (i < right.end && pairing_.right_paired[i] == 0) *out++ = {.right = row};
    }
  }

  static bool same_bytes(ByteView a, ByteView b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0;
  }

  const Diff::State& state_;
  Pairing& pairing_;
  std::vector<RowComparer> comparers_;
  std::size_t rows_;
  std::size_t blocks_;
  Buffer<BlockCounts> counts_;
};

Status index_side(Scheduler& scheduler, Side& side, std::int32_t input, const BlockPlan& plan,
                  std::span<const std::uint32_t> key, const DiffOptions& options,
                  const Tuning& tuning) {
  Result<RowIndex> index =
      index_rows(scheduler, side.file, side.header.body, plan, side.header.columns.size(),
                 side.header.delimiter, key, options.cancel, options.progress);
  if (!index.ok()) return side.blame(std::move(index).status(), input);
  side.index = std::move(index).value();
  if (tuning.hash_mask != Tuning{}.hash_mask) {
    for (std::uint64_t& hash : side.index.key_hash) hash &= tuning.hash_mask;
  }
  return {};
}

Status match(Diff::State& state, const DiffOptions& options) {
  Result<Schema> schema =
      match_columns(state.left.header, state.right.header, options, state.renamed);
  if (!schema.ok()) return std::move(schema).status();
  state.schema = std::move(schema).value();
  return {};
}

Status check_options(const DiffOptions& options) {
  if (options.similarity == 0) return {};
  // Written so that it does not hold for what is no number.
  if (!(options.similarity > 0 && options.similarity <= 1)) {
    return {Code::invalid_argument,
            "rows may be similar by more than 0 and at most 1: by half of their words with 0.5"};
  }
  if (options.key.empty() && !options.by_position) return {};
  return {Code::invalid_argument,
          "similar rows are looked for where whole rows are compared; leave out the key or the "
          "similarity"};
}

Status compare(Scheduler& scheduler, ByteView left, ByteView right, const DiffOptions& options,
               const Tuning& tuning, Diff::State& state) {
  std::uint32_t units = 0;
  for (const ByteView file : {left, right}) {
    // In UTF-16 most characters have two bytes.
    const std::size_t text = is_utf16(file) ? file.size() / 2 : file.size();
    units += blocks_in(text) * k_units_block + Side::units_to_open(file, options.dialect);
  }
  options.progress.start(std::max(1U, units));
  const Watch watch{options.cancel, options.progress};
  if (Status status = state.left.open(left, options.dialect, watch); !status.ok()) {
    return state.left.blame(std::move(status), 0);
  }
  if (Status status = state.right.open(right, options.dialect, watch); !status.ok()) {
    return state.right.blame(std::move(status), 1);
  }
  HEDDLE_TRY(check_options(options));
  // What is wrong with the columns is said before the rows are read.
  if (!options.find_renames) HEDDLE_TRY(match(state, options));

  const std::uint32_t blocks = blocks_in(state.left) + blocks_in(state.right);

  const auto plan = [&](const Side& side) {
    return plan_blocks(scheduler, side.file, side.header.body, k_block_bytes, options.cancel,
                       options.progress);
  };
  Result<BlockPlan> left_plan = plan(state.left);
  if (!left_plan.ok()) return std::move(left_plan).status();
  Result<BlockPlan> right_plan = plan(state.right);
  if (!right_plan.ok()) return std::move(right_plan).status();
  HEDDLE_TRY(check_size(left_plan.value(), right_plan.value(),
                        state.left.extra_bytes() + state.right.extra_bytes(),
                        options.memory_limit));

  if (options.find_renames) {
    auto renamed = find_renames(scheduler, {&state.left, &state.right},
                                {&left_plan.value(), &right_plan.value()}, options);
    if (!renamed.ok()) return std::move(renamed).status();
    state.renamed = std::move(renamed).value();
    HEDDLE_TRY(match(state, options));
  }

  std::vector<std::uint32_t> left_key;
  std::vector<std::uint32_t> right_key;
  for (const Schema::Pair& pair : state.schema.key) {
    left_key.push_back(pair.left);
    right_key.push_back(pair.right);
  }
  HEDDLE_TRY(index_side(scheduler, state.left, 0, left_plan.value(), left_key, options, tuning));
  HEDDLE_TRY(index_side(scheduler, state.right, 1, right_plan.value(), right_key, options, tuning));

  const JoinSide join_left{state.left.file, &state.left.index};
  const JoinSide join_right{state.right.file, &state.right.index};
  // The first join trusts 64-bit hashes. Should two keys ever share one, the comparison sees it, and
  // a second join reads the keys.
  for (const bool verify : {false, true}) {
    Result<Pairing> pairing =
        options.by_position
            ? pair_by_position(state.left.index.rows, state.right.index.rows)
            : join_rows(scheduler, join_left, join_right, state.schema, verify, options.cancel,
                        verify ? Progress{} : options.progress, blocks * k_units_join);
    if (!pairing.ok()) return std::move(pairing).status();
    Comparison comparison(state, pairing.value(), scheduler.lanes());
    bool keys_equal = false;
    HEDDLE_TRY(comparison.compare(scheduler, options.cancel, verify ? Progress{} : options.progress,
                                  blocks * k_units_compare, keys_equal));
    if (!(keys_equal && pairing.value().keys_equal) && !verify) continue;
    if (options.similarity > 0) {
      HEDDLE_TRY(
          pair_similar_rows(scheduler, state, options.similarity, options.cancel, pairing.value()));
      // Whole rows told which belong together; now their cells tell what changed.
      state.schema.compared = std::exchange(state.schema.key, {});
      HEDDLE_TRY(comparison.compare(scheduler, options.cancel, {}, 0, keys_equal));
    }
    // The hashes have served; the list of differences may need their memory.
    state.left.index.key_hash.release();
    state.right.index.key_hash.release();
    HEDDLE_TRY(comparison.list(scheduler, state.differences, state.counts, options.cancel));
    state.counts.left_duplicates = pairing.value().left_duplicates;
    state.counts.right_duplicates = pairing.value().right_duplicates;
    return options.keep_pairs ? comparison.keep_pairs(scheduler, state.left_of, options.cancel)
                              : Status{};
  }
  return {Code::internal, "the keys of paired rows differ"};
}

}  // namespace

Diff::Diff(std::unique_ptr<State> state) : state_(std::move(state)) {}
Diff::Diff(Diff&&) noexcept = default;
Diff& Diff::operator=(Diff&&) noexcept = default;
Diff::~Diff() = default;

const Counts& Diff::counts() const { return state_->counts; }
bool Diff::same() const {
  return state_->differences.size() == 0 && state_->schema.only_left.empty() &&
         state_->schema.only_right.empty() && state_->renamed.empty();
}
std::span<const RenamedColumn> Diff::renamed_columns() const { return state_->renamed; }
const std::vector<std::string>& Diff::left_columns() const { return state_->left.header.columns; }
const std::vector<std::string>& Diff::right_columns() const { return state_->right.header.columns; }
const FoundDialect& Diff::left_dialect() const { return state_->left.strict.found; }
const FoundDialect& Diff::right_dialect() const { return state_->right.strict.found; }
std::span<const Difference> Diff::differences() const { return state_->differences.view(); }
std::span<const std::uint32_t> Diff::left_of() const { return state_->left_of.view(); }

Result<Diff> Diff::create(Scheduler& scheduler, ByteView left, ByteView right,
                          const DiffOptions& options) {
  return State::create(scheduler, left, right, options, {});
}

Result<Diff> Diff::State::create(Scheduler& scheduler, ByteView left, ByteView right,
                                 const DiffOptions& options, const Tuning& tuning) {
  auto state = std::make_unique<State>();
  HEDDLE_TRY(compare(scheduler, left, right, options, tuning, *state));
  return Diff(std::move(state));
}

}  // namespace heddle::table
