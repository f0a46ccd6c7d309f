#include "heddle/table/json_lines.h"

#include <memory>
#include <string>
#include <utility>

#include "heddle/table/summary.h"

#include "formats.h"
#include "json_text.h"

namespace heddle::table {

namespace {

Status finish(const ByteWriter& out) {
  if (!out.failed()) return {};
  return {Code::out_of_memory, "there is not enough memory to write the differences"};
}

template <class Items, class Write>
void write_array(const Items& items, ByteWriter& out, Write&& write) {
  out.write_char('[');
  bool first = true;
  for (const auto& item : items) {
    if (!first) out.write_char(',');
    first = false;
    write(item);
  }
  out.write_char(']');
}

void write_name(const std::string& name, ByteWriter& out) {
  write_json_string(as_bytes(name), out);
}

class RowWriter {
 public:
  RowWriter(const Listing::State& listing, const JsonRowOptions& options, ByteWriter& out)
      : listing_(listing), options_(options), out_(out), cells_(listing.files()) {}

  void write(const Difference& difference) {
    switch (difference.kind()) {
      case Kind::removed:
        out_.write_text(R"({"kind":"removed","left":)");
        out_.write_decimal(std::uint64_t{difference.left} + 1);
        break;
      case Kind::added:
        out_.write_text(R"({"kind":"added","right":)");
        out_.write_decimal(std::uint64_t{difference.right} + 1);
        break;
      case Kind::changed:
        out_.write_text(R"({"kind":"changed","left":)");
        out_.write_decimal(std::uint64_t{difference.left} + 1);
        out_.write_text(R"(,"right":)");
        out_.write_decimal(std::uint64_t{difference.right} + 1);
        break;
    }
    cells_.load(difference);
    if (options_.only_changed_cells && difference.kind() == Kind::changed) {
      write_changes();
    } else {
      write_cells();
    }
    out_.write_text("}\n");
  }

 private:
  void write_cells() {
    out_.write_text(R"(,"cells":)");
    write_array(listing_.columns, out_, [&](const OutputColumn& column) { write_cell(column); });
  }

  void write_changes() {
    out_.write_text(R"(,"key":[)");
    bool first = true;
    for (const OutputColumn& column : listing_.columns) {
      if (!column.key) continue;
      if (!std::exchange(first, false)) out_.write_char(',');
      write_cell(column);
    }
    out_.write_text(R"(],"changes":{)");
    first = true;
    for (const OutputColumn& column : listing_.columns) {
      if (!cells_.changed(column)) continue;
      if (!std::exchange(first, false)) out_.write_char(',');
      write_name(name_of(listing_.files(), column), out_);
      out_.write_char(':');
      write_cell(column);
    }
    out_.write_char('}');
  }

  void write_cell(const OutputColumn& column) {
    const Field* left = cells_.left(column);
    const Field* right = cells_.right(column);
    if (cells_.changed(column)) {
      out_.write_char('[');
      write_json_value(*left, out_);
      out_.write_char(',');
      write_json_value(*right, out_);
      out_.write_char(']');
    } else if (options_.both_values && left != nullptr && right != nullptr &&
               !equal(*left, *right)) {
      out_.write_text(R"({"left":)");
      write_json_value(*left, out_);
      out_.write_text(R"(,"right":)");
      write_json_value(*right, out_);
      out_.write_char('}');
    } else if (right != nullptr) {
      write_json_value(*right, out_);
    } else if (left != nullptr) {
      write_json_value(*left, out_);
    } else {
      out_.write_text("null");
    }
  }

  const Listing::State& listing_;
  JsonRowOptions options_;
  ByteWriter& out_;
  CellReader cells_;
};

void write_header(const Listing::State& listing, ByteWriter& out) {
  const Diff::State& state = listing.files();
  const auto& left = state.left.header.columns;
  const auto& right = state.right.header.columns;
  out.write_text(R"({"kind":"header","columns":)");
  write_array(listing.columns, out,
              [&](const OutputColumn& column) { write_name(name_of(state, column), out); });
  out.write_text(R"(,"key":)");
  const std::span<const Schema::Pair> no_key;
  write_array(state.schema.whole_rows ? no_key : std::span(state.schema.key), out,
              [&](const Schema::Pair& pair) { write_name(right[pair.right], out); });
  out.write_text(R"(,"onlyLeft":)");
  write_array(state.schema.only_left, out, [&](std::uint32_t l) { write_name(left[l], out); });
  out.write_text(R"(,"onlyRight":)");
  write_array(state.schema.only_right, out, [&](std::uint32_t r) { write_name(right[r], out); });
  if (!state.renamed.empty()) {
    out.write_text(R"(,"renamed":)");
    write_json_renames(state, out);
  }
  out.write_text("}\n");
}

class JsonDocument final : public ListingDocument {
 public:
  JsonDocument(const Listing& listing, const DocumentOptions& options)
      : ListingDocument(listing), only_changed_cells_(options.only_changed_cells) {}

 private:
  void write_head(ByteWriter& out) const override { write_header(state(), out); }
  void write_rows(Range rows, ByteWriter& out) const override {
    RowWriter writer(state(), {.only_changed_cells = only_changed_cells_}, out);
    for (std::size_t i = rows.begin; i < rows.end && !out.failed(); ++i) {
      writer.write(listing()[i]);
    }
  }

  bool only_changed_cells_;
};

}  // namespace

std::unique_ptr<Document> make_json_document(const Listing& listing,
                                             const DocumentOptions& options) {
  return std::make_unique<JsonDocument>(listing, options);
}

Status write_json_names(std::span<const std::string> names, ByteWriter& out) {
  write_array(names, out, [&](const std::string& name) { write_name(name, out); });
  return finish(out);
}

Status write_json_header(const Listing& listing, ByteWriter& out) {
  write_header(listing.state(), out);
  return finish(out);
}

Status write_json_rows(const Listing& listing, std::size_t first, std::size_t count,
                       ByteWriter& out, const JsonRowOptions& options) {
  const std::size_t size = listing.size();
  if (first > size || count > size - first) {
    return {Code::invalid_argument, "differences " + std::to_string(first) + " to " +
                                        std::to_string(first + count) +
                                        " were asked for; there are " + std::to_string(size)};
  }
  RowWriter writer(listing.state(), options, out);
  for (std::size_t i = first; i < first + count && !out.failed(); ++i) writer.write(listing[i]);
  return finish(out);
}

Status write_json_header(const Diff& diff, ByteWriter& out) {
  return write_json_header(Listing(diff), out);
}

Status write_json_rows(const Diff& diff, std::size_t first, std::size_t count, ByteWriter& out) {
  return write_json_rows(Listing(diff), first, count, out);
}

}  // namespace heddle::table
