#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "heddle/core/bytes.h"
#include "heddle/table/document.h"
#include "heddle/table/json_lines.h"
#include "heddle/table/listing.h"

#include "table_support.h"

using heddle::ByteView;
using heddle::ByteWriter;
using heddle::Code;
using heddle::Range;
using heddle::Result;
using heddle::Status;
using heddle::abi::report;
using heddle::abi::write_bytes;
using heddle::table::Format;
using heddle::table::LargeDiff;
using heddle::table::LargeDocument;
using heddle::table::LargeListing;
using heddle::table::Listing;
using heddle::table::Selection;

namespace {

bool has(std::uint32_t show, std::uint32_t flag) { return (show & flag) != 0; }

Result<heddle_table_listing> begin_listing(heddle_table_diff& diff, std::uint32_t show,
                                           ByteView columns, ByteView changed_in, ByteView text,
                                           ByteView text_in) {
  Selection selection{.added = has(show, HEDDLE_TABLE_ADDED),
                      .removed = has(show, HEDDLE_TABLE_REMOVED),
                      .changed = has(show, HEDDLE_TABLE_CHANGED),
                      .text = std::string(heddle::as_text(text))};
  HEDDLE_TRY(heddle::abi::read_names(columns, "columns", selection.columns));
  HEDDLE_TRY(heddle::abi::read_names(changed_in, "columns that changed", selection.changed_in));
  HEDDLE_TRY(heddle::abi::read_names(text_in, "columns to look in", selection.text_in));
  if (auto* large = std::get_if<LargeDiff>(&diff.any)) {
    auto listing = LargeListing::begin(*large, selection);
    if (!listing.ok()) return std::move(listing).status();
    return heddle_table_listing{std::move(listing).value()};
  }
  auto listing = Listing::begin(diff.facts(), selection);
  if (!listing.ok()) return std::move(listing).status();
  return heddle_table_listing{std::move(listing).value()};
}

/// What `ask` says of a listing of either kind.
template <class Ask>
auto of(const heddle_table_listing* listing, Ask&& ask) {
  return std::visit(std::forward<Ask>(ask), listing->any);
}

/// Whether rows [first, first + count) are there.
Status check_rows(std::size_t size, Range rows) {
  if (rows.begin <= rows.end && rows.end <= size) return {};
  return {Code::invalid_argument, "rows " + std::to_string(rows.begin) + " to " +
                                      std::to_string(rows.end) + " were asked for; there are " +
                                      std::to_string(size)};
}

Result<std::unique_ptr<heddle_table_document>> make_document(heddle::Scheduler& scheduler,
                                                             const heddle_table_listing& listing,
                                                             std::uint32_t format,
                                                             std::uint32_t show) {
  if (format > HEDDLE_TABLE_PATCH) {
    return Status(Code::invalid_argument, "there is no format " + std::to_string(format));
  }
  if (!of(&listing, [](const auto& any) { return any.complete(); })) {
    return Status(Code::invalid_argument, "the listing is not complete; advance it to its end");
  }
  const heddle::table::DocumentOptions options{
      .format = static_cast<Format>(format),
      .only_changed_cells = has(show, HEDDLE_TABLE_ONLY_CHANGED_CELLS),
      .guard_formulas = has(show, HEDDLE_TABLE_GUARD_FORMULAS)};
  auto made = std::make_unique<heddle_table_document>();
  if (const auto* large = std::get_if<LargeListing>(&listing.any)) {
    auto document = LargeDocument::create(scheduler, *large, options);
    if (!document.ok()) return std::move(document).status();
    made->large = std::move(document).value();
    return made;
  }
  auto document =
      heddle::table::make_document(scheduler, *std::get_if<Listing>(&listing.any), options);
  if (!document.ok()) return std::move(document).status();
  made->owned = std::move(document).value();
  made->document = made->owned.get();
  return made;
}

}  // namespace

Status heddle::abi::write_rows(const Listing& listing, Scheduler& /*scheduler*/, Range rows,
                               const heddle::table::JsonRowOptions& options, ByteWriter& out) {
  HEDDLE_TRY(check_rows(listing.size(), rows));
  return heddle::table::write_json_rows(listing, rows.begin, rows.size(), out, options);
}

