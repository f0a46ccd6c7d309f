#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/diff.h"

#include "diff_state.h"
#include "row_index.h"

namespace heddle::table {

/// Finds columns that have another name in the other file, among those that have no namesake there: by what
/// they hold. The score of two columns is the number of values that they share over the number of values in
/// either, with repeats (the Jaccard index of two multisets). Pairs are taken best first, for equal scores in
/// the order of left, then of right, as long as the score is at least a half and at least two different
/// values are shared.
///
/// Each candidate is read once more; of those that left has alone, and that right has, the first 64 count.
/// Errors  malformed_input, with the location's input set; out_of_memory, cancelled.
/// Source  Jaccard, "The distribution of the flora in the alpine zone", 1912; for multisets as in Leskovec,
///         Rajaraman, Ullman, "Mining of Massive Datasets", 3.1.
[[nodiscard]] Result<std::vector<RenamedColumn>> find_renames(
    Scheduler& scheduler, const std::array<const Side*, 2>& sides,
    const std::array<const BlockPlan*, 2>& plans, const DiffOptions& options);

}  // namespace heddle::table
