#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>

#include "heddle/table/document.h"

#include "listing_state.h"

/// The documents of each format; make_document has checked their options.
namespace heddle::table {

/// Rows that one part of a document holds. Part of the fixed grid that work is cut on.
inline constexpr std::size_t k_rows_per_part = 1024;

[[nodiscard]] std::unique_ptr<Document> make_json_document(const Listing& listing,
                                                           const DocumentOptions& options);
[[nodiscard]] std::unique_ptr<Document> make_csv_document(const Listing& listing,
                                                          const DocumentOptions& options);
[[nodiscard]] std::unique_ptr<Document> make_html_document(const Listing& listing,
                                                           const DocumentOptions& options);
[[nodiscard]] Result<std::unique_ptr<Document>> make_tdiff_document(const Listing& listing);
[[nodiscard]] Result<std::unique_ptr<Document>> make_patch_document(Scheduler& scheduler,
                                                                    const Listing& listing,
                                                                    CancelToken cancel);

/// A document with a head, the rows of a listing in parts, and a tail.
class ListingDocument : public Document {
 public:
  explicit ListingDocument(const Listing& listing) : listing_(&listing) {}

  [[nodiscard]] std::size_t parts() const final {
    return 2 + (listing_->size() + k_rows_per_part - 1) / k_rows_per_part;
  }
  void write(std::size_t part, ByteWriter& out) const final {
    if (part == 0) return write_head(out);
    if (part + 1 == parts()) return write_tail(out);
    const std::size_t first = (part - 1) * k_rows_per_part;
    write_rows({first, std::min(first + k_rows_per_part, listing_->size())}, out);
  }

 protected:
  [[nodiscard]] const Listing& listing() const { return *listing_; }
  [[nodiscard]] const Listing::State& state() const { return listing_->state(); }

 private:
  virtual void write_head(ByteWriter& out) const = 0;
  virtual void write_rows(Range rows, ByteWriter& out) const = 0;
  virtual void write_tail(ByteWriter& /*out*/) const {}

  const Listing* listing_;
};

}  // namespace heddle::table
