#include <string>
#include <utility>
#include <vector>

#include "csv_text.h"
#include "formats.h"
#include "row_order.h"

/// The tabular diff format (Fitzpatrick, "Tabular Diff Format", version 0.8.0, specs.frictionlessdata.io):
/// a table of rows in right's order, those that left lost before the row that followed them, each with
/// one row that did not change before and behind it.
namespace heddle::table {

namespace {

constexpr std::uint32_t k_none = Difference::k_none;
constexpr std::size_t k_context = 1;

/// One row of the output; with neither file's row it stands for rows that are left out.
struct Entry {
  Difference rows;
  bool moved = false;

  [[nodiscard]] bool is_gap() const { return rows.left == k_none && rows.right == k_none; }
};

Status no_memory() { return {Code::out_of_memory, "there is not enough memory to order the rows"}; }

/// Chooses the rows that are shown, in their order.
class Arrangement {
 public:
  Arrangement(const Listing& listing, const Diff::State& files)
      : listing_(listing),
        left_of_(listing.state().diff->left_of()),
        left_rows_(files.left.index.rows),
        all_(!files.schema.only_right.empty()) {}

  Status arrange(Buffer<Entry>& entries) {
    HEDDLE_TRY(mark_rows());
    HEDDLE_TRY(find_moved_rows(left_of_, moved_));
    std::size_t count = 0;
    walk([&](const Entry&) { ++count; });
    if (!entries.allocate(count)) return no_memory();
    Entry* out = entries.data();
    walk([&](const Entry& entry) { *out++ = entry; });
    return {};
  }

 private:
  enum Mark : std::uint8_t { k_same, k_listed, k_hidden };

  Status mark_rows() {
    if (!left_.allocate_zeroed(left_rows_) || !right_.allocate_zeroed(left_of_.size())) {
      return no_memory();
    }
    const auto mark = [&](const Difference& difference, Mark as) {
      if (difference.kind() == Kind::removed) {
        left_[difference.left] = as;
      } else {
        right_[difference.right] = as;
      }
    };
    for (const Difference& difference : listing_.state().diff->differences()) {
      mark(difference, k_hidden);
    }
    for (std::size_t i = 0; i < listing_.size(); ++i) mark(listing_[i], k_listed);
    return {};
  }

  /// Calls `emit` for every row that is shown, and for every gap.
  template <class Emit>
  void walk(Emit&& emit) {
    behind_ = 0;
    skipped_ = 0;
    std::uint32_t next_left = 0;
    for (std::uint32_t r = 0; r < left_of_.size(); ++r) {
      const std::uint32_t left = left_of_[r];
      const bool moved = moved_.size() > 0 && moved_[r] != 0;
      if (left != k_none && !moved) {
        walk_removed(next_left, left, emit);
        next_left = left + 1;
      }
      if (right_[r] == k_hidden) continue;
      add({.rows = {left, r}, .moved = moved}, all_ || moved || right_[r] == k_listed, emit);
    }
    walk_removed(next_left, static_cast<std::uint32_t>(left_rows_), emit);
    if (skipped_ > 0) emit(Entry{});
  }

  template <class Emit>
  void walk_removed(std::uint32_t first, std::uint32_t end, Emit&& emit) {
    for (std::uint32_t l = first; l < end; ++l) {
      if (left_[l] == k_listed) add({.rows = {.left = l}}, true, emit);
    }
  }

  template <class Emit>
  void add(const Entry& entry, bool shown, Emit&& emit) {
    if (shown) {
      if (skipped_ > 1) emit(Entry{});
      if (skipped_ > 0) emit(last_skipped_);
      skipped_ = 0;
      behind_ = k_context;
      emit(entry);
    } else if (behind_ > 0) {
      --behind_;
      emit(entry);
    } else {
      ++skipped_;
      last_skipped_ = entry;
    }
  }

  const Listing& listing_;
  std::span<const std::uint32_t> left_of_;
  std::size_t left_rows_;
  bool all_;  // right has columns of its own, so every row has something to tell
  Buffer<std::uint8_t> moved_;
  Buffer<std::uint8_t> left_;   // marks
  Buffer<std::uint8_t> right_;  // marks
  std::size_t behind_ = 0;      // rows of context that are still to come
  std::size_t skipped_ = 0;     // rows since the last one that was shown
  Entry last_skipped_;
};

std::string value_of(const Field& field) {
  std::string value;
  field.for_each_part([&](ByteView part) { value += as_text(part); });
  // NULL is the format's word for no value; a value that reads so gets one more underscore.
  const std::size_t word = value.find_first_not_of('_');
  if (word != value.npos && std::string_view(value).substr(word) == "NULL") value.insert(0, 1, '_');
  return value;
}

class TdiffDocument final : public Document {
 public:
  TdiffDocument(const Listing& listing, Buffer<Entry> entries)
      : listing_(listing.state()), entries_(std::move(entries)) {}

