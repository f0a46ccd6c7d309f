#pragma once

#include <string>
#include <string_view>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/table/diff.h"
#include "heddle/table/key.h"

namespace heddle::table {

/// Appends what there is to say of a diff beside its counts, as one JSON object without a line feed; of two
/// values in an array the first is left's:
///   {"duplicateKeys":[1,0],"duplicateRows":[2,0],
///    "dialects":[{"delimiter":",","quote":"\"","lineEnd":"LF","lenient":false,"lenientFields":0,
///                 "ragged":"error","raggedRows":0},{…}],
///    "renamed":[{"left":"town","right":"city","score":0.9583}]}
///   quote    is null where nothing is quoted.
///   score    0 to 1, with four digits; see DiffOptions::find_renames.
///   lineEnd  CR, or LF, which stands for CRLF too.
/// Errors  out_of_memory.
[[nodiscard]] Status write_json_summary(const Diff& diff, ByteWriter& out);

/// The same of a key that was looked for:
///   {"columns":["id"],"leftRows":3,"rightRows":3,"matched":2}
[[nodiscard]] Status write_json_proposal(const KeyProposal& proposal, ByteWriter& out);

/// Appends the columns that are called differently as a JSON array, as above.
void write_json_renames(const Diff::State& state, ByteWriter& out);

/// A score with four digits: 0.9583.
[[nodiscard]] std::string write_score(const RenamedColumn& column);

/// The word for a policy: error, pad or keep.
[[nodiscard]] std::string_view name_of(Ragged ragged);

/// Whether some key stands several times in both files, so that it is unique in neither.
[[nodiscard]] inline bool unique_in_neither(const Counts& counts) {
  return counts.left_duplicates.keys > 0 && counts.right_duplicates.keys > 0;
}

}  // namespace heddle::table
