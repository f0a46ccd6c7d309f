#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "heddle/core/buffer.h"
#include "heddle/core/status.h"

#include "cell_rule.h"
#include "diff_state.h"
#include "record.h"

/// What a merge works with: the three tables, and which of their columns and rows belong together.
namespace heddle::table {

/// The tables of a merge, in the order in which positions are given.
enum MergeSide : std::uint8_t { k_base, k_left, k_right };

/// A row or a column: its position in each table, or k_none.
struct Merged {
  static constexpr std::uint32_t k_none = ~std::uint32_t{0};

  std::array<std::uint32_t, 3> at{k_none, k_none, k_none};

  [[nodiscard]] bool in(MergeSide side) const { return at[side] != k_none; }
};

struct MergedColumn : Merged {
  std::string name;
  bool shown = true;  ///< in the result: no side dropped it
  CellRule rule;      ///< when two values are the same; of itself: when they are the same bytes

  [[nodiscard]] bool same(const Field& a, const Field& b) const {
    return equal(a, b) || rule.same(a, b);
  }
};

/// The tables and their columns.
struct MergeTables {
  std::array<const Side*, 3> sides;
  /// Those of the result in its order, then those that one side dropped and the other still has.
  std::vector<MergedColumn> columns;
};

/// Finds the columns that belong together.
[[nodiscard]] std::vector<MergedColumn> merge_columns(const std::array<const Side*, 3>& sides);

/// Reads the cells of one merged row after the other; one is needed for each lane.
class MergeReader {
 public:
  explicit MergeReader(const MergeTables& tables);

  void load(const Merged& row);

  /// The cell's value in one table; null when the row or the column is not there.
  [[nodiscard]] const Field* value(MergeSide side, const MergedColumn& column) const {
    return row_.in(side) && column.in(side) ? &fields_[side][column.at[side]] : nullptr;
  }

  /// What becomes of a cell.
  struct Cell {
    const Field* value = nullptr;  ///< null: empty
    bool conflict = false;
  };
  [[nodiscard]] Cell merge(const MergedColumn& column) const;

  /// Whether a side has changed any cell of the row. Both the side and the base must have the row.
  [[nodiscard]] bool changed(MergeSide side) const;

 private:
  const MergeTables* tables_;
  Merged row_;
  std::array<std::vector<Field>, 3> fields_;
};

/// Finds the rows of the result in their order.
/// base_of  for each row of left, and of right, its row of base or Merged::k_none.
/// key      names of the columns that tell added rows apart; none: all that both sides have.
/// Errors   out_of_memory, cancelled.
[[nodiscard]] Status merge_rows(Scheduler& scheduler, const MergeTables& tables,
                                std::span<const std::uint32_t> base_of_left,
                                std::span<const std::uint32_t> base_of_right,
                                const std::vector<std::string>& key, CancelToken cancel,
                                Buffer<Merged>& rows);

}  // namespace heddle::table
