#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "heddle/core/status.h"
#include "heddle/table/diff.h"
#include "heddle/table/header.h"

#include "cell_rule.h"

namespace heddle::table {

/// How the columns of two files belong together. Positions count from 0.
struct Schema {
  /// One column that both files have.
  struct Pair {
    std::uint32_t left;
    std::uint32_t right;
  };

  std::size_t left_columns = 0;
  std::size_t right_columns = 0;
  char left_delimiter = ',';
  char right_delimiter = ',';
  std::vector<Pair> key;  ///< in the order the caller named them; all common columns if whole_rows
  bool whole_rows = false;     ///< the caller named no key, and does not compare by position
  std::vector<Pair> compared;  ///< common columns that are not in the key, in right's order
  std::vector<Pair> ignored;   ///< common columns that are not compared, in right's order
  std::vector<std::uint32_t> only_left;
  std::vector<std::uint32_t> only_right;
  bool same_layout = false;     ///< rows of both files with the same bytes have the same values
  std::vector<CellRule> rules;  ///< for each column of right; empty when values are just bytes
  bool exact = true;            ///< no column is ignored and no rule is given
};

/// Names for a message: a, b, c, and 7 more.
[[nodiscard]] std::string list_names(const std::vector<std::string>& names);

/// Pairs the columns by name, those that were renamed, and those that the key names by number.
/// renamed  pairs of columns without a namesake.
/// options  key, by_position, ignore and the rules are used. Without a key every column that both files
///          have and that is not ignored becomes part of it, unless rows are compared by position.
/// Errors   invalid_argument: no such column (says which there are), a column twice in the key, a key
///          column that is ignored or has a rule, a key beside by_position, rules without a key, a tolerance
///          that is no number, no column in common.
[[nodiscard]] Result<Schema> match_columns(const Header& left, const Header& right,
                                           const DiffOptions& options,
                                           std::span<const RenamedColumn> renamed = {});

}  // namespace heddle::table
