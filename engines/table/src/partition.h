#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "heddle/core/buffer.h"
#include "heddle/core/status.h"
#include "heddle/runtime/control.h"
#include "heddle/runtime/scheduler.h"

/// Rows grouped by the hashes of their keys, so that equal keys meet in a part that stays in a cache.
namespace heddle::table {

/// The partition of a key, from the top bits of its hash; a hash table in it uses the low ones.
class Partitioner {
 public:
  /// rows  of the larger one of the files that are to meet.
  explicit Partitioner(std::size_t rows)
      : bits_(static_cast<int>(
            std::bit_width(std::min(rows / k_rows_per_partition, k_most_partitions - 1)))) {}

  [[nodiscard]] std::size_t count() const { return std::size_t{1} << bits_; }
  [[nodiscard]] std::size_t operator()(std::uint64_t hash) const {
    return bits_ == 0 ? 0 : static_cast<std::size_t>(hash >> (64 - bits_));
  }

 private:
  // A hash table of this many rows stays in the second-level cache.
  static constexpr std::size_t k_rows_per_partition = 16384;
  static constexpr std::size_t k_most_partitions = 1024;

  int bits_;
};

/// A file's rows grouped by partition, in the file's order within each.
struct PartitionedRows {
  Buffer<std::uint64_t> hash;
  Buffer<std::uint32_t> row;
  std::vector<std::size_t> begin;  // of each partition, and the end of the last

  [[nodiscard]] std::size_t size(std::size_t part) const { return begin[part + 1] - begin[part]; }
  [[nodiscard]] std::span<const std::uint64_t> hashes(std::size_t part) const {
    return hash.view().subspan(begin[part], size(part));
  }
  [[nodiscard]] std::span<const std::uint32_t> rows(std::size_t part) const {
    return row.view().subspan(begin[part], size(part));
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

/// Groups the rows whose keys have these hashes.
/// Errors  out_of_memory, cancelled.
[[nodiscard]] Result<PartitionedRows> partition(Scheduler& scheduler,
                                                std::span<const std::uint64_t> hashes,
                                                Partitioner part_of, CancelToken cancel,
                                                const Share& share);

}  // namespace heddle::table
