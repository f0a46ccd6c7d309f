#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/listing.h"

namespace heddle::table {

/// A text that is written part by part: the parts, joined in order, are the text. How it is cut does
/// not depend on the number of lanes.
class Document {
 public:
  Document() = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  virtual ~Document() = default;

  [[nodiscard]] virtual std::size_t parts() const = 0;

  /// Appends one part, smaller than parts(). Running out of memory shows in the writer.
  /// Threads  safe from several, each with a writer of its own.
  virtual void write(std::size_t part, ByteWriter& out) const = 0;
};

/// Takes the next piece of a text; a failure ends the writing.
using Sink = std::function<Status(ByteView)>;

/// Writes parts [parts.begin, parts.end), several at once, and hands them to `sink` in order, on the
/// calling thread.
/// Errors  those of the sink; invalid_argument when there are not that many parts; out_of_memory,
///         cancelled.
[[nodiscard]] Status write_parts(Scheduler& scheduler, const Document& document, Range parts,
                                 const Sink& sink, CancelToken cancel = {});

enum class Format : std::uint8_t {
  json_lines,  ///< json_lines.h
  csv,         ///< a table of the rows that differ
  tdiff,       ///< the tabular diff format, which daff reads
  html,        ///< one page with all that it needs
  patch,       ///< what patch.h applies
};

struct DocumentOptions {
  Format format = Format::json_lines;
  /// json_lines, csv, html: of a changed row only the key and the cells that changed.
  bool only_changed_cells = false;
  /// csv: a quote (') in front of values that a spreadsheet would take for a formula, those that begin
  /// with = + - @ tab or carriage return.
  /// Source  OWASP, "CSV Injection".
  bool guard_formulas = false;
};

/// What a listing shows, in one format. docs/guide/table.md describes each.
/// listing  must outlive the document.
/// Errors   invalid_argument: an option that the format has no use for; for tdiff and patch a diff
///          without pairs (DiffOptions::keep_pairs); for patch a listing that leaves something out;
///          out_of_memory, cancelled.
[[nodiscard]] Result<std::unique_ptr<Document>> make_document(Scheduler& scheduler,
                                                              const Listing& listing,
                                                              const DocumentOptions& options,
                                                              CancelToken cancel = {});

}  // namespace heddle::table
