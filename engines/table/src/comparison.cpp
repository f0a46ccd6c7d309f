#include "comparison.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime/trace.h"

namespace heddle::table {

namespace {

constexpr std::size_t k_cache_line = 64;
// Rows between the one that is compared and those whose memory is asked for.
constexpr std::size_t k_row_ahead = 12;
constexpr std::size_t k_offsets_ahead = 2 * k_row_ahead;

Status no_memory() {
  return {Code::out_of_memory, "there is not enough memory to list the differences"};
}

}  // namespace

Comparison::Comparison(const Diff::State& state, Pairing pairing, std::uint32_t lanes)
    : state_(state),
      pairing_(std::move(pairing)),
      comparers_(lanes, RowComparer(state.schema)),
      rows_(std::max(state.left.index.rows, state.right.index.rows)),
      blocks_((rows_ + k_rows_per_block - 1) / k_rows_per_block) {}

Range Comparison::rows_of(std::size_t block, std::size_t rows) {
  const std::size_t begin = std::min(block * k_rows_per_block, rows);
  return {begin, std::min(begin + k_rows_per_block, rows)};
}

Status Comparison::advance(Scheduler& scheduler, std::size_t blocks, CancelToken cancel,
                           Progress progress, std::uint32_t units) {
  if (counts_.size() < blocks_ && !counts_.allocate(blocks_)) return no_memory();
  const std::size_t end = compared_ + std::min(blocks, blocks_ - compared_);
  std::atomic<bool> all_equal{true};
  HEDDLE_TRY(parallel_for(
      scheduler, {compared_, end}, 1,
      [&](Range chunk, std::uint32_t lane) {
        const TraceScope scope(scheduler.trace(), lane, "compare");
        for (std::size_t b = chunk.begin; b < chunk.end; ++b) {
          if (!compare_block(b, comparers_[lane]))
            all_equal.store(false, std::memory_order_relaxed);
          progress.add(static_cast<std::uint32_t>((b + 1) * units / blocks_ - b * units / blocks_));
        }
      },
      cancel));
  compared_ = end;
  keys_equal_ = keys_equal_ && all_equal.load();
  return {};
}

Status Comparison::list(Scheduler& scheduler, Buffer<Difference>& out, Counts& total,
                        CancelToken cancel) const {
  Buffer<std::size_t> first;
  if (!first.allocate(compared_)) return no_memory();
  total = {};
  std::size_t size = 0;
  for (std::size_t b = 0; b < compared_; ++b) {
    first[b] = size;
    size += counts_[b].differences();
    total.removed += counts_[b].removed;
    total.added += counts_[b].added;
    total.changed += counts_[b].changed;
    total.changed_cells += counts_[b].changed_cells;
  }
  const std::size_t seen = compared_ * k_rows_per_block;
  total.left_rows = static_cast<std::uint32_t>(std::min(seen, state_.left.index.rows));
  total.right_rows = static_cast<std::uint32_t>(std::min(seen, state_.right.index.rows));
  total.unchanged = total.left_rows - total.removed - total.changed;
  total.left_duplicates = pairing_.left_duplicates;
  total.right_duplicates = pairing_.right_duplicates;
  if (!out.allocate(size)) return no_memory();
  return parallel_for(
      scheduler, {0, compared_}, 1,
      [&](Range chunk, std::uint32_t lane) {
        const TraceScope scope(scheduler.trace(), lane, "list");
        for (std::size_t b = chunk.begin; b < chunk.end; ++b) list_block(b, out.data() + first[b]);
      },
      cancel);
}

Status Comparison::keep_pairs(Scheduler& scheduler, Buffer<std::uint32_t>& left_of,
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

bool Comparison::compare_block(std::size_t block, RowComparer& comparer) {
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

void Comparison::list_block(std::size_t block, Difference* out) const {
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

}  // namespace heddle::table
