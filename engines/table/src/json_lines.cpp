#include "heddle/table/json_lines.h"

#include <string>
#include <vector>

#include "diff_state.h"
#include "json_text.h"
#include "row_compare.h"

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

/// A column of the output: where its value is in left and in right.
struct OutputColumn {
  static constexpr std::uint32_t k_absent = ~std::uint32_t{0};

  std::uint32_t left = k_absent;
  std::uint32_t right = k_absent;
  bool compared = false;
};

std::vector<OutputColumn> output_columns(const Schema& schema) {
  std::vector<OutputColumn> columns(schema.right_columns);
  for (std::uint32_t r = 0; r < columns.size(); ++r) columns[r].right = r;
  for (const Schema::Pair& pair : schema.key) columns[pair.right].left = pair.left;
  for (const Schema::Pair& pair : schema.compared) {
    columns[pair.right].left = pair.left;
    columns[pair.right].compared = true;
  }
  for (const std::uint32_t l : schema.only_left) columns.push_back({.left = l});
  return columns;
}

class RowWriter {
 public:
  RowWriter(const Diff::State& state, ByteWriter& out)
      : state_(state), out_(out), columns_(output_columns(state.schema)), comparer_(state.schema) {}

  void write(const Difference& difference) {
    switch (difference.kind()) {
      case Kind::removed:
        out_.write_text(R"({"kind":"removed","left":)");
        out_.write_decimal(std::uint64_t{difference.left} + 1);
        write_one(state_.left, difference.left, &OutputColumn::left);
        return;
      case Kind::added:
        out_.write_text(R"({"kind":"added","right":)");
        out_.write_decimal(std::uint64_t{difference.right} + 1);
        write_one(state_.right, difference.right, &OutputColumn::right);
        return;
      case Kind::changed:
        out_.write_text(R"({"kind":"changed","left":)");
        out_.write_decimal(std::uint64_t{difference.left} + 1);
        out_.write_text(R"(,"right":)");
        out_.write_decimal(std::uint64_t{difference.right} + 1);
        write_both(difference);
        return;
    }
  }

 private:
  void write_one(const Side& side, std::uint32_t row, std::uint32_t OutputColumn::*position) {
    fields_.resize(side.header.columns.size());
    cut_record(side.row(row), fields_);
    write_cells([&](const OutputColumn& column) {
      if (column.*position == OutputColumn::k_absent) {
        out_.write_text("null");
      } else {
        write_value(fields_[column.*position], out_);
      }
    });
  }

  void write_both(const Difference& difference) {
    comparer_.load(state_.left.row(difference.left), state_.right.row(difference.right));
    write_cells([&](const OutputColumn& column) {
      if (column.right == OutputColumn::k_absent) {
        write_value(comparer_.left()[column.left], out_);
        return;
      }
      const Field& right = comparer_.right()[column.right];
      if (!column.compared || equal(comparer_.left()[column.left], right)) {
        write_value(right, out_);
        return;
      }
      out_.write_char('[');
      write_value(comparer_.left()[column.left], out_);
      out_.write_char(',');
      write_value(right, out_);
      out_.write_char(']');
    });
  }

  template <class WriteCell>
  void write_cells(WriteCell&& write_cell) {
    out_.write_text(R"(,"cells":)");
    write_array(columns_, out_, write_cell);
    out_.write_text("}\n");
  }

  const Diff::State& state_;
  ByteWriter& out_;
  std::vector<OutputColumn> columns_;
  std::vector<Field> fields_;
  RowComparer comparer_;
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
