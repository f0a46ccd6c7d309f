#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "heddle/abi/table.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/table/diff.h"
#include "heddle/table/diff_steps.h"
#include "heddle/table/document.h"
#include "heddle/table/json_lines.h"
#include "heddle/table/large_diff.h"
#include "heddle/table/large_document.h"
#include "heddle/table/large_listing.h"
#include "heddle/table/listing.h"
#include "heddle/table/source.h"

#include "handles.h"

/// What C calls a diff: of files in memory, or of files that are read piece by piece.
struct heddle_table_diff {
  /// The files of a LargeDiff, which it looks at.
  std::unique_ptr<heddle::table::Source> left;
  std::unique_ptr<heddle::table::Source> right;
  std::variant<heddle::table::DiffSteps, heddle::table::LargeDiff> any;

  /// The counts, the columns and the dialects; the differences too where the files are in memory.
  [[nodiscard]] const heddle::table::Diff& facts() const {
    const auto* large = std::get_if<heddle::table::LargeDiff>(&any);
    return large != nullptr ? large->window() : std::get_if<heddle::table::DiffSteps>(&any)->diff();
  }
};

/// What C calls a listing, of a diff of either kind.
struct heddle_table_listing {
  std::variant<heddle::table::Listing, heddle::table::LargeListing> any;
};

/// What C calls a document, with what it is made of.
struct heddle_table_document {
  std::optional<heddle::table::Listing> listing;
  std::unique_ptr<heddle::table::Document> owned;
  const heddle::table::Document* document = nullptr;
  /// In place of `document`.
  std::optional<heddle::table::LargeListing> large_listing;
  std::optional<heddle::table::LargeDocument> large;
};

/// What the sources of the table's ABI share.
namespace heddle::abi {

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

/// What C gives to compare with beside the files, as heddle_table_diff_create takes it.
struct CompareArguments {
  heddle_table_dialect dialect;
  ByteView key;
  ByteView ignore;
  ByteView rules;
  double similarity;
  double memory_limit;
  std::uint32_t compare;
  heddle_control* control;
};

/// Errors  invalid_argument.
[[nodiscard]] Result<table::DiffOptions> read_options(const CompareArguments& arguments);

/// Rows [first, first + count) of a listing as JSON Lines.
/// Errors  invalid_argument, when there are not that many, and those of write_json_rows.
[[nodiscard]] Status write_rows(const table::Listing& listing, Scheduler& scheduler, Range rows,
                                const table::JsonRowOptions& options, ByteWriter& out);
[[nodiscard]] Status write_rows(const table::LargeListing& listing, Scheduler& scheduler,
                                Range rows, const table::JsonRowOptions& options, ByteWriter& out);

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
