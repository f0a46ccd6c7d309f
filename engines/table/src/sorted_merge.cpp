#include "sorted_merge.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "heddle/core/arena.h"
#include "heddle/runtime/parallel.h"
#include "heddle/runtime/trace.h"

#include "join_partition.h"
#include "row_compare.h"

namespace heddle::table {

namespace {

// Rows of left; part of the fixed grid that work is cut on.
constexpr std::size_t k_rows_per_chunk = 1024;

Status no_memory() {
  return {Code::out_of_memory, "there is not enough memory to merge the rows of a window"};
}

void add(Counts& to, const Counts& from) {
  to.added += from.added;
  to.removed += from.removed;
  to.changed += from.changed;
  to.unchanged += from.unchanged;
  to.changed_cells += from.changed_cells;
}

}  // namespace

/// Merges chunks, one after the other, and counts what it finds.
class SortedMerge::Lane {
 public:
  Lane(SortedMerge& merge, Arena& scratch)
      : left_(merge.left_),
        right_(merge.right_),
        schema_(merge.view_.schema),
        scratch_(scratch),
        pairing_(merge.pairing_),
        left_side_{left_.side().file, &left_.side().index},
        right_side_{right_.side().file, &right_.side().index},
        compare_(merge.order_, left_, right_),
        comparer_(schema_),
        join_(left_side_, right_side_, schema_, scratch, pairing_) {}
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  /// Compares the rows from one place to another. Returns the place behind the last difference, or null when there is not
  /// enough memory.
  /// out  place for as many differences as there are rows.
  Difference* merge(Place at, const Place& end, Difference* out) {
    while (at.left < end.left || at.right < end.right) {
      auto order = std::strong_ordering::equal;
      bool same = false;
      if (at.left == end.left) {
        order = std::strong_ordering::greater;
      } else if (at.right == end.right) {
        order = std::strong_ordering::less;
      } else {
        same = same_bytes(at);
        if (!same) order = compare_(at.left, at.right);
      }
      Place next = at;
      if (order <= 0) next.left = end_of_key(left_, at.left, end.left);
      if (order >= 0) next.right = end_of_key(right_, at.right, end.right);
      if (next.left - at.left > 1 || next.right - at.right > 1) {
        out = take_several(at, next, out);
        if (out == nullptr) return nullptr;
      } else if (order < 0) {
        out = take_left(at.left, out);
      } else if (order > 0) {
        out = take_right(at.right, out);
      } else if (same) {
        ++counts_.unchanged;
      } else {
        out = take_pair(at, out);
      }
      at = next;
    }
    return out;
  }

  void add_findings(Counts& counts, Pairing& pairing) const {
    add(counts, counts_);
    join_.add_findings(pairing);
  }

 private:
  static std::size_t end_of_key(const SortedRows& rows, std::size_t begin, std::size_t end) {
    std::size_t i = begin + 1;
    while (i < end && rows.goes_with_last(i)) ++i;
    return i;
  }

  /// Whether two rows have the same bytes and so, where both files have the same layout, the same values.
  [[nodiscard]] bool same_bytes(const Place& at) const {
    if (!schema_.same_layout || left_.rank(at.left) != right_.rank(at.right)) return false;
    return heddle::same_bytes(left_.row(at.left), right_.row(at.right));
  }

  Difference* take_left(std::size_t row, Difference* out) {
    ++counts_.removed;
    *out = {.left = left_.number(row)};
    return out + 1;
  }

  Difference* take_right(std::size_t row, Difference* out) {
    ++counts_.added;
    *out = {.right = right_.number(row)};
    return out + 1;
  }

  /// Two rows whose keys have one place in the order, and that no others can be paired with.
  Difference* take_pair(const Place& at, Difference* out) {
    if (same_bytes(at)) {
      ++counts_.unchanged;
      return out;
    }
    comparer_.load(left_.row(at.left), right_.row(at.right));
    // 1 and 1.0 are one number and two keys.
    if (!comparer_.same_key()) return take_right(at.right, take_left(at.left, out));
    const std::size_t changes = comparer_.count_changes();
    if (changes == 0) {
      ++counts_.unchanged;
      return out;
    }
    ++counts_.changed;
    counts_.changed_cells += changes;
    *out = {.left = left_.number(at.left), .right = right_.number(at.right)};
    return out + 1;
  }

  /// Rows that go together, several of a file.
  Difference* take_several(const Place& at, const Place& end, Difference* out) {
    ArenaScope scratch(scratch_);
    JoinEntries left;
    JoinEntries right;
    if (!make_entries(left_, at.left, end.left, scratch, left) ||
        !make_entries(right_, at.right, end.right, scratch, right)) {
      return nullptr;
    }
    std::fill_n(pairing_.right_of.begin() + at.left, left.size(), Pairing::k_none);
    std::fill_n(pairing_.right_paired.begin() + at.right, right.size(), std::uint8_t{0});
    if (!join_.join(left, right, true)) return nullptr;
    for (std::size_t i = at.left; i < end.left; ++i) {
      const std::uint32_t partner = pairing_.right_of[i];
      out = partner == Pairing::k_none ? take_left(i, out) : take_pair({i, partner}, out);
    }
    for (std::size_t i = at.right; i < end.right; ++i) {
      if (pairing_.right_paired[i] == 0) out = take_right(i, out);
    }
    return out;
  }

