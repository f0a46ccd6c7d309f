#include "join.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime/trace.h"

#include "join_partition.h"
#include "partition.h"

namespace heddle::table {

namespace {

Status no_memory() { return {Code::out_of_memory, "there is not enough memory to pair the rows"}; }

std::span<const std::uint64_t> hashes_of(const RowIndex& index) {
  return index.key_hash.view().first(index.rows);
}

JoinEntries entries(const PartitionedRows& rows, std::size_t part) {
  return {rows.hashes(part), rows.rows(part)};
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
  Result<PartitionedRows> left_parts =
      partition(scheduler, hashes_of(*left.index), part_of, cancel, quarter);
  if (!left_parts.ok()) return std::move(left_parts).status();
  Result<PartitionedRows> right_parts =
      partition(scheduler, hashes_of(*right.index), part_of, cancel, quarter);
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
          if (!joins[lane].join(entries(l, p), entries(r, p), verify)) return no_memory();
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