Status heddle::abi::write_rows(const LargeListing& listing, Scheduler& scheduler, Range rows,
                               const heddle::table::JsonRowOptions& options, ByteWriter& out) {
  HEDDLE_TRY(check_rows(listing.size(), rows));
  return listing.for_each_window(scheduler, rows, [&](const Listing& window) {
    return heddle::table::write_json_rows(window, 0, window.size(), out, options);
  });
}

heddle_table_listing* heddle_table_listing_create(heddle_table_diff* diff, uint32_t show,
                                                  const uint8_t* columns, size_t columns_size,
                                                  const uint8_t* changed_in, size_t changed_in_size,
                                                  const uint8_t* text, size_t text_size,
                                                  const uint8_t* text_in, size_t text_in_size,
                                                  heddle_error* error) {
  auto listing = begin_listing(*diff, show, {columns, columns_size}, {changed_in, changed_in_size},
                               {text, text_size}, {text_in, text_in_size});
  if (!listing.ok()) {
    report(listing.error(), error);
    return nullptr;
  }
  return new heddle_table_listing(std::move(listing).value());
}

uint32_t heddle_table_listing_advance(heddle_scheduler* scheduler, heddle_table_listing* listing,
                                      uint32_t most, heddle_error* error) {
  const Status status =
      std::visit([&](auto& any) { return any.advance(*scheduler->scheduler, most); }, listing->any);
  if (!status.ok()) return report(status, error);
  return HEDDLE_OK;
}

uint32_t heddle_table_listing_looked(const heddle_table_listing* listing) {
  return of(listing, [](const auto& any) { return static_cast<uint32_t>(any.looked()); });
}

uint32_t heddle_table_listing_size(const heddle_table_listing* listing) {
  return of(listing, [](const auto& any) { return static_cast<uint32_t>(any.size()); });
}

uint32_t heddle_table_listing_place(const heddle_table_listing* listing, uint32_t index) {
  return of(listing, [&](const auto& any) { return static_cast<uint32_t>(any.place(index)); });
}

uint32_t heddle_table_listing_at_or_after(const heddle_table_listing* listing, uint32_t place) {
  return of(listing,
            [&](const auto& any) { return static_cast<uint32_t>(any.at_or_after(place)); });
}

uint32_t heddle_table_listing_write_rows(heddle_scheduler* scheduler,
                                         const heddle_table_listing* listing, uint32_t first,
                                         uint32_t count, uint32_t show, heddle_bytes* out,
                                         heddle_error* error) {
  return write_bytes(out, error, [&](ByteWriter& writer) {
    return of(listing, [&](const auto& any) {
      return heddle::abi::write_rows(
          any, *scheduler->scheduler, {first, std::size_t{first} + count},
          {.only_changed_cells = has(show, HEDDLE_TABLE_ONLY_CHANGED_CELLS),
           .both_values = has(show, HEDDLE_TABLE_BOTH_VALUES)},
          writer);
    });
  });
}

uint32_t heddle_table_listing_write_changes(heddle_scheduler* scheduler,
                                            const heddle_table_listing* listing, uint32_t first,
                                            uint32_t count, heddle_bytes* out,
                                            heddle_error* error) {
  return write_bytes(out, error, [&](ByteWriter& writer) -> Status {
    const Range rows{first, std::size_t{first} + count};
    HEDDLE_TRY(check_rows(heddle_table_listing_size(listing), rows));
    auto changes = of(listing, [&](const auto& any) {
      return any.changes_by_column(*scheduler->scheduler, rows);
    });
    if (!changes.ok()) return std::move(changes).status();
    char before = '[';
    for (const std::uint64_t change : changes.value()) {
      writer.write_char(std::exchange(before, ','));
      writer.write_decimal(change);
    }
    writer.write_char(']');
    if (!writer.failed()) return {};
    return {Code::out_of_memory, "there is not enough memory to count the changes"};
  });
}

heddle_table_document* heddle_table_listing_document(heddle_scheduler* scheduler,
                                                     const heddle_table_listing* listing,
                                                     uint32_t format, uint32_t show,
                                                     heddle_error* error) {
  auto made = make_document(*scheduler->scheduler, *listing, format, show);
  if (!made.ok()) {
    report(made.error(), error);
    return nullptr;
  }
  return std::move(made).value().release();
}

void heddle_table_listing_release(heddle_table_listing* listing) { delete listing; }
