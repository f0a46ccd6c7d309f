#include "csv_text.h"
#include "formats.h"

namespace heddle::table {

namespace {

/// One record for each row that was added or removed, two for each that changed.
class CsvDocument final : public ListingDocument {
 public:
  CsvDocument(const Listing& listing, const DocumentOptions& options)
      : ListingDocument(listing), options_(options) {}

 private:
  void write_head(ByteWriter& out) const override {
    out.write_text("change,left,right");
    for (const OutputColumn& column : state().columns) {
      out.write_char(',');
      const ByteView name = as_bytes(name_of(state().files(), column));
      write_value({name.data(), name.size()}, out);
    }
    out.write_char('\n');
  }

  void write_rows(Range rows, ByteWriter& out) const override {
    CellReader cells(state().files());
    for (std::size_t i = rows.begin; i < rows.end && !out.failed(); ++i) {
      const Difference& difference = listing()[i];
      cells.load(difference);
      switch (difference.kind()) {
        case Kind::added: write_record("added", difference, cells, false, out); break;
        case Kind::removed: write_record("removed", difference, cells, true, out); break;
        case Kind::changed:
          write_record("before", difference, cells, true, out);
          write_record("after", difference, cells, false, out);
      }
    }
  }

  void write_record(std::string_view change, const Difference& difference, const CellReader& cells,
                    bool left, ByteWriter& out) const {
    out.write_text(change);
    write_row_number(difference.left, out);
    write_row_number(difference.right, out);
    const bool only_changed = options_.only_changed_cells && difference.kind() == Kind::changed;
    for (const OutputColumn& column : state().columns) {
      out.write_char(',');
      if (only_changed && !column.key && !cells.changed(column)) continue;
      const Field* value = left ? cells.left(column) : cells.right(column);
      if (value != nullptr) write_value(*value, out);
    }
    out.write_char('\n');
  }

  static void write_row_number(std::uint32_t row, ByteWriter& out) {
    out.write_char(',');
    if (row != Difference::k_none) out.write_decimal(std::uint64_t{row} + 1);
  }

  void write_value(const Field& value, ByteWriter& out) const {
    if (options_.guard_formulas) {
      write_guarded_csv_value(value, out);
    } else {
      write_csv_value(value, out);
    }
  }

  DocumentOptions options_;
};

}  // namespace

std::unique_ptr<Document> make_csv_document(const Listing& listing,
                                            const DocumentOptions& options) {
  return std::make_unique<CsvDocument>(listing, options);
}

}  // namespace heddle::table