  [[nodiscard]] std::size_t parts() const override {
    return 1 + (entries_.size() + k_rows_per_part - 1) / k_rows_per_part;
  }

  void write(std::size_t part, ByteWriter& out) const override {
    if (part == 0) {
      write_head(out);
      return;
    }
    RowTexts row(listing_.columns.size());
    CellReader cells(listing_.files());
    const std::size_t first = (part - 1) * k_rows_per_part;
    const std::size_t end = std::min(first + k_rows_per_part, entries_.size());
    for (std::size_t i = first; i < end && !out.failed(); ++i)
      write_entry(entries_[i], cells, row, out);
  }

 private:
  /// The texts of one row.
  struct RowTexts {
    explicit RowTexts(std::size_t columns) : before(columns), after(columns) {}
    std::vector<std::string> before;
    std::vector<std::string> after;
  };

  void write_head(ByteWriter& out) const {
    const auto& columns = listing_.columns;
    const Diff::State& files = listing_.files();
    Buffer<std::uint8_t> moved;
    std::vector<std::uint32_t> left_of;
    left_of.reserve(columns.size());
    for (const OutputColumn& column : columns) left_of.push_back(column.left);
    bool is_needed = false;
    std::vector<std::string> schema;
    // The few columns there are need little memory; without it none counts as moved.
    const bool known = find_moved_rows(left_of, moved).ok();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const OutputColumn& column = columns[i];
      std::string mark;
      if (column.left == OutputColumn::k_absent) {
        mark = "+++";
      } else if (column.right == OutputColumn::k_absent) {
        mark = "---";
      } else {
        if (known && moved.size() > 0 && moved[i] != 0) mark = ":";
        const std::string& before = files.left.header.columns[column.left];
        if (before != name_of(files, column)) mark += "(" + before + ")";
      }
      is_needed = is_needed || !mark.empty();
      schema.push_back(std::move(mark));
    }
    if (is_needed) write_row("!", schema, out);
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const OutputColumn& column : columns) names.push_back(name_of(files, column));
    write_row("@@", names, out);
  }

  static void write_row(std::string_view tag, const std::vector<std::string>& cells,
                        ByteWriter& out) {
    write_csv_value(tag, out);
    for (const std::string& cell : cells) {
      out.write_char(',');
      write_csv_value(cell, out);
    }
    out.write_char('\n');
  }

  void write_entry(const Entry& entry, CellReader& cells, RowTexts& row, ByteWriter& out) const {
    if (entry.is_gap()) {
      row.after.assign(row.after.size(), "...");
      write_row("...", row.after, out);
      return;
    }
    cells.load(entry.rows);
    bool any_changed = false;
    for (std::size_t i = 0; i < row.after.size(); ++i) {
      const OutputColumn& column = listing_.columns[i];
      const Field* left = cells.left(column);
      const Field* right = cells.right(column);
      row.after[i] = right != nullptr  ? value_of(*right)
                     : left != nullptr ? value_of(*left)
                                       : "NULL";
      row.before[i].clear();
      if (!cells.changed(column)) continue;
      any_changed = true;
      row.before[i] = value_of(*left);
    }
    if (!any_changed) {
      write_row(tag_of(entry), row.after, out);
      return;
    }
    const std::string arrow = arrow_for(row);
    for (std::size_t i = 0; i < row.after.size(); ++i) {
      if (cells.changed(listing_.columns[i])) row.after[i] = row.before[i] + arrow + row.after[i];
    }
    write_row(arrow, row.after, out);
  }

  [[nodiscard]] std::string_view tag_of(const Entry& entry) const {
    if (entry.rows.kind() == Kind::added) return "+++";
    if (entry.rows.kind() == Kind::removed) return "---";
    if (entry.moved) return ":";
    return listing_.files().schema.only_right.empty() ? "" : "+";
  }

  /// The shortest of ->, -->, ---> … that stands in no cell of the row.
  static std::string arrow_for(const RowTexts& row) {
    std::string arrow = "->";
    for (const auto* texts : {&row.before, &row.after}) {
      for (const std::string& text : *texts) {
        while (text.find(arrow) != text.npos) arrow.insert(0, 1, '-');
      }
    }
    return arrow;
  }

  const Listing::State& listing_;
  Buffer<Entry> entries_;
};

}  // namespace

Result<std::unique_ptr<Document>> make_tdiff_document(const Listing& listing) {
  Buffer<Entry> entries;
  HEDDLE_TRY(Arrangement(listing, listing.state().files()).arrange(entries));
  return std::unique_ptr<Document>(std::make_unique<TdiffDocument>(listing, std::move(entries)));
}

}  // namespace heddle::table
