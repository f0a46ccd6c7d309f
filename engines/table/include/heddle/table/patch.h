#pragma once

#include <memory>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/dialect.h"
#include "heddle/table/document.h"

namespace heddle::table {

struct PatchOptions {
  Dialect dialect;  ///< how the table is written; the result has a header when it has
  CancelToken cancel;
  Progress progress;
};

/// The table that a patch makes of another: a CSV file with the records of the one that the patch was
/// made from, in their order. Commas, LF, quotes where they are needed.
///
/// Format  docs/guide/table.md; make_document writes it.
/// left    the table before; borrowed, as is the patch, until the document is gone. Rows that the patch
///         removes or changes must have the values that it expects; those that it copies are taken as
///         they are.
/// Errors  malformed_input: the table (the location's input is 0), or the patch (1), which also means
///         bytes that are no patch; invalid_argument: a patch that does not fit, with the row's number
///         in the message and the place in the patch; out_of_memory, cancelled.
[[nodiscard]] Result<std::unique_ptr<Document>> apply_patch(Scheduler& scheduler, ByteView left,
                                                            ByteView patch,
                                                            const PatchOptions& options);

}  // namespace heddle::table
