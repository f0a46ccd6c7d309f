#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "heddle/table/document.h"
#include "heddle/table/merge.h"
#include "heddle/table/patch.h"

#include "table_support.h"

using heddle::ByteView;
using heddle::ByteWriter;
using heddle::CancelToken;
using heddle::Code;
using heddle::Range;
using heddle::Result;
using heddle::Status;
using heddle::abi::control_of;
using heddle::abi::progress_of;
using heddle::abi::report;
using heddle::table::Document;
using heddle::table::DocumentOptions;
using heddle::table::Format;
using heddle::table::LargeDiff;
using heddle::table::LargeDocument;
using heddle::table::LargeListing;
using heddle::table::Listing;
using heddle::table::Merge;
using heddle::table::Selection;

namespace {

const Merge& merge_of(const heddle_table_merge* handle) {
  return *reinterpret_cast<const Merge*>(handle);
}

/// The same of files that are read piece by piece.
Result<std::unique_ptr<heddle_table_document>> make_large_document(heddle::Scheduler& scheduler,
                                                                   LargeDiff& diff,
                                                                   const Selection& selection,
                                                                   const DocumentOptions& options,
                                                                   CancelToken cancel) {
  auto listing = LargeListing::create(scheduler, diff, selection, cancel);
  if (!listing.ok()) return std::move(listing).status();
  auto made = std::make_unique<heddle_table_document>();
  made->large_listing.emplace(std::move(listing).value());
  auto document = LargeDocument::create(scheduler, *made->large_listing, options);
  if (!document.ok()) return std::move(document).status();
  made->large = std::move(document).value();
  return made;
}

Result<std::unique_ptr<heddle_table_document>> make_document(heddle::Scheduler& scheduler,
                                                             heddle_table_diff& diff,
                                                             std::uint32_t format,
                                                             std::uint32_t flags, ByteView columns,
                                                             CancelToken cancel) {
  if (format > HEDDLE_TABLE_PATCH) {
    return Status(Code::invalid_argument, "there is no format " + std::to_string(format));
  }
  const auto has = [flags](std::uint32_t flag) { return (flags & flag) != 0; };
  Selection selection{.added = has(HEDDLE_TABLE_ADDED),
                      .removed = has(HEDDLE_TABLE_REMOVED),
                      .changed = has(HEDDLE_TABLE_CHANGED)};
  HEDDLE_TRY(heddle::abi::read_names(columns, "columns", selection.columns));
  const DocumentOptions options{.format = static_cast<Format>(format),
                                .only_changed_cells = has(HEDDLE_TABLE_ONLY_CHANGED_CELLS),
                                .guard_formulas = has(HEDDLE_TABLE_GUARD_FORMULAS)};
  if (auto* large = std::get_if<LargeDiff>(&diff.any)) {
    return make_large_document(scheduler, *large, selection, options, cancel);
  }
  auto listing = Listing::create(scheduler, diff.facts(), selection, cancel);
  if (!listing.ok()) return std::move(listing).status();
  auto made = std::make_unique<heddle_table_document>();
  // The document looks at the listing, so that it has its place first.
  made->listing.emplace(std::move(listing).value());
  auto document = heddle::table::make_document(scheduler, *made->listing, options, cancel);
  if (!document.ok()) return std::move(document).status();
  made->owned = std::move(document).value();
  made->document = made->owned.get();
  return made;
}

}  // namespace

heddle_table_document* heddle_table_diff_document(heddle_scheduler* scheduler,
                                                  heddle_table_diff* diff, uint32_t format,
                                                  uint32_t flags, const uint8_t* columns,
                                                  size_t columns_size, heddle_control* control,
                                                  heddle_error* error) {
  auto made = make_document(*scheduler->scheduler, *diff, format, flags, {columns, columns_size},
                            CancelToken(control_of(control)));
  if (!made.ok()) {
    report(made.error(), error);
    return nullptr;
  }
  return std::move(made).value().release();
}

