#include "join.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>
#include <vector>

#include "heddle/core/arena.h"
#include "heddle/runtime/parallel.h"
#include "heddle/runtime/trace.h"

#include "row_compare.h"

namespace heddle::table {

namespace {

constexpr std::size_t k_rows_per_block = 16384;
// A partition's hash table of this many rows stays in the second-level cache.
constexpr std::size_t k_rows_per_partition = 16384;
constexpr std::size_t k_most_partitions = 1024;

Status no_memory() { return {Code::out_of_memory, "there is not enough memory to pair the rows"}; }

/// The partition of a key, from the top bits of its hash; the hash table in it uses the low ones.
class Partitioner {
 public:
  explicit Partitioner(std::size_t rows)
      : bits_(static_cast<int>(
            std::bit_width(std::min(rows / k_rows_per_partition, k_most_partitions - 1)))) {}

  [[nodiscard]] std::size_t count() const { return std::size_t{1} << bits_; }
  [[nodiscard]] std::size_t operator()(std::uint64_t hash) const {
    return bits_ == 0 ? 0 : static_cast<std::size_t>(hash >> (64 - bits_));
  }

 private:
  int bits_;
};

/// A file's rows grouped by partition, in the file's order within each.
struct PartitionedRows {
  Buffer<std::uint64_t> hash;
  Buffer<std::uint32_t> row;
  std::vector<std::size_t> begin;  // of each partition, and the end of the last
};

Result<PartitionedRows> partition(Scheduler& scheduler, const RowIndex& index, Partitioner part_of,
                                  CancelToken cancel) {
  const std::size_t rows = index.rows;
  const std::size_t parts = part_of.count();
  const std::size_t blocks = (rows + k_rows_per_block - 1) / k_rows_per_block;
  PartitionedRows out;
  Buffer<std::size_t> place;  // [block][partition]: first a count, then where the block writes
  if (!out.hash.allocate(rows) || !out.row.allocate(rows) ||
      !place.allocate_zeroed(blocks * parts)) {
    return no_memory();
  }
  HEDDLE_TRY(parallel_for(
      scheduler, {0, rows}, k_rows_per_block,
      [&](Range chunk, std::uint32_t lane) {
        const TraceScope scope(scheduler.trace(), lane, "partition");
        std::size_t* counts = &place[chunk.begin / k_rows_per_block * parts];
        for (std::size_t i = chunk.begin; i < chunk.end; ++i) ++counts[part_of(index.key_hash[i])];
      },
      cancel));

  out.begin.resize(parts + 1);
  std::size_t next = 0;
  for (std::size_t p = 0; p < parts; ++p) {
    out.begin[p] = next;
    for (std::size_t b = 0; b < blocks; ++b) {
      next += std::exchange(place[b * parts + p], next);
    }
  }
  out.begin[parts] = next;

  HEDDLE_TRY(parallel_for(
      scheduler, {0, rows}, k_rows_per_block,
      [&](Range chunk, std::uint32_t lane) {
        const TraceScope scope(scheduler.trace(), lane, "partition");
        std::size_t* places = &place[chunk.begin / k_rows_per_block * parts];
        for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
          const std::uint64_t hash = index.key_hash[i];
          const std::size_t at = places[part_of(hash)]++;
          out.hash[at] = hash;
          out.row[at] = static_cast<std::uint32_t>(i);
        }
      },
      cancel));
  return out;
}

/// Joins one partition. The hash table has one slot for each distinct key of left, which leads to the
/// key's rows in the file's order; a row of right takes the first one that is left.
/// same_key  whether two rows, given by their places in the partitions, have the same key.
template <class SameLeftKey, class SameKey>
bool join_partition(std::span<const std::uint64_t> left_hash,
                    std::span<const std::uint32_t> left_row,
                    std::span<const std::uint64_t> right_hash,
                    std::span<const std::uint32_t> right_row, Arena& arena, Pairing& pairing,
                    SameLeftKey&& same_left_key, SameKey&& same_key) {
  if (left_hash.empty() || right_hash.empty()) return true;
  constexpr std::uint32_t k_end = ~std::uint32_t{0};
  const auto left_count = static_cast<std::uint32_t>(left_hash.size());
  const std::size_t capacity = std::bit_ceil(left_hash.size() * 2);
  const std::size_t mask = capacity - 1;

  ArenaScope scratch(arena);
  // An entry is the place of a row; a slot holds the first entry of a key and, once that key's rows
  // are used up, stays behind as a marker.
  struct Slot {
    std::uint32_t key_entry;  // any entry with the key, to compare with
    std::uint32_t next_free;  // the first entry not paired yet, or k_end
  };
  const auto slots = scratch.allocate<Slot>(capacity);
  const auto next = scratch.allocate<std::uint32_t>(left_count);
  if (slots.empty() || next.empty()) return false;
  std::fill(slots.begin(), slots.end(), Slot{k_end, k_end});

  // From the last row to the first, so that each key's list ends up in the file's order.
  for (std::uint32_t entry = left_count; entry-- > 0;) {
    std::size_t s = left_hash[entry] & mask;
    for (;; s = (s + 1) & mask) {
      const std::uint32_t other = slots[s].key_entry;
      if (other == k_end) {
        slots[s] = {entry, entry};
        next[entry] = k_end;
        break;
      }
      if (left_hash[other] == left_hash[entry] && same_left_key(left_row[other], left_row[entry])) {
        next[entry] = slots[s].next_free;
        slots[s].next_free = entry;
        break;
      }
    }
  }
  for (std::size_t i = 0; i < right_hash.size(); ++i) {
    std::size_t s = right_hash[i] & mask;
    for (;; s = (s + 1) & mask) {
      const std::uint32_t entry = slots[s].key_entry;
      if (entry == k_end) break;
      if (left_hash[entry] != right_hash[i] || !same_key(left_row[entry], right_row[i])) continue;
      const std::uint32_t free = slots[s].next_free;
      if (free != k_end) {
        slots[s].next_free = next[free];
        pairing.right_of[left_row[free]] = right_row[i];
        pairing.right_paired[right_row[i]] = 1;
      }
      break;
    }
  }
  return true;
}

}  // namespace

