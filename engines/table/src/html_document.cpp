#include <array>
#include <cstdint>
#include <string_view>

#include "formats.h"

namespace heddle::table {

namespace {

// Colors of text and mark reach a contrast of 4.5:1 in both schemes (WCAG 2.2, 1.4.3); what a row or
// cell is shows in words and lines too, not by color alone.
constexpr std::string_view k_head =
    R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Differences</title>
<style>
:root { color-scheme: light dark; --line: #d5d9de; --head: #f2f4f6; --add: #e2f5e5; --add-text: #0a5a22;
  --remove: #fde7e5; --remove-text: #94150f; --change: #fff6d8; --quiet: #5b646e; }
@media (prefers-color-scheme: dark) { :root { --line: #3a4149; --head: #20252b; --add: #12331c;
  --add-text: #8fe3a4; --remove: #421a18; --remove-text: #ffb3ad; --change: #3a3112; --quiet: #a3adb8; } }
body { margin: 1.5rem; font: 14px/1.45 system-ui, sans-serif; }
h1 { font-size: 1.25rem; }
dl { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
dl div { display: flex; gap: .4rem; }
dt { color: var(--quiet); }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid var(--line); padding: .2rem .5rem; text-align: left; vertical-align: top;
  white-space: pre-wrap; }
thead th { position: sticky; top: 0; background: var(--head); }
tbody th { font-weight: normal; }
small { display: block; font-weight: normal; color: var(--quiet); }
.added > *, ins { background: var(--add); color: var(--add-text); }
.removed > *, del { background: var(--remove); color: var(--remove-text); }
.cell { background: var(--change); }
ins { text-decoration: none; }
td.none { color: var(--quiet); }
td.row { color: var(--quiet); text-align: right; }
</style>
</head>
<body>
<h1>Differences</h1>
)";

constexpr std::string_view k_end_of_rows = "</tbody>\n</table>\n</div>\n";
constexpr std::string_view k_tail = "</body>\n</html>\n";

/// What stands for a byte in the text of an element; empty for the byte itself.
constexpr std::array<std::string_view, 256> k_escapes = [] {
  std::array<std::string_view, 256> escapes{};
  escapes['&'] = "&amp;";
  escapes['<'] = "&lt;";
  escapes['>'] = "&gt;";
  escapes['"'] = "&quot;";
  escapes['\''] = "&#39;";
  // A reader of HTML takes a carriage return for a line feed, and refuses NUL.
  escapes['\r'] = "&#13;";
  escapes[0] = "\xEF\xBF\xBD";
  return escapes;
}();

void write_text(ByteView text, ByteWriter& out) {
  for (const std::uint8_t byte : text) {
    const std::string_view escape = k_escapes[byte];
    if (escape.empty()) {
      out.write_char(static_cast<char>(byte));
    } else {
      out.write_text(escape);
    }
  }
}

void write_value(const Field& value, ByteWriter& out) {
  value.for_each_part([&](ByteView part) { write_text(part, out); });
}

class HtmlDocument final : public ListingDocument {
 public:
  HtmlDocument(const Listing& listing, const DocumentOptions& options)
      : ListingDocument(listing), only_changed_cells_(options.only_changed_cells) {}

 private:
  void write_head(ByteWriter& out) const override {
    out.write_text(k_head);
    if (!state().files().counted_last) write_counts(out);
    out.write_text(
        "<div class=\"scroll\">\n<table>\n<thead>\n<tr><th scope=\"col\">change</th>"
        "<th scope=\"col\">left</th><th scope=\"col\">right</th>");
    for (const OutputColumn& column : state().columns) {
      out.write_text("<th scope=\"col\">");
      write_text(as_bytes(name_of(state().files(), column)), out);
      if (column.key) out.write_text("<small>key</small>");
      if (column.right == OutputColumn::k_absent) out.write_text("<small>only left</small>");
      if (column.left == OutputColumn::k_absent) out.write_text("<small>only right</small>");
      write_old_name(column, out);
      out.write_text("</th>");
    }
    out.write_text("</tr>\n</thead>\n<tbody>\n");
  }

  /// What a column is called in left, where that is another name.
  void write_old_name(const OutputColumn& column, ByteWriter& out) const {
    if (column.left == OutputColumn::k_absent || column.right == OutputColumn::k_absent) return;
    const std::string& before = state().files().left.header.columns[column.left];
    if (before == name_of(state().files(), column)) return;
    out.write_text("<small>was ");
    write_text(as_bytes(before), out);
    out.write_text("</small>");
  }

  void write_counts(ByteWriter& out) const {
    const Counts& counts = state().diff->counts();
    out.write_text("<dl>\n");
    write_count("added rows", counts.added, out);
    write_count("removed rows", counts.removed, out);
    write_count("changed rows", counts.changed, out);
    write_count("changed cells", counts.changed_cells, out);
    write_count("unchanged rows", counts.unchanged, out);
    out.write_text("</dl>\n");
  }

  static void write_count(std::string_view name, std::uint64_t count, ByteWriter& out) {
    out.write_text("<div><dt>");
    out.write_text(name);
    out.write_text("</dt><dd>");
    out.write_decimal(count);
    out.write_text("</dd></div>\n");
  }

  void write_rows(Range rows, ByteWriter& out) const override {
    CellReader cells(state().files());
    for (std::size_t i = rows.begin; i < rows.end && !out.failed(); ++i) {
      const Difference& difference = listing()[i];
      const std::string_view kind = name_of_kind(difference.kind());
      out.write_text("<tr class=\"");
      out.write_text(kind);
      out.write_text("\"><th scope=\"row\">");
      out.write_text(kind);
      out.write_text("</th>");
      write_row_number(difference.left, out);
      write_row_number(difference.right, out);
      cells.load(difference);
      for (const OutputColumn& column : state().columns) {
        write_cell(column, cells, difference.kind(), out);
      }
      out.write_text("</tr>\n");
    }
  }

  static std::string_view name_of_kind(Kind kind) {
    switch (kind) {
      case Kind::removed: return "removed";
      case Kind::added: return "added";
      case Kind::changed: return "changed";
    }
    return {};
  }

  static void write_row_number(std::uint32_t row, ByteWriter& out) {
    out.write_text("<td class=\"row\">");
    if (row != Difference::k_none) out.write_decimal(std::uint64_t{row} + 1);
    out.write_text("</td>");
  }

  void write_cell(const OutputColumn& column, const CellReader& cells, Kind kind,
                  ByteWriter& out) const {
    const Field* left = cells.left(column);
    const Field* right = cells.right(column);
    if (cells.changed(column)) {
      out.write_text("<td class=\"cell\"><del>");
      write_value(*left, out);
      out.write_text("</del> <ins>");
      write_value(*right, out);
      out.write_text("</ins></td>");
      return;
    }
    const Field* value = right != nullptr ? right : left;
    if (value == nullptr) {
      out.write_text("<td class=\"none\">\xE2\x80\x93</td>");
      return;
    }
    out.write_text("<td>");
    if (!only_changed_cells_ || kind != Kind::changed || column.key) write_value(*value, out);
    out.write_text("</td>");
  }

  void write_tail(ByteWriter& out) const override {
    out.write_text(k_end_of_rows);
    if (state().files().counted_last) write_counts(out);
    out.write_text(k_tail);
  }

  bool only_changed_cells_;
};

}  // namespace

std::unique_ptr<Document> make_html_document(const Listing& listing,
                                             const DocumentOptions& options) {
  return std::make_unique<HtmlDocument>(listing, options);
}

}  // namespace heddle::table
