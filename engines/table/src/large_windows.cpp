#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "diff_windows.h"
#include "large_diff_state.h"

namespace heddle::table {

namespace {

bool has_bit(const Buffer<std::uint64_t>& bits, std::uint32_t i) {
  return (bits[i / 64] >> i % 64 & 1) != 0;
}

}  // namespace

Status needs_whole_files(const std::string& what) {
  return {Code::invalid_argument,
          what +
              " needs both files in memory, and they are larger; allow more memory, or leave it "
              "out"};
}

Status LargeDiff::State::hold(Scheduler& scheduler, std::span<const Difference> all,
                              std::size_t& taken, CancelToken cancel) {
  std::vector<std::uint32_t> numbers;
  // Never more rows than bytes that may be held, nor than a listing's places count.
  taken = std::min(all.size(), tuning.held_bytes / 16 + 1);
  const auto load = [&](std::size_t input, std::uint32_t Difference::*row, Side& side, bool& fits) {
    numbers.clear();
    for (const Difference& difference : all.first(taken)) {
      if (difference.*row != Difference::k_none) numbers.push_back(difference.*row);
    }
    std::sort(numbers.begin(), numbers.end());
    return directories[input].load(scheduler, *sources[input], numbers, tuning.window_bytes,
                                   tuning.held_bytes, side, fits, cancel);
  };
  for (;; taken = (taken + 1) / 2) {
    bool fits = true;
    HEDDLE_TRY(load(0, &Difference::left, view->left, fits));
    if (fits) HEDDLE_TRY(load(1, &Difference::right, view->right, fits));
    if (fits) return {};
    if (taken > 1) continue;
    return {Code::out_of_memory, "a row that differs has more than " +
                                     std::to_string(tuning.held_bytes) +
                                     " bytes; allow more memory"};
  }
}

Status LargeDiff::for_each_window(Scheduler& scheduler,
                                  const std::function<Status(const Diff&)>& visit,
                                  CancelToken cancel) {
  State& state = *state_;
  const std::size_t enough = state.tuning.held_bytes / 64 + 1;
  const std::uint32_t per_bucket = state.tuning.bucket_rows;
  const std::uint64_t rows = std::max(counts().left_rows, counts().right_rows);
  std::vector<Difference> pending;
  for (std::uint64_t begin = 0; begin < rows; begin += per_bucket) {
    const auto left_end =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(begin + per_bucket, counts().left_rows));
    const auto right_end = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(begin + per_bucket, counts().right_rows));
    std::vector<Difference> changed;
    const auto bucket = static_cast<std::size_t>(begin / per_bucket);
    if (bucket < state.changed.size()) {
      state.changed[bucket].for_each([&](const Difference& pair) { changed.push_back(pair); });
    }
    std::size_t next = 0;
    for (auto row = static_cast<std::uint32_t>(begin); row < std::max(left_end, right_end); ++row) {
      if (next < changed.size() && changed[next].left == row) {
        pending.push_back(changed[next++]);
      } else if (row < left_end && has_bit(state.removed, row)) {
        pending.push_back({.left = row});
      }
      if (row < right_end && has_bit(state.added, row)) pending.push_back({.right = row});
    }
    if (pending.size() < enough && begin + per_bucket < rows) continue;
    std::span<const Difference> all = pending;
    while (!all.empty()) {
      std::size_t taken = 0;
      HEDDLE_TRY(state.hold(scheduler, all, taken, cancel));
      if (!state.view->differences.allocate(taken)) {
        return {Code::out_of_memory, "there is not enough memory to list the differences"};
      }
      std::copy_n(all.begin(), taken, state.view->differences.begin());
      HEDDLE_TRY(visit(*state.diff));
      all = all.subspan(taken);
    }
    pending.clear();
  }
  state.view->differences.release();
  return {};
}

Status write_document(Scheduler& scheduler, LargeDiff& diff, const Selection& selection,
                      const DocumentOptions& options, const Sink& sink, CancelToken cancel) {
  if (options.format == Format::tdiff || options.format == Format::patch) {
    return needs_whole_files("a patch or a tdiff, which tells of all rows,");
  }
  return write_windows(
      scheduler, diff.window(),
      [&](const DiffVisitor& visit) { return diff.for_each_window(scheduler, visit, cancel); },
      selection, options, sink, cancel);
}

Result<std::vector<std::uint64_t>> changes_by_column(Scheduler& scheduler, LargeDiff& diff,
                                                     CancelToken cancel) {
  return count_changes_in_windows(
      scheduler, diff.window(),
      [&](const DiffVisitor& visit) { return diff.for_each_window(scheduler, visit, cancel); },
      cancel);
}

}  // namespace heddle::table
