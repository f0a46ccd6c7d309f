#include "table_output.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "table_rules.h"
#include "table_summary.h"

namespace heddle::cli {

namespace {

using table::Diff;
using table::Format;
using table::Listing;
using table::Selection;

constexpr std::array<std::pair<std::string_view, Format>, 5> k_formats = {{
    {"json", Format::json_lines},
    {"csv", Format::csv},
    {"tdiff", Format::tdiff},
    {"html", Format::html},
    {"patch", Format::patch},
}};

Format format_of(const std::string& name) {
  for (const auto& [known, format] : k_formats) {
    if (known == name) return format;
  }
  return Format::json_lines;
}

Status refuse(std::string why) { return {Code::invalid_argument, std::move(why)}; }

/// The kinds of rows in --only.
Status read_kinds(const std::string& text, Selection& selection) {
  selection.added = selection.removed = selection.changed = false;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string kind = text.substr(begin, end - begin);
    if (kind == "added") {
      selection.added = true;
    } else if (kind == "removed") {
      selection.removed = true;
    } else if (kind == "changed") {
      selection.changed = true;
    } else {
      return refuse("--only: \"" + kind +
                    "\" is no kind of row; there are added, removed, changed");
    }
    begin = end + 1;
  }
  return {};
}

}  // namespace

void TableOutput::add_options(CLI::App& command) {
  command
      .add_option("--format", format_,
                  "summary: counts; json: one line of JSON for each row that differs; csv: a table "
                  "of these rows; tdiff: the table that daff shows and applies; html: a page; "
                  "patch: what heddle table patch applies")
      ->check(CLI::IsMember({"summary", "json", "csv", "tdiff", "html", "patch"}))
      ->type_name("NAME")
      ->capture_default_str();
  command.add_flag("--json", json_, "With --format summary: print one JSON object");
  command.add_flag("--by-column", by_column_,
                   "With --format summary: count the changed cells of each column too");
  command.add_option("--only", only_, "Show only these kinds of rows: added,removed,changed")
      ->type_name("KINDS");
  command
      .add_option("--columns", columns_,
                  "Show only these columns beside the key, and changed rows only where one of them "
                  "changed")
      ->type_name("A,B");
  command.add_flag("--changed-cells", changed_cells_,
                   "With json, csv, html: of changed rows only the key and the cells that changed");
  command.add_flag("--guard-formulas", guard_formulas_,
                   "With csv: a quote (') before values that a spreadsheet would compute");
}

bool TableOutput::needs_pairs() const { return format_ == "tdiff" || format_ == "patch"; }

Status TableOutput::check() const {
  const bool summary = format_ == "summary";
  if (!summary && (json_ || by_column_)) {
    return refuse(std::string(json_ ? "--json" : "--by-column") +
                  " is for --format summary; leave one of them out");
  }
  if (summary && (only_ || columns_ || changed_cells_)) {
    return refuse(
        "a summary counts all rows; choose a format that shows them, such as --format csv");
  }
  if (format_ == "patch" && (only_ || columns_)) {
    return refuse("a patch holds every difference; leave out --only and --columns");
  }
  if (guard_formulas_ && format_ != "csv") {
    return refuse("--guard-formulas is for --format csv; leave it out");
  }
  if (changed_cells_ && needs_pairs()) {
    return refuse("--changed-cells is for --format json, csv and html; leave it out");
  }
  Selection selection;
  if (only_) HEDDLE_TRY(read_kinds(*only_, selection));
  return {};
}

Result<Selection> TableOutput::selection() const {
  Selection selection;
  if (only_) HEDDLE_TRY(read_kinds(*only_, selection));
  if (columns_) {
    auto names = read_column_names("--columns", *columns_);
    if (!names.ok()) return std::move(names).status();
    selection.columns = std::move(names).value();
  }
  return selection;
}

table::DocumentOptions TableOutput::document_options() const {
  return {.format = format_of(format_),
          .only_changed_cells = changed_cells_,
          .guard_formulas = guard_formulas_};
}

Status TableOutput::write(Scheduler& scheduler, const Diff& diff, double seconds,
                          OutputFile& out) const {
  if (format_ == "summary") {
    std::vector<std::uint64_t> changes;
    if (by_column_) {
      auto counted = Listing(diff).changes_by_column(scheduler);
      if (!counted.ok()) return std::move(counted).status();
      changes = std::move(counted).value();
    }
    return write_summary(scheduler, diff, std::move(changes), seconds, out);
  }
  Result<Selection> picked = selection();
  if (!picked.ok()) return std::move(picked).status();
  Result<Listing> listing = Listing::create(scheduler, diff, picked.value());
  if (!listing.ok()) return std::move(listing).status();
  auto document = table::make_document(scheduler, listing.value(), document_options());
  if (!document.ok()) return std::move(document).status();
  return write_document(scheduler, *document.value(), out);
}

Status TableOutput::write(Scheduler& scheduler, table::LargeDiff& diff, double seconds,
                          OutputFile& out) const {
  if (format_ == "summary") {
    std::vector<std::uint64_t> changes;
    if (by_column_) {
      auto counted = table::changes_by_column(scheduler, diff);
      if (!counted.ok()) return std::move(counted).status();
      changes = std::move(counted).value();
    }
    return write_summary(scheduler, diff.window(), std::move(changes), seconds, out);
  }
  Result<Selection> picked = selection();
  if (!picked.ok()) return std::move(picked).status();
  return table::write_document(scheduler, diff, picked.value(), document_options(),
                               [&](ByteView bytes) { return out.write(bytes); });
}

Status TableOutput::write(Scheduler& scheduler, table::SortedDiff& diff,
                          const std::function<double()>& compared, OutputFile& out) const {
  if (format_ == "summary") {
    std::vector<std::uint64_t> changes;
    if (by_column_) {
      auto counted = table::changes_by_column(scheduler, diff);
      if (!counted.ok()) return std::move(counted).status();
      changes = std::move(counted).value();
    } else {
      HEDDLE_TRY(diff.for_each_window([](const Diff&) -> Status { return {}; }));
    }
    return write_summary(scheduler, diff.window(), std::move(changes), compared(), out);
  }
  Result<Selection> picked = selection();
  if (!picked.ok()) return std::move(picked).status();
  return table::write_document(scheduler, diff, picked.value(), document_options(),
                               [&](ByteView bytes) { return out.write(bytes); });
}

Status TableOutput::write_summary(const Scheduler& scheduler, const Diff& diff,
                                  std::vector<std::uint64_t> changes, double seconds,
                                  OutputFile& out) const {
  TableSummary summary{.diff = diff,
                       .columns = {},
                       .changes = std::move(changes),
                       .by_column = by_column_,
                       .lanes = scheduler.lanes(),
                       .seconds = seconds};
  if (by_column_) summary.columns = Listing(diff).columns();
  return out.write(as_bytes(json_ ? summary.json() : summary.text()));
}

Status write_document(Scheduler& scheduler, const table::Document& document, OutputFile& out) {
  return table::write_parts(scheduler, document, {0, document.parts()},
                            [&](ByteView bytes) { return out.write(bytes); });
}

}  // namespace heddle::cli