heddle_table_document* heddle_table_patch_apply(heddle_scheduler* scheduler, const uint8_t* left,
                                                size_t left_size, const uint8_t* patch,
                                                size_t patch_size, heddle_table_dialect dialect,
                                                heddle_control* control, heddle_error* error) {
  auto table =
      heddle::table::apply_patch(*scheduler->scheduler, {left, left_size}, {patch, patch_size},
                                 {.dialect = heddle::abi::dialect_of(dialect),
                                  .cancel = CancelToken(control_of(control)),
                                  .progress = progress_of(control)});
  scheduler->scheduler->trim_scratch();
  if (!table.ok()) {
    report(table.error(), error);
    return nullptr;
  }
  auto made = std::make_unique<heddle_table_document>();
  made->owned = std::move(table).value();
  made->document = made->owned.get();
  return made.release();
}

uint32_t heddle_table_document_parts(const heddle_table_document* document) {
  const std::size_t parts =
      document->large ? document->large->parts() : document->document->parts();
  return static_cast<uint32_t>(parts);
}

uint32_t heddle_table_document_write(heddle_scheduler* scheduler,
                                     const heddle_table_document* document, uint32_t first,
                                     uint32_t count, heddle_control* control, heddle_bytes* out,
                                     heddle_error* error) {
  return heddle::abi::write_bytes(out, error, [&](ByteWriter& writer) {
    const Range parts{first, std::size_t{first} + count};
    const auto take = [&](ByteView bytes) -> Status {
      writer.write_bytes(bytes);
      if (!writer.failed()) return {};
      return {Code::out_of_memory, "there is not enough memory to write so much at once"};
    };
    const CancelToken cancel(control_of(control));
    if (document->large) return document->large->write(*scheduler->scheduler, parts, take, cancel);
    return heddle::table::write_parts(*scheduler->scheduler, *document->document, parts, take,
                                      cancel);
  });
}

void heddle_table_document_release(heddle_table_document* document) { delete document; }

heddle_table_merge* heddle_table_merge_create(
    heddle_scheduler* scheduler, const uint8_t* base, size_t base_size, const uint8_t* left,
    size_t left_size, const uint8_t* right, size_t right_size, heddle_table_dialect dialect,
    const uint8_t* key, size_t key_size, const uint8_t* rules, size_t rules_size,
    double memory_limit, heddle_control* control, heddle_error* error) {
  heddle::table::DiffOptions options{.dialect = heddle::abi::dialect_of(dialect),
                                     .memory_limit = static_cast<std::uint64_t>(memory_limit),
                                     .cancel = CancelToken(control_of(control)),
                                     .progress = progress_of(control)};
  Status read = heddle::abi::read_names({key, key_size}, "key columns", options.key);
  if (read.ok()) read = heddle::abi::read_rules({rules, rules_size}, options);
  if (!read.ok()) {
    report(read, error);
    return nullptr;
  }
  auto merge = Merge::create(*scheduler->scheduler, {base, base_size}, {left, left_size},
                             {right, right_size}, options);
  scheduler->scheduler->trim_scratch();
  if (!merge.ok()) {
    report(merge.error(), error);
    return nullptr;
  }
  return reinterpret_cast<heddle_table_merge*>(new Merge(std::move(merge).value()));
}

uint32_t heddle_table_merge_rows(const heddle_table_merge* merge) { return merge_of(merge).rows(); }

double heddle_table_merge_conflicts(const heddle_table_merge* merge) {
  return static_cast<double>(merge_of(merge).conflict_count());
}

heddle_table_document* heddle_table_merge_document(const heddle_table_merge* merge,
                                                   uint32_t conflicts) {
  auto made = std::make_unique<heddle_table_document>();
  made->document = conflicts != 0 ? &merge_of(merge).conflicts() : &merge_of(merge).result();
  return made.release();
}

void heddle_table_merge_release(heddle_table_merge* merge) {
  delete reinterpret_cast<Merge*>(merge);
}
