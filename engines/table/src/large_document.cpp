#include "heddle/table/large_document.h"

#include <algorithm>
#include <string>
#include <utility>

#include "large_diff_state.h"

namespace heddle::table {

namespace {

// Few enough that reading their rows, wherever these lie, takes a moment only.
constexpr std::size_t k_rows_per_part = 512;

}  // namespace

Result<LargeDocument> LargeDocument::create(Scheduler& scheduler, const LargeListing& listing,
                                            const DocumentOptions& options) {
  if (options.format == Format::tdiff || options.format == Format::patch) {
    return needs_whole_files("a patch or a tdiff, which tells of all rows,");
  }
  // Tells whether the options go together.
  auto empty = make_document(scheduler, listing.shape(), options);
  if (!empty.ok()) return std::move(empty).status();
  return LargeDocument(listing, options);
}

std::size_t LargeDocument::parts() const {
  return 2 + (listing_->size() + k_rows_per_part - 1) / k_rows_per_part;
}

Status LargeDocument::write(Scheduler& scheduler, Range parts, const Sink& sink,
                            CancelToken cancel) const {
  const std::size_t all = this->parts();
  if (parts.begin > parts.end || parts.end > all) {
    return {Code::invalid_argument, "parts " + std::to_string(parts.begin) + " to " +
                                        std::to_string(parts.end) + " were asked for; there are " +
                                        std::to_string(all)};
  }
  if (parts.begin == parts.end) return {};
  // A document of no rows has the head and the tail; each window's document has them too.
  auto empty = make_document(scheduler, listing_->shape(), options_, cancel);
  if (!empty.ok()) return std::move(empty).status();
  const Document& frame = *empty.value();
  if (parts.begin == 0) HEDDLE_TRY(write_parts(scheduler, frame, {0, 1}, sink, cancel));
  const auto row_of = [&](std::size_t part) {
    return std::min(part == 0 ? 0 : (part - 1) * k_rows_per_part, listing_->size());
  };
  HEDDLE_TRY(listing_->for_each_window(
      scheduler, {row_of(parts.begin), row_of(parts.end)},
      [&](const Listing& window) -> Status {
        auto document = make_document(scheduler, window, options_, cancel);
        if (!document.ok()) return std::move(document).status();
        const Document& made = *document.value();
        return write_parts(scheduler, made, {1, made.parts() - 1}, sink, cancel);
      },
      cancel));
  if (parts.end < all) return {};
  return write_parts(scheduler, frame, {frame.parts() - 1, frame.parts()}, sink, cancel);
}

}  // namespace heddle::table
