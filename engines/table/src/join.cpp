#include "join.h"

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime/trace.h"

#include "join_partition.h"

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

  [[nodiscard]] JoinEntries entries(std::size_t part) const {
    const std::size_t size = begin[part + 1] - begin[part];
    return {hash.view().subspan(begin[part], size), row.view().subspan(begin[part], size)};
  }
};

/// Adds `units` to a progress, spread evenly over `count` pieces of work.
struct Share {
  Progress progress;
  std::uint32_t units = 0;

  void add(std::size_t piece, std::size_t count) const {
    const std::uint64_t all = units;
    progress.add(static_cast<std::uint32_t>((piece + 1) * all / count - piece * all / count));
  }
};

Result<PartitionedRows> partition(Scheduler& scheduler, const RowIndex& index, Partitioner part_of,
                                  CancelToken cancel, const Share& share) {
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
        share.add(chunk.begin / k_rows_per_block, blocks);
      },
      cancel));
  return out;
}

}  // namespace

Result<Pairing> join_rows(Scheduler& scheduler, const JoinSide& left, const JoinSide& right,
                          const Schema& schema, bool verify, CancelToken cancel, Progress progress,
                          std::uint32_t units) {
  const std::size_t left_rows = left.index->rows;
  const std::size_t right_rows = right.index->rows;
  Pairing pairing;
  if (!pairing.right_of.allocate(left_rows) || !pairing.right_paired.allocate_zeroed(right_rows)) {
    return no_memory();
  }
  std::fill(pairing.right_of.begin(), pairing.right_of.end(), Pairing::k_none);

  const Partitioner part_of(std::max(left_rows, right_rows));
  const Share quarter{progress, units / 4};
  const Share rest{progress, units - 2 * quarter.units};
  Result<PartitionedRows> left_parts = partition(scheduler, *left.index, part_of, cancel, quarter);
  if (!left_parts.ok()) return std::move(left_parts).status();
  Result<PartitionedRows> right_parts =
      partition(scheduler, *right.index, part_of, cancel, quarter);
  if (!right_parts.ok()) return std::move(right_parts).status();
  const PartitionedRows& l = left_parts.value();
  const PartitionedRows& r = right_parts.value();

  std::vector<PartitionJoin> joins;
  joins.reserve(scheduler.lanes());
  for (std::uint32_t lane = 0; lane < scheduler.lanes(); ++lane) {
    joins.emplace_back(left, right, schema, scheduler.scratch(lane), pairing);
  }
  HEDDLE_TRY(parallel_for(
      scheduler, {0, part_of.count()}, 1,
      [&](Range chunk, std::uint32_t lane) -> Status {
        const TraceScope scope(scheduler.trace(), lane, "join");
        for (std::size_t p = chunk.begin; p < chunk.end; ++p) {
          if (!joins[lane].join(l.entries(p), r.entries(p), verify)) return no_memory();
          rest.add(p, part_of.count());
        }
        return {};
      },
      cancel));
  for (const PartitionJoin& join : joins) join.add_findings(pairing);
  return pairing;
}

Result<Pairing> pair_by_position(std::size_t left_rows, std::size_t right_rows) {
  Pairing pairing;
  if (!pairing.right_of.allocate(left_rows) || !pairing.right_paired.allocate(right_rows)) {
    return no_memory();
  }
  for (std::size_t i = 0; i < left_rows; ++i) {
    pairing.right_of[i] = i < right_rows ? static_cast<std::uint32_t>(i) : Pairing::k_none;
  }
  for (std::size_t i = 0; i < right_rows; ++i) pairing.right_paired[i] = i < left_rows ? 1 : 0;
  return pairing;
}

}  // namespace heddle::table