Result<Pairing> join_rows(Scheduler& scheduler, const JoinSide& left, const JoinSide& right,
                          const Schema& schema, bool verify, CancelToken cancel) {
  const std::size_t left_rows = left.index->rows;
  const std::size_t right_rows = right.index->rows;
  Pairing pairing;
  if (!pairing.right_of.allocate(left_rows) || !pairing.right_paired.allocate_zeroed(right_rows)) {
    return no_memory();
  }
  std::fill(pairing.right_of.begin(), pairing.right_of.end(), Pairing::k_none);

  const Partitioner part_of(std::max(left_rows, right_rows));
  Result<PartitionedRows> left_parts = partition(scheduler, *left.index, part_of, cancel);
  if (!left_parts.ok()) return std::move(left_parts).status();
  Result<PartitionedRows> right_parts = partition(scheduler, *right.index, part_of, cancel);
  if (!right_parts.ok()) return std::move(right_parts).status();
  const PartitionedRows& l = left_parts.value();
  const PartitionedRows& r = right_parts.value();

  std::vector<RowComparer> comparers(scheduler.lanes(), RowComparer(schema));
  HEDDLE_TRY(parallel_for(
      scheduler, {0, part_of.count()}, 1,
      [&](Range chunk, std::uint32_t lane) -> Status {
        const TraceScope scope(scheduler.trace(), lane, "join");
        RowComparer& comparer = comparers[lane];
        for (std::size_t p = chunk.begin; p < chunk.end; ++p) {
          const std::size_t left_size = l.begin[p + 1] - l.begin[p];
          const std::size_t right_size = r.begin[p + 1] - r.begin[p];
          const auto join = [&](auto&& same_left_key, auto&& same_key) {
            return join_partition(l.hash.view().subspan(l.begin[p], left_size),
                                  l.row.view().subspan(l.begin[p], left_size),
                                  r.hash.view().subspan(r.begin[p], right_size),
                                  r.row.view().subspan(r.begin[p], right_size),
                                  scheduler.scratch(lane), pairing, same_left_key, same_key);
          };
          const auto always = [](std::uint32_t, std::uint32_t) { return true; };
          const bool done =
              verify ? join(
                           [&](std::uint32_t a, std::uint32_t b) {
                             return comparer.same_left_key(left.index->row(left.file, a),
                                                           left.index->row(left.file, b));
                           },
                           [&](std::uint32_t a, std::uint32_t b) {
                             return comparer.same_key(left.index->row(left.file, a),
                                                      right.index->row(right.file, b));
                           })
                     : join(always, always);
          if (!done) return no_memory();
        }
        return {};
      },
      cancel));
  return pairing;
}

}  // namespace heddle::table
