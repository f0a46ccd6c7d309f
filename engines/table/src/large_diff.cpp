#include "heddle/table/large_diff.h"

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>

#include "heddle/runtime/parallel.h"

#include "hashed_rows.h"
#include "join.h"
#include "large_diff_state.h"
#include "row_compare.h"
#include "windows.h"

namespace heddle::table {

namespace {

constexpr std::uint64_t k_default_memory = std::uint64_t{512} << 20;
// What is needed beside the hashes and what differs: the index of a window, rows that are joined.
constexpr std::uint64_t k_working_memory = LargeDiff::k_least_memory / 2;
constexpr std::size_t k_partitions_at_once = 4;
constexpr std::uint64_t k_most_seeds = 4;
constexpr std::uint32_t k_progress = 1000;

std::string megabytes(std::uint64_t bytes) {
  return std::to_string((bytes + 999'999) / 1'000'000) + " MB";
}

Status check_options(const DiffOptions& options) {
  if (options.find_renames) return needs_whole_files("looking for renamed columns");
  if (options.similarity != 0) return needs_whole_files("looking for similar rows");
  if (options.keep_pairs) return needs_whole_files("a patch or a tdiff, which tells of all rows,");
  if (options.memory_limit == 0 || options.memory_limit >= LargeDiff::k_least_memory) return {};
  return {Code::out_of_memory, "comparing files that are larger than memory needs at least " +
                                   megabytes(LargeDiff::k_least_memory) + ", and " +
                                   megabytes(options.memory_limit) +
                                   " are allowed; raise the limit"};
}

std::size_t words_for(std::size_t rows) { return (rows + 63) / 64; }
void set_bit(Buffer<std::uint64_t>& bits, std::uint32_t i) {
  bits[i / 64] |= std::uint64_t{1} << i % 64;
}

/// Makes the result, step by step.
class Maker {
 public:
  Maker(Scheduler& scheduler, const DiffOptions& options, LargeDiff::State& state)
      : scheduler_(scheduler),
        options_(options),
        state_(state),
        view_(*state.view),
        memory_(options.memory_limit == 0 ? k_default_memory : options.memory_limit),
        most_row_(static_cast<std::size_t>(memory_ / 16)) {}

  Status open() {
    for (std::int32_t input : {0, 1}) {
      Side& side = input == 0 ? view_.left : view_.right;
      Status status =
          open_source(*state_.sources[input], options_.dialect, most_row_, side, body_[input]);
      if (!status.ok()) return blame(std::move(status), input);
    }
    HEDDLE_TRY(check_options(options_));
    Result<Schema> schema = match_columns(view_.left.header, view_.right.header, options_);
    if (!schema.ok()) return std::move(schema).status();
    view_.schema = std::move(schema).value();
    options_.progress.start(k_progress);
    if (state_.tuning.held_bytes == 0) {
      state_.tuning.held_bytes = static_cast<std::size_t>(memory_ / 16);
    }
    state_.tuning.window_bytes =
        std::min<std::size_t>(state_.tuning.window_bytes, static_cast<std::size_t>(memory_ / 16));
    return {};
  }

  /// One try with one seed. Sets keys_equal to false when a pair was made by mistake.
  Status make(std::uint64_t seed, bool& keys_equal) {
    state_.changed.clear();
    state_.pairs.reset();
    read_ = 0;
    state_.hashes = std::make_unique<ChunkPool>(memory_ - k_working_memory);
    state_.directories.assign(2, RowDirectory(state_.tuning.piece_bytes));
    view_.counts = {};
    const bool with_values = !view_.schema.whole_rows;
    std::vector<HashedRows> rows(2, HashedRows(with_values));
    for (std::int32_t input : {0, 1}) {
      Status status = hash_rows(input, seed, rows[static_cast<std::size_t>(input)]);
      if (!status.ok()) return blame(std::move(status), input);
    }
    HEDDLE_TRY(join(rows));
    // What the hashes took is then there for the rows that are compared.
    if (state_.hashes->unused()) state_.hashes.reset();
    return compare(keys_equal);
  }

 private:
  [[nodiscard]] static Status blame(Status status, std::int32_t input) {
    return std::move(status).with_input(input);
  }

  [[nodiscard]] std::uint64_t hash_bytes() const {
    return state_.hashes == nullptr ? 0 : state_.hashes->bytes();
  }

  [[nodiscard]] Status no_room() const {
    const std::uint64_t bytes = state_.sources[0]->size() + state_.sources[1]->size();
    const std::uint64_t read = std::max<std::uint64_t>(read_, state_.tuning.window_bytes);
    const double share =
        std::max(1.0, static_cast<double>(bytes) / static_cast<double>(std::min(read, bytes)));
    // Before the first window is done, the rows are those that the memory held.
    const std::size_t row_bytes = HashedRows::row_bytes(!view_.schema.whole_rows);
    std::uint64_t rows = 0;
    for (const RowDirectory& directory : state_.directories) rows += directory.rows();
    if (rows == 0) rows = hash_bytes() / row_bytes;
    const double hashes = static_cast<double>(rows * row_bytes) * share * 1.1;
    const std::uint64_t needed =
        std::max(hash_bytes(), static_cast<std::uint64_t>(hashes) + HashedRows::k_unfilled_bytes) +
        k_working_memory;
    return {Code::out_of_memory, "the rows' hashes need more than the " + megabytes(memory_) +
                                     " of memory that are allowed; about " + megabytes(needed) +
                                     " would do: raise the limit, or compare parts of the files"};
  }

  void advance(std::uint32_t until) {
    if (until > done_) options_.progress.add(until - done_);
    done_ = std::max(done_, until);
  }

  Status hash_rows(std::int32_t input, std::uint64_t seed, HashedRows& out) {
    const Side& side = input == 0 ? view_.left : view_.right;
    const Source& source = *state_.sources[input];
    std::vector<std::uint32_t> key;
    std::vector<std::uint32_t> values;
    const auto add = [&](std::vector<std::uint32_t>& to, const Schema::Pair& pair) {
      to.push_back(input == 0 ? pair.left : pair.right);
    };
    for (const Schema::Pair& pair : view_.schema.key) add(key, pair);
    for (const Schema::Pair& pair : view_.schema.compared) add(values, pair);
    // With the key hashed once more, two rows whose keys share a hash by accident do not look unchanged.
    if (!view_.schema.whole_rows) values.insert(values.end(), key.begin(), key.end());
    const std::uint64_t both = state_.sources[0]->size() + state_.sources[1]->size();
    RowDirectory& directory = state_.directories[static_cast<std::size_t>(input)];
    SourceStream stream(source, body_[input].offset);
    WindowReader reader(stream, side.header.delimiter, body_[input],
                        {.window_bytes = state_.tuning.window_bytes, .most_bytes = most_row_});
    for (;;) {
      Result<bool> more = reader.next(scheduler_, options_.cancel);
      if (!more.ok()) return std::move(more).status();
      if (!more.value()) break;
      Result<RowIndex> index =
          index_rows(scheduler_, reader.bytes(), 0, reader.plan(), side.header.columns.size(),
                     side.header.delimiter, key, options_.cancel, Progress{},
                     {.values = values, .seed = seed, .origin = reader.origin()});
      if (!index.ok()) return std::move(index).status();
      const RowIndex& rows = index.value();
      const std::uint32_t first = directory.rows();
      if (first + std::uint64_t{rows.rows} > k_most_rows) {
        return {Code::invalid_argument, "the file has more than " + std::to_string(k_most_rows) +
                                            " rows, the most that can be compared"};
      }
      for (std::size_t i = 0; i < rows.rows; ++i) {
        const std::uint32_t row = first + static_cast<std::uint32_t>(i);
        const std::uint64_t value = values.empty() ? 0 : rows.value_hash[i];
        const std::uint64_t hash = options_.by_position
                                       ? row * std::uint64_t{0x9E3779B97F4A7C15}
                                       : rows.key_hash[i] & state_.tuning.hash_mask;
        if (!out.add(*state_.hashes, {hash, value, row})) return no_room();
      }
      directory.add(reader.origin().offset, rows);
      read_ += reader.bytes().size();
      advance(static_cast<std::uint32_t>(std::min<std::uint64_t>(read_, both) * 700 /
                                         std::max<std::uint64_t>(both, 1)));
    }
    return {};
  }

  /// Where there is room beside the hashes, so that these can go as a whole; else in what they have left.
  [[nodiscard]] bool keep(const Difference& pair) {
    ChunkList<Difference>& bucket = state_.changed[pair.left / state_.tuning.bucket_rows];
    return bucket.push(*state_.pairs, pair) ||
           (state_.hashes != nullptr && bucket.push(*state_.hashes, pair));
  }

  Status join(std::vector<HashedRows>& rows) {
    const std::uint64_t beside = memory_ - k_working_memory - state_.hashes->bytes();
    state_.pairs = std::make_unique<ChunkPool>(std::max<std::uint64_t>(beside, 1));
    const std::uint32_t left_rows = state_.directories[0].rows();
    const std::uint32_t right_rows = state_.directories[1].rows();
    if (!state_.removed.allocate_zeroed(words_for(left_rows)) ||
        !state_.added.allocate_zeroed(words_for(right_rows))) {
      return no_room();
    }
    const std::uint32_t per_bucket = state_.tuning.bucket_rows;
    state_.changed.resize((std::size_t{left_rows} + per_bucket - 1) / per_bucket);
    Counts& counts = view_.counts;
    counts.left_rows = left_rows;
    counts.right_rows = right_rows;
    for (std::size_t first = 0; first < HashedRows::k_partitions; first += k_partitions_at_once) {
      Buffer<RowHashes> entries[2][k_partitions_at_once];
      JoinedRows joined[k_partitions_at_once];
      for (std::size_t i = 0; i < k_partitions_at_once; ++i) {
        for (std::size_t side : {0, 1}) {
          HashedRows& of = rows[side];
          if (!entries[side][i].allocate(of.size(first + i))) return no_room();
          of.copy(first + i, entries[side][i].data());
          of.clear(first + i, *state_.hashes);
        }
      }
      HEDDLE_TRY(parallel_for(
          scheduler_, {0, k_partitions_at_once}, 1,
          [&](Range chunk, std::uint32_t) {
            const std::size_t i = chunk.begin;
            join_hashed_rows({entries[0][i].data(), entries[0][i].size()},
                             {entries[1][i].data(), entries[1][i].size()}, view_.schema.whole_rows,
                             joined[i]);
          },
          options_.cancel));
      for (const JoinedRows& part : joined) {
        for (const std::uint32_t row : part.removed) set_bit(state_.removed, row);
        for (const std::uint32_t row : part.added) set_bit(state_.added, row);
        for (const Difference& pair : part.pairs) {
          if (!keep(pair)) return no_room();
        }
        counts.removed += static_cast<std::uint32_t>(part.removed.size());
        counts.added += static_cast<std::uint32_t>(part.added.size());
        counts.left_duplicates.keys += part.left_duplicates.keys;
        counts.left_duplicates.rows += part.left_duplicates.rows;
        counts.right_duplicates.keys += part.right_duplicates.keys;
        counts.right_duplicates.rows += part.right_duplicates.rows;
      }
      const std::size_t done = first + k_partitions_at_once;
      advance(700 + static_cast<std::uint32_t>(100 * done / HashedRows::k_partitions));
    }
    return {};
  }

  /// Reads the pairs whose hashes differ, and keeps those whose values do.
  Status compare(bool& keys_equal) {
    keys_equal = true;
    const std::size_t enough = state_.tuning.held_bytes / 64 + 1;
    std::vector<Difference> pending;
    for (std::size_t b = 0; b < state_.changed.size(); ++b) {
      ChunkList<Difference>& bucket = state_.changed[b];
      const std::size_t before = pending.size();
      bucket.for_each([&](const Difference& pair) { pending.push_back(pair); });
      bucket.clear(*state_.pairs);
      std::sort(pending.begin() + static_cast<std::ptrdiff_t>(before), pending.end(),
                [](const Difference& x, const Difference& y) { return x.left < y.left; });
      if (pending.size() < enough && b + 1 < state_.changed.size()) continue;
      HEDDLE_TRY(compare_pairs(pending, keys_equal));
      if (!keys_equal) return {};
      pending.clear();
      advance(800 + static_cast<std::uint32_t>(200 * (b + 1) / state_.changed.size()));
    }
    Counts& counts = view_.counts;
    counts.unchanged = counts.left_rows - counts.removed - counts.changed;
    advance(k_progress);
    return {};
  }

  Status compare_pairs(std::span<const Difference> pairs, bool& keys_equal) {
    std::vector<RowComparer> comparers(scheduler_.lanes(), RowComparer(view_.schema));
    Buffer<std::uint32_t> changes;
    while (!pairs.empty()) {
      std::size_t taken = 0;
      HEDDLE_TRY(state_.hold(scheduler_, pairs, taken, options_.cancel));
      if (!changes.allocate(taken)) return no_room();
      std::atomic<bool> all_equal{true};
      HEDDLE_TRY(parallel_for(
          scheduler_, {0, taken}, 1024,
          [&](Range chunk, std::uint32_t lane) {
            RowComparer& comparer = comparers[lane];
            for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
              comparer.load(view_.left.row(pairs[i].left), view_.right.row(pairs[i].right));
              if (!comparer.same_key()) all_equal.store(false, std::memory_order_relaxed);
              changes[i] = static_cast<std::uint32_t>(comparer.count_changes());
            }
          },
          options_.cancel));
      keys_equal = all_equal.load();
      if (!keys_equal) return {};
      for (std::size_t i = 0; i < taken; ++i) {
        if (changes[i] == 0) continue;
        ++view_.counts.changed;
        view_.counts.changed_cells += changes[i];
        if (!keep(pairs[i])) return no_room();
      }
      pairs = pairs.subspan(taken);
    }
    return {};
  }

  Scheduler& scheduler_;
  const DiffOptions& options_;
  LargeDiff::State& state_;
  Diff::State& view_;
  std::uint64_t memory_;
  std::size_t most_row_;
  Origin body_[2];
  std::uint64_t read_ = 0;
  std::uint32_t done_ = 0;
};

}  // namespace

Result<LargeDiff> LargeDiff::State::create(Scheduler& scheduler, const Source& left,
                                           const Source& right, const DiffOptions& options,
                                           const LargeTuning& tuning) {
  auto state = std::make_unique<State>(tuning);
  state->sources[0] = &left;
  state->sources[1] = &right;
  auto view = std::make_unique<Diff::State>();
  state->view = view.get();
  state->diff = std::make_unique<Diff>(Diff::State::wrap(std::move(view)));
  Maker maker(scheduler, options, *state);
  HEDDLE_TRY(maker.open());
  for (std::uint64_t seed = 0; seed < k_most_seeds; ++seed) {
    bool keys_equal = false;
    HEDDLE_TRY(maker.make(seed, keys_equal));
    if (keys_equal) {
      state->count_places();
      return LargeDiff(std::move(state));
    }
  }
  return Status(Code::internal, "keys that differ have the same hash again and again");
}

LargeDiff::LargeDiff(std::unique_ptr<State> state) : state_(std::move(state)) {}
LargeDiff::LargeDiff(LargeDiff&&) noexcept = default;
LargeDiff& LargeDiff::operator=(LargeDiff&&) noexcept = default;
LargeDiff::~LargeDiff() = default;

Result<LargeDiff> LargeDiff::create(Scheduler& scheduler, const Source& left, const Source& right,
                                    const DiffOptions& options) {
  return State::create(scheduler, left, right, options, {});
}

const Counts& LargeDiff::counts() const { return state_->view->counts; }
std::size_t LargeDiff::size() const {
  const Counts& counts = this->counts();
  return std::size_t{counts.added} + counts.removed + counts.changed;
}

const Diff& LargeDiff::window() const { return *state_->diff; }

bool LargeDiff::same() const {
  const Counts& counts = this->counts();
  const Schema& schema = state_->view->schema;
  return counts.added + std::uint64_t{counts.removed} + counts.changed == 0 &&
         schema.only_left.empty() && schema.only_right.empty();
}

}  // namespace heddle::table
