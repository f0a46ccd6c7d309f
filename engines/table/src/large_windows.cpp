#include <algorithm>
#include <bit>
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

/// Bits that are set in [begin, end).
std::uint32_t count_bits(const Buffer<std::uint64_t>& bits, std::uint64_t begin,
                         std::uint64_t end) {
  std::uint32_t sum = 0;
  for (std::uint64_t row = begin; row < end;) {
    const std::uint64_t stop = std::min(end, (row / 64 + 1) * 64);
    const std::uint64_t mask = ~std::uint64_t{0} >> (64 - (stop - row)) << row % 64;
    sum +=
        static_cast<std::uint32_t>(std::popcount(bits[static_cast<std::size_t>(row / 64)] & mask));
    row = stop;
  }
  return sum;
}

}  // namespace

Status needs_whole_files(const std::string& what) {
  return {Code::invalid_argument,
          what +
              " needs both files in memory, and they are larger; allow more memory, or leave it "
              "out"};
}

void LargeDiff::State::count_places() {
  const Counts& counts = view->counts;
  const std::uint64_t rows = std::max(counts.left_rows, counts.right_rows);
  first_place.assign(1, 0);
  expanded_bucket = k_no_bucket;
  for (std::uint64_t begin = 0; begin < rows; begin += tuning.bucket_rows) {
    const std::uint64_t end = begin + tuning.bucket_rows;
    const std::size_t bucket = first_place.size() - 1;
    std::uint32_t sum = count_bits(removed, begin, std::min<std::uint64_t>(end, counts.left_rows)) +
                        count_bits(added, begin, std::min<std::uint64_t>(end, counts.right_rows));
    if (bucket < changed.size()) sum += static_cast<std::uint32_t>(changed[bucket].size());
    first_place.push_back(first_place.back() + sum);
  }
}

void LargeDiff::State::expand(std::size_t bucket) {
  if (bucket == expanded_bucket) return;
  expanded_bucket = bucket;
  expanded.clear();
  const Counts& counts = view->counts;
  const std::uint64_t begin = std::uint64_t{bucket} * tuning.bucket_rows;
  const auto end_in = [&](std::uint32_t rows) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(begin + tuning.bucket_rows, rows));
  };
  const std::uint32_t left_end = end_in(counts.left_rows);
  const std::uint32_t right_end = end_in(counts.right_rows);
  std::vector<Difference> pairs_here;
  if (bucket < changed.size()) {
    changed[bucket].for_each([&](const Difference& pair) { pairs_here.push_back(pair); });
  }
  std::size_t next = 0;
  for (auto row = static_cast<std::uint32_t>(begin); row < std::max(left_end, right_end); ++row) {
    if (next < pairs_here.size() && pairs_here[next].left == row) {
      expanded.push_back(pairs_here[next++]);
    } else if (row < left_end && has_bit(removed, row)) {
      expanded.push_back({.left = row});
    }
    if (row < right_end && has_bit(added, row)) expanded.push_back({.right = row});
  }
}

const Difference& LargeDiff::State::at(std::size_t place) {
  if (expanded_bucket == k_no_bucket || place < first_place[expanded_bucket] ||
      place >= first_place[expanded_bucket + 1]) {
    const auto behind = std::upper_bound(first_place.begin(), first_place.end(), place);
    expand(static_cast<std::size_t>(behind - first_place.begin()) - 1);
  }
  return expanded[place - first_place[expanded_bucket]];
}

void LargeDiff::State::append(Range places, std::vector<Difference>& out) {
  for (std::size_t place = places.begin; place < places.end;) {
    const Difference* first = &at(place);
    const std::size_t end = std::min<std::size_t>(places.end, first_place[expanded_bucket + 1]);
    out.insert(out.end(), first, first + (end - place));
    place = end;
  }
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
    Status status =
        directories[input].load(scheduler, *sources[input], numbers, tuning.window_bytes,
                                tuning.held_bytes, side, fits, cancel);
    if (status.code() != Code::io) return status;
    return std::move(status).with_input(static_cast<std::int32_t>(input));
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

Status LargeDiff::State::read(Scheduler& scheduler, std::span<const Difference> all,
                              const std::function<Status(const Diff&)>& visit, CancelToken cancel) {
  Status status;
  while (status.ok() && !all.empty()) {
    std::size_t taken = 0;
    status = hold(scheduler, all, taken, cancel);
    if (!status.ok()) break;
    if (!view->differences.allocate(taken)) {
      status = {Code::out_of_memory, "there is not enough memory to list the differences"};
      break;
    }
    std::copy_n(all.begin(), taken, view->differences.begin());
    status = visit(*diff);
    all = all.subspan(taken);
  }
  // A window that is not being visited has no differences.
  view->differences.release();
  return status;
}

Status LargeDiff::for_each_window(Scheduler& scheduler,
                                  const std::function<Status(const Diff&)>& visit,
                                  CancelToken cancel) {
  return for_each_window(scheduler, {0, size()}, visit, cancel);
}

Status LargeDiff::for_each_window(Scheduler& scheduler, Range places,
                                  const std::function<Status(const Diff&)>& visit,
                                  CancelToken cancel) {
  const std::size_t step = state_->tuning.held_bytes / 64 + 1;
  std::vector<Difference> some;
  for (std::size_t place = places.begin; place < places.end; place += step) {
    some.clear();
    state_->append({place, std::min(place + step, places.end)}, some);
    HEDDLE_TRY(state_->read(scheduler, some, visit, cancel));
  }
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
