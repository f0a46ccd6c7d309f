#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "heddle/abi/table.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/table/diff.h"
#include "heddle/table/diff_steps.h"
#include "heddle/table/document.h"
#include "heddle/table/listing.h"

#include "handles.h"

/// What C calls a document, with what it is made of.
struct heddle_table_document {
  std::optional<heddle::table::Listing> listing;
  std::unique_ptr<heddle::table::Document> owned;
  const heddle::table::Document* document;
};

/// What the sources of the table's ABI share.
namespace heddle::abi {

[[nodiscard]] inline const table::Diff& diff_of(const heddle_table_diff* handle) {
  return reinterpret_cast<const table::DiffSteps*>(handle)->diff();
}

[[nodiscard]] inline table::Dialect dialect_of(heddle_table_dialect dialect) {
  const auto has = [dialect](std::uint32_t flag) { return (dialect & flag) != 0; };
  return {.delimiter = static_cast<char>(dialect & 0xFF),
          .header = !has(HEDDLE_TABLE_NO_HEADER),
          .quote = static_cast<char>(dialect >> 16 & 0xFF),
          .lenient = has(HEDDLE_TABLE_LENIENT),
          .ragged = has(HEDDLE_TABLE_KEEP)  ? table::Ragged::keep
                    : has(HEDDLE_TABLE_PAD) ? table::Ragged::pad
                                            : table::Ragged::error};
}

/// Reads a list of names: each a little-endian uint32 size and as many bytes.
/// what    the list's name, for the message.
/// Errors  invalid_argument.
[[nodiscard]] Status read_names(ByteView bytes, const char* what, std::vector<std::string>& names);

/// Reads rules, as heddle_table_diff_create takes them, into `options`.
/// Errors  invalid_argument.
[[nodiscard]] Status read_rules(ByteView bytes, table::DiffOptions& options);

/// Gives what `write` wrote to the caller, or says why it could not.
template <class Write>
std::uint32_t write_bytes(heddle_bytes* out, heddle_error* error, Write&& write) {
  ByteWriter writer;
  const Status status = write(writer);
  if (!status.ok()) return report(status, error);
  give(writer, out);
  return HEDDLE_OK;
}

}  // namespace heddle::abi
