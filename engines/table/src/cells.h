#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "diff_state.h"
#include "row_compare.h"

/// The cells of a diff's rows as every output shows them.
namespace heddle::table {

/// A column of an output, and where its values are. Positions count from 0.
struct OutputColumn {
  static constexpr std::uint32_t k_absent = ~std::uint32_t{0};

  std::uint32_t left = k_absent;   ///< k_absent when left has no such column
  std::uint32_t right = k_absent;  ///< k_absent when right has no such column
  bool key = false;                ///< the caller named it as key
  bool compared = false;           ///< its values can differ in a row that both files have

  [[nodiscard]] Schema::Pair pair() const { return {left, right}; }
};

/// The columns of right in its order, and behind them those that only left has.
[[nodiscard]] std::vector<OutputColumn> output_columns(const Schema& schema);

/// The name of a column of the output.
[[nodiscard]] const std::string& name_of(const Diff::State& state, const OutputColumn& column);

/// Reads the cells of one difference after the other. It keeps room for their fields, so one is
/// needed for each lane.
class CellReader {
 public:
  explicit CellReader(const Diff::State& state) : state_(&state), comparer_(state.schema) {}

  void load(const Difference& difference);

  /// The value in left and in right; null when that file lacks the row or the column.
  [[nodiscard]] const Field* left(const OutputColumn& column) const {
    return has_left_ && column.left != OutputColumn::k_absent ? &comparer_.left()[column.left]
                                                              : nullptr;
  }
  [[nodiscard]] const Field* right(const OutputColumn& column) const {
    return has_right_ && column.right != OutputColumn::k_absent ? &comparer_.right()[column.right]
                                                                : nullptr;
  }
  /// Whether both files have the row and the cell differs.
  [[nodiscard]] bool changed(const OutputColumn& column) const {
    return column.compared && has_left_ && has_right_ && !comparer_.same(column.pair());
  }

 private:
  const Diff::State* state_;
  RowComparer comparer_;
  bool has_left_ = false;
  bool has_right_ = false;
};

}  // namespace heddle::table
