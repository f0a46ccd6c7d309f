#include "heddle/table/json_lines.h"

#include <string>
#include <vector>

#include "cells.h"
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

void write_value(const Field& field, ByteWriter& out) {
  if (!field.doubled) {
    write_json_string(field.bytes(), out);
    return;
  }
  std::string value;
  field.for_each_part([&](ByteView part) { value += as_text(part); });
  write_json_string(as_bytes(value), out);
}

class RowWriter {
 public:
  RowWriter(const Diff::State& state, ByteWriter& out)
      : out_(out), columns_(output_columns(state.schema)), cells_(state) {}

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
    write_cells();
  }

 private:
  void write_cells() {
    out_.write_text(R"(,"cells":)");
    write_array(columns_, out_, [&](const OutputColumn& column) { write_cell(column); });
    out_.write_text("}\n");
  }

  void write_cell(const OutputColumn& column) {
    const Field* left = cells_.left(column);
    const Field* right = cells_.right(column);
    if (cells_.changed(column)) {
      out_.write_char('[');
      write_value(*left, out_);
      out_.write_char(',');
      write_value(*right, out_);
      out_.write_char(']');
    } else if (right != nullptr) {
      write_value(*right, out_);
    } else if (left != nullptr) {
      write_value(*left, out_);
    } else {
      out_.write_text("null");
    }
  }

  ByteWriter& out_;
  std::vector<OutputColumn> columns_;
  CellReader cells_;
};

}  // namespace

Status write_json_names(std::span<const std::string> names, ByteWriter& out) {
  write_array(names, out, [&](const std::string& name) { write_json_string(as_bytes(name), out); });
  return finish(out);
}

Status write_json_header(const Diff& diff, ByteWriter& out) {
  const Diff::State& state = diff.state();
  const auto& left = state.left.header.columns;
  const auto& right = state.right.header.columns;
  const auto write_name = [&](const std::string& name) { write_json_string(as_bytes(name), out); };

  std::vector<std::string> columns = right;
  for (const std::uint32_t l : state.schema.only_left) columns.push_back(left[l]);
  out.write_text(R"({"kind":"header","columns":)");
  HEDDLE_TRY(write_json_names(columns, out));
  out.write_text(R"(,"key":)");
  const std::span<const Schema::Pair> no_key;
  write_array(state.schema.whole_rows ? no_key : std::span(state.schema.key), out,
              [&](const Schema::Pair& pair) { write_name(right[pair.right]); });
  out.write_text(R"(,"onlyLeft":)");
  write_array(state.schema.only_left, out, [&](std::uint32_t l) { write_name(left[l]); });
  out.write_text(R"(,"onlyRight":)");
  write_array(state.schema.only_right, out, [&](std::uint32_t r) { write_name(right[r]); });
  out.write_text("}\n");
  return finish(out);
}

Status write_json_rows(const Diff& diff, std::size_t first, std::size_t count, ByteWriter& out) {
  const auto all = diff.differences();
  if (first > all.size() || count > all.size() - first) {
    return {Code::invalid_argument, "differences " + std::to_string(first) + " to " +
                                        std::to_string(first + count) +
                                        " were asked for; there are " + std::to_string(all.size())};
  }
  RowWriter writer(diff.state(), out);
  for (const Difference& difference : all.subspan(first, count)) {
    writer.write(difference);
    if (out.failed()) break;
  }
  return finish(out);
}

}  // namespace heddle::table
