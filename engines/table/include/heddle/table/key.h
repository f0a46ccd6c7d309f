#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/diff.h"

namespace heddle::table {

/// Columns that tell the rows of two files apart.
struct KeyProposal {
  std::vector<std::string> columns;  ///< none: nothing that was tried does
  std::uint32_t left_rows = 0;
  std::uint32_t right_rows = 0;
  std::uint32_t matched = 0;  ///< rows that have a partner with the same key in the other file
};

/// Proposes a key: the one column in which no value stands twice in a file, and by which most rows have
/// a partner; of several such the first in left. When there is none, up to three columns together: each
/// time the one is added by which the most rows find a partner.
/// left, right  the files' bytes, borrowed for the call.
/// options      the dialect, ignore, cancel and progress are used.
/// Errors       those of Diff::create.
[[nodiscard]] Result<KeyProposal> propose_key(Scheduler& scheduler, ByteView left, ByteView right,
                                              const DiffOptions& options);

}  // namespace heddle::table
