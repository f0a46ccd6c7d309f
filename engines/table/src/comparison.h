#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "heddle/core/buffer.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/diff.h"

#include "diff_state.h"
#include "join.h"
#include "row_compare.h"

namespace heddle::table {

/// Compares the rows that a join paired, and lists what differs. It goes through the row numbers of both files in
/// blocks, which are in the order of the differences: those of the first blocks are the first differences.
class Comparison {
 public:
  static constexpr std::size_t k_rows_per_block = 4096;

  /// state  has the files, their indexes and the schema, and must outlive the comparison.
  Comparison(const Diff::State& state, Pairing pairing, std::uint32_t lanes);

  /// Reads both rows of the pairs in the next blocks, `blocks` of them or as many as there are.
  /// units   of work to add to the progress, for all blocks there are.
  /// Errors  out_of_memory, cancelled.
  [[nodiscard]] Status advance(Scheduler& scheduler, std::size_t blocks, CancelToken cancel,
                               Progress progress, std::uint32_t units);

  /// Goes back to the first block, when the pairs or the schema have changed.
  void restart() { compared_ = 0; }

  /// Row numbers of the longer file, and blocks of them.
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t blocks() const { return blocks_; }
  /// Blocks that were compared.
  [[nodiscard]] std::size_t compared() const { return compared_; }
  /// False when two rows were paired by mistake: their keys have the same hash, and are not the same.
  [[nodiscard]] bool keys_equal() const { return keys_equal_; }
  [[nodiscard]] Pairing& pairing() { return pairing_; }

  /// Writes the differences of the compared blocks, in order, and their counts.
  /// Errors  out_of_memory, cancelled.
  [[nodiscard]] Status list(Scheduler& scheduler, Buffer<Difference>& out, Counts& total,
                            CancelToken cancel) const;

  /// Writes for each row of right its row of left.
  /// Errors  out_of_memory, cancelled.
  [[nodiscard]] Status keep_pairs(Scheduler& scheduler, Buffer<std::uint32_t>& left_of,
                                  CancelToken cancel) const;

 private:
  // Marks a pair of rows that differ, in Pairing::right_of. Row numbers are smaller (k_most_rows).
  static constexpr std::uint32_t k_changed = std::uint32_t{1} << 31;

  /// Counts of one block.
  struct BlockCounts {
    std::uint32_t removed = 0;
    std::uint32_t added = 0;
    std::uint32_t changed = 0;
    std::uint64_t changed_cells = 0;

    [[nodiscard]] std::size_t differences() const { return std::size_t{removed} + added + changed; }
  };

  [[nodiscard]] static Range rows_of(std::size_t block, std::size_t rows);
  bool compare_block(std::size_t block, RowComparer& comparer);
  void list_block(std::size_t block, Difference* out) const;

  const Diff::State& state_;
  Pairing pairing_;
  std::vector<RowComparer> comparers_;
  std::size_t rows_;
  std::size_t blocks_;
  std::size_t compared_ = 0;
  bool keys_equal_ = true;
  Buffer<BlockCounts> counts_;
};

}  // namespace heddle::table
