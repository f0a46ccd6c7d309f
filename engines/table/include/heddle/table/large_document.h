#pragma once

#include <cstddef>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/document.h"
#include "heddle/table/large_listing.h"

namespace heddle::table {

/// What a LargeListing shows, in one format, part by part: the parts, joined in order, are what make_document writes
/// of a Listing. Each is written from the files anew.
/// Threads  as LargeListing.
class LargeDocument {
 public:
  /// listing  complete; must outlive the document.
  /// options  not tdiff and patch, which need all rows.
  /// Errors   those of make_document.
  [[nodiscard]] static Result<LargeDocument> create(Scheduler& scheduler,
                                                    const LargeListing& listing,
                                                    const DocumentOptions& options);

  [[nodiscard]] std::size_t parts() const;

  /// Writes parts [parts.begin, parts.end) and hands them to `sink` in order.
  /// Errors  those of write_parts and of LargeDiff::for_each_window.
  [[nodiscard]] Status write(Scheduler& scheduler, Range parts, const Sink& sink,
                             CancelToken cancel = {}) const;

 private:
  LargeDocument(const LargeListing& listing, const DocumentOptions& options)
      : listing_(&listing), options_(options) {}

  const LargeListing* listing_;
  DocumentOptions options_;
};

}  // namespace heddle::table
