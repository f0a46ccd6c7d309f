#include "cells.h"

namespace heddle::table {

std::vector<OutputColumn> output_columns(const Schema& schema) {
  std::vector<OutputColumn> columns(schema.right_columns);
  for (std::uint32_t r = 0; r < columns.size(); ++r) columns[r].right = r;
  for (const Schema::Pair& pair : schema.key) {
    columns[pair.right].left = pair.left;
    columns[pair.right].key = !schema.whole_rows;
  }
  for (const Schema::Pair& pair : schema.compared) {
    columns[pair.right].left = pair.left;
    columns[pair.right].compared = true;
  }
  for (const Schema::Pair& pair : schema.ignored) columns[pair.right].left = pair.left;
  for (const std::uint32_t l : schema.only_left) columns.push_back({.left = l});
  return columns;
}

const std::string& name_of(const Diff::State& state, const OutputColumn& column) {
  return column.right == OutputColumn::k_absent ? state.left.header.columns[column.left]
                                                : state.right.header.columns[column.right];
}

void CellReader::load(const Difference& difference) {
  has_left_ = difference.left != Difference::k_none;
  has_right_ = difference.right != Difference::k_none;
  if (has_left_) comparer_.load_left(state_->left.row(difference.left));
  if (has_right_) comparer_.load_right(state_->right.row(difference.right));
}

}  // namespace heddle::table
