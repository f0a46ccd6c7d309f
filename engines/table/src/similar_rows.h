#pragma once

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

#include "diff_state.h"
#include "join.h"

namespace heddle::table {

/// Pairs rows that found no partner with those that they are most like.
///
/// A row is the set of its words, each with its column: runs of letters, digits and bytes beyond ASCII, in lower
/// case; a value without any is one word. Two rows are as similar as the number of words that they share
/// over the number of words in either (the Jaccard index). Pairs are taken best first, for equal scores in the order
/// of left, then of right, as long as the score is at least `threshold`.
///
/// Only rows that share one of their rarest words are compared, as many of them as a pair that reaches the
/// threshold must share one of; that loses none. The cost is bounded by two limits, which depend on the rows only: a
/// word that too many rows of right have is passed over, and a row of left keeps its eight best candidates.
///
/// schema    its key is the columns that count.
/// threshold more than 0, at most 1.
/// Errors    out_of_memory, cancelled.
/// Source    Jaccard 1912; Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", 2007, for the rarest words.
[[nodiscard]] Status pair_similar_rows(Scheduler& scheduler, const Diff::State& state,
                                       double threshold, CancelToken cancel, Pairing& pairing);

}  // namespace heddle::table
