#include "partition.h"

#include <utility>

#include "heddle/runtime/parallel.h"
#include "heddle/runtime/trace.h"

namespace heddle::table {

namespace {
constexpr std::size_t k_rows_per_block = 16384;
}

Result<PartitionedRows> partition(Scheduler& scheduler, std::span<const std::uint64_t> hashes,
                                  Partitioner part_of, CancelToken cancel, const Share& share) {
  const std::size_t rows = hashes.size();
  const std::size_t parts = part_of.count();
  const std::size_t blocks = (rows + k_rows_per_block - 1) / k_rows_per_block;
  PartitionedRows out;
  Buffer<std::size_t> place;  // [block][partition]: first a count, then where the block writes
  if (!out.hash.allocate(rows) || !out.row.allocate(rows) ||
      !place.allocate_zeroed(blocks * parts)) {
    return Status(Code::out_of_memory, "there is not enough memory to pair the rows");
  }
  HEDDLE_TRY(parallel_for(
      scheduler, {0, rows}, k_rows_per_block,
      [&](Range chunk, std::uint32_t lane) {
        const TraceScope scope(scheduler.trace(), lane, "partition");
        std::size_t* counts = &place[chunk.begin / k_rows_per_block * parts];
        for (std::size_t i = chunk.begin; i < chunk.end; ++i) ++counts[part_of(hashes[i])];
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
          const std::uint64_t hash = hashes[i];
          const std::size_t at = places[part_of(hash)]++;
          out.hash[at] = hash;
          out.row[at] = static_cast<std::uint32_t>(i);
        }
        share.add(chunk.begin / k_rows_per_block, blocks);
      },
      cancel));
  return out;
}

}  // namespace heddle::table
