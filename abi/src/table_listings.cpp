#include <cstddef>
#include <memory>
#include <string>
#include <utility>

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
using heddle::abi::diff_of;
using heddle::abi::report;
using heddle::abi::write_bytes;
using heddle::table::Format;
using heddle::table::Listing;
using heddle::table::Selection;

namespace {

Listing& listing_of(heddle_table_listing* handle) { return *reinterpret_cast<Listing*>(handle); }
const Listing& listing_of(const heddle_table_listing* handle) {
  return *reinterpret_cast<const Listing*>(handle);
}

bool has(std::uint32_t show, std::uint32_t flag) { return (show & flag) != 0; }

Result<Listing> begin_listing(const heddle::table::Diff& diff, std::uint32_t show, ByteView columns,
                              ByteView changed_in, ByteView text, ByteView text_in) {
  Selection selection{.added = has(show, HEDDLE_TABLE_ADDED),
                      .removed = has(show, HEDDLE_TABLE_REMOVED),
                      .changed = has(show, HEDDLE_TABLE_CHANGED),
                      .text = std::string(heddle::as_text(text))};
  HEDDLE_TRY(heddle::abi::read_names(columns, "columns", selection.columns));
  HEDDLE_TRY(heddle::abi::read_names(changed_in, "columns that changed", selection.changed_in));
  HEDDLE_TRY(heddle::abi::read_names(text_in, "columns to look in", selection.text_in));
  return Listing::begin(diff, selection);
}

/// Whether rows [first, first + count) are there.
Status check_rows(const Listing& listing, std::uint32_t first, std::uint32_t count) {
  if (first <= listing.size() && count <= listing.size() - first) return {};
  return {Code::invalid_argument,
          "rows " + std::to_string(first) + " to " + std::to_string(std::uint64_t{first} + count) +
              " were asked for; there are " + std::to_string(listing.size())};
}

Result<std::unique_ptr<heddle_table_document>> make_document(heddle::Scheduler& scheduler,
                                                             const Listing& listing,
                                                             std::uint32_t format,
                                                             std::uint32_t show) {
  if (format > HEDDLE_TABLE_PATCH) {
    return Status(Code::invalid_argument, "there is no format " + std::to_string(format));
  }
  if (!listing.complete()) {
    return Status(Code::invalid_argument, "the listing is not complete; advance it to its end");
  }
  auto document = heddle::table::make_document(
      scheduler, listing,
      {.format = static_cast<Format>(format),
       .only_changed_cells = has(show, HEDDLE_TABLE_ONLY_CHANGED_CELLS),
       .guard_formulas = has(show, HEDDLE_TABLE_GUARD_FORMULAS)});
  if (!document.ok()) return std::move(document).status();
  auto made = std::make_unique<heddle_table_document>();
  made->owned = std::move(document).value();
  made->document = made->owned.get();
  return made;
}

}  // namespace

heddle_table_listing* heddle_table_listing_create(const heddle_table_diff* diff, uint32_t show,
                                                  const uint8_t* columns, size_t columns_size,
                                                  const uint8_t* changed_in, size_t changed_in_size,
                                                  const uint8_t* text, size_t text_size,
                                                  const uint8_t* text_in, size_t text_in_size,
                                                  heddle_error* error) {
  auto listing =
      begin_listing(diff_of(diff), show, {columns, columns_size}, {changed_in, changed_in_size},
                    {text, text_size}, {text_in, text_in_size});
  if (!listing.ok()) {
    report(listing.error(), error);
    return nullptr;
  }
  return reinterpret_cast<heddle_table_listing*>(new Listing(std::move(listing).value()));
}

uint32_t heddle_table_listing_advance(heddle_scheduler* scheduler, heddle_table_listing* listing,
                                      uint32_t most, heddle_error* error) {
  const Status status = listing_of(listing).advance(*scheduler->scheduler, most);
  if (!status.ok()) return report(status, error);
  return HEDDLE_OK;
}

uint32_t heddle_table_listing_looked(const heddle_table_listing* listing) {
  return static_cast<uint32_t>(listing_of(listing).looked());
}

uint32_t heddle_table_listing_size(const heddle_table_listing* listing) {
  return static_cast<uint32_t>(listing_of(listing).size());
}

uint32_t heddle_table_listing_place(const heddle_table_listing* listing, uint32_t index) {
  return static_cast<uint32_t>(listing_of(listing).place(index));
}

uint32_t heddle_table_listing_at_or_after(const heddle_table_listing* listing, uint32_t place) {
  return static_cast<uint32_t>(listing_of(listing).at_or_after(place));
}

uint32_t heddle_table_listing_write_rows(const heddle_table_listing* listing, uint32_t first,
                                         uint32_t count, uint32_t show, heddle_bytes* out,
                                         heddle_error* error) {
  return write_bytes(out, error, [&](ByteWriter& writer) -> Status {
    HEDDLE_TRY(check_rows(listing_of(listing), first, count));
    return heddle::table::write_json_rows(
        listing_of(listing), first, count, writer,
        {.only_changed_cells = has(show, HEDDLE_TABLE_ONLY_CHANGED_CELLS),
         .both_values = has(show, HEDDLE_TABLE_BOTH_VALUES)});
  });
}

uint32_t heddle_table_listing_write_changes(heddle_scheduler* scheduler,
                                            const heddle_table_listing* listing, uint32_t first,
                                            uint32_t count, heddle_bytes* out,
                                            heddle_error* error) {
  return write_bytes(out, error, [&](ByteWriter& writer) -> Status {
    HEDDLE_TRY(check_rows(listing_of(listing), first, count));
    const Range rows{first, std::size_t{first} + count};
    auto changes = listing_of(listing).changes_by_column(*scheduler->scheduler, rows);
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
  auto made = make_document(*scheduler->scheduler, listing_of(listing), format, show);
  if (!made.ok()) {
    report(made.error(), error);
    return nullptr;
  }
  return std::move(made).value().release();
}

void heddle_table_listing_release(heddle_table_listing* listing) {
  delete reinterpret_cast<Listing*>(listing);
}