  static bool make_entries(const SortedRows& rows, std::size_t begin, std::size_t end,
                           ArenaScope& scratch, JoinEntries& out) {
    if (begin == end) return true;
    const auto hashes = scratch.allocate<std::uint64_t>(end - begin);
    const auto numbers = scratch.allocate<std::uint32_t>(end - begin);
    if (hashes.empty() || numbers.empty()) return false;
    KeyReader key(rows.key());
    for (std::size_t i = begin; i < end; ++i) {
      key.load(rows.row(i));
      hashes[i - begin] = key.hash();
      numbers[i - begin] = static_cast<std::uint32_t>(i);
    }
    out = {hashes, numbers};
    return true;
  }

  const SortedRows& left_;
  const SortedRows& right_;
  const Schema& schema_;
  Arena& scratch_;
  Pairing& pairing_;
  JoinSide left_side_;
  JoinSide right_side_;
  RowOrder compare_;
  RowComparer comparer_;
  PartitionJoin join_;
  Counts counts_;
};

SortedMerge::Place SortedMerge::begin_of(std::size_t chunk, const Place& first,
                                         const Place& end) const {
  if (chunk == 0) return first;
  Place place{first.left + chunk * k_rows_per_chunk, end.right};
  while (place.left < end.left && left_.goes_with_last(place.left)) ++place.left;
  if (place.left >= end.left) return end;
  // The first row of right whose key is not smaller.
  RowOrder compare(order_, left_, right_);
  std::size_t low = first.right;
  while (low < place.right) {
    const std::size_t middle = low + (place.right - low) / 2;
    if (compare(place.left, middle) > 0) {
      low = middle + 1;
    } else {
      place.right = middle;
    }
  }
  return place;
}

Status SortedMerge::prepare_pairs() {
  const std::size_t left_rows = left_.side().index.rows;
  const std::size_t right_rows = right_.side().index.rows;
  const bool fits = pairing_.right_of.size() >= left_rows || pairing_.right_of.allocate(left_rows);
  if (fits &&
      (pairing_.right_paired.size() >= right_rows || pairing_.right_paired.allocate(right_rows))) {
    return {};
  }
  return no_memory();
}

Status SortedMerge::compare(Scheduler& scheduler, std::size_t left_end, std::size_t right_end,
                            CancelToken cancel) {
  const Place first{left_.at(), right_.at()};
  const Place end{left_end, right_end};
  const std::size_t left_rows = end.left - first.left;
  const std::size_t rows = left_rows + (end.right - first.right);
  const std::size_t chunks =
      std::max<std::size_t>((left_rows + k_rows_per_chunk - 1) / k_rows_per_chunk, 1);
  Buffer<Range> found;  // of each chunk, in the list with room for all rows
  Buffer<Difference>& list = view_.differences;
  if (rows == 0) {
    list.release();
    return {};
  }
  HEDDLE_TRY(prepare_pairs());
  if (!found.allocate(chunks) || !list.allocate(rows)) return no_memory();

  std::vector<std::unique_ptr<Lane>> lanes(scheduler.lanes());
  HEDDLE_TRY(parallel_for(
      scheduler, {0, chunks}, 1,
      [&](Range chunk, std::uint32_t lane) -> Status {
        const TraceScope scope(scheduler.trace(), lane, "merge");
        if (!lanes[lane]) lanes[lane] = std::make_unique<Lane>(*this, scheduler.scratch(lane));
        const Place from = begin_of(chunk.begin, first, end);
        const Place until = chunk.end == chunks ? end : begin_of(chunk.end, first, end);
        const std::size_t place = from.left - first.left + (from.right - first.right);
        const Difference* behind = lanes[lane]->merge(from, until, list.data() + place);
        if (behind == nullptr) return no_memory();
        found[chunk.begin] = {place, static_cast<std::size_t>(behind - list.data())};
        return {};
      },
      cancel));

  Counts& counts = view_.counts;
  pairing_.left_duplicates = counts.left_duplicates;
  pairing_.right_duplicates = counts.right_duplicates;
  for (const std::unique_ptr<Lane>& lane : lanes) {
    if (lane) lane->add_findings(counts, pairing_);
  }
  counts.left_duplicates = pairing_.left_duplicates;
  counts.right_duplicates = pairing_.right_duplicates;
  counts.left_rows += static_cast<std::uint32_t>(left_rows);
  counts.right_rows += static_cast<std::uint32_t>(rows - left_rows);
  std::size_t size = 0;
  for (const Range& range : found) {
    if (size != range.begin && range.size() > 0) {
      std::memmove(&list[size], &list[range.begin], range.size() * sizeof(Difference));
    }
    size += range.size();
  }
  list.shrink(size);
  return {};
}

}  // namespace heddle::table
