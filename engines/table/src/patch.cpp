#include "heddle/table/patch.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "heddle/runtime/parallel.h"

#include "csv_text.h"
#include "diff_state.h"
#include "formats.h"
#include "patch_reader.h"

namespace heddle::table {

namespace {

using Action = Patch::Action;
using Step = Patch::Step;

/// A value for a message: its beginning, when it is long.
std::string quote(const Field& value) {
  constexpr std::size_t k_most = 60;
  std::string text;
  value.for_each_part([&](ByteView part) { text += as_text(part); });
  if (text.size() > k_most) {
    std::size_t size = k_most;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    text = text.substr(0, size) + "\xE2\x80\xA6";
  }
  return "\"" + text + "\"";
}

/// Holds a patch against the table that it is to change.
class Fitting {
 public:
  Fitting(const Patch& patch, const Side& table) : patch_(patch), table_(table) {}

  Status check(Scheduler& scheduler, CancelToken cancel) const {
    if (table_.header.columns != patch_.left.columns) {
      return misfit(0, "the table has the columns " + list_names(table_.header.columns) +
                           ", the patch was made for " + list_names(patch_.left.columns));
    }
    constexpr std::size_t k_grain = 256;
    Status fits = parallel_for(
        scheduler, {0, patch_.steps.size()}, k_grain,
        [&](Range chunk, std::uint32_t) -> Status {
          RowFields fields(patch_);
          for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
            HEDDLE_TRY(check_step(patch_.steps[i], fields));
          }
          return {};
        },
        cancel);
    return fits.ok() ? check_coverage() : std::move(fits);
  }

 private:
  struct RowFields {
    explicit RowFields(const Patch& patch) : row(patch.left.columns.size()) {}
    std::vector<Field> step;
    std::vector<Field> row;
  };

  Status misfit(std::size_t offset, const std::string& why) const {
    Status status = malformed_at(
        patch_.text, offset,
        "the patch does not fit: " + why + "; apply it to the table that it was made from");
    return {Code::invalid_argument, std::string(status.message()), status.location()};
  }

  Status check_step(const Step& step, RowFields& fields) const {
    if (step.action == Action::add) return {};
    const std::size_t rows = table_.index.rows;
    const std::size_t last = step.left + std::max<std::size_t>(step.count, 1) - 1;
    if (last >= rows) {
      return misfit(step.offset, "there is no row " + std::to_string(last + 1) +
                                     ", the table has " + std::to_string(rows));
    }
    if (step.action == Action::copy) return {};
    patch_.cut(step, fields.step);
    table_.cut(step.left, fields.row);
    const auto expect = [&](std::size_t column, const Field& value) -> Status {
      if (equal(fields.row[column], value)) return {};
      return misfit(step.offset, "row " + std::to_string(step.left + 1) + " has " +
                                     quote(fields.row[column]) + " in the column \"" +
                                     patch_.left.columns[column] + "\" in place of " +
                                     quote(value));
    };
    if (step.action == Action::remove) {
      for (std::size_t c = 0; c < fields.row.size(); ++c) {
        HEDDLE_TRY(expect(c, fields.step[c + 2]));
      }
      return {};
    }
    for (std::size_t i = 2 + patch_.new_columns; i < fields.step.size(); i += 3) {
      HEDDLE_TRY(expect(patch_.from[changed_column(fields.step[i])], fields.step[i + 1]));
    }
    return {};
  }

  /// Every row of the table is removed, copied or changed, and only once.
  Status check_coverage() const {
    const std::size_t rows = table_.index.rows;
    Buffer<std::uint8_t> seen;
    if (!seen.allocate_zeroed(rows)) {
      return {Code::out_of_memory, "there is not enough memory to apply the patch"};
    }
    for (const Step& step : patch_.steps) {
      if (step.action == Action::add) continue;
      const std::size_t end = step.left + std::max<std::size_t>(step.count, 1);
      for (std::size_t row = step.left; row < end; ++row) {
        if (std::exchange(seen[row], std::uint8_t{1}) == 0) continue;
        return malformed_at(
            patch_.text, step.offset,
            "row " + std::to_string(row + 1) + " is removed, copied or changed a second time");
      }
    }
    const auto* const missed = std::find(seen.begin(), seen.end(), std::uint8_t{0});
    if (missed != seen.end()) {
      return misfit(patch_.text.size(), "row " + std::to_string(missed - seen.begin() + 1) +
                                            " of the table is not in it");
    }
    if (rows == patch_.left.rows) return {};
    return misfit(patch_.text.size(), "there is no row " + std::to_string(rows + 1) +
                                          ", the table has " + std::to_string(rows));
  }

 public:
  /// The column of right, from 0, that a field of a checked patch names.
  static std::size_t changed_column(const Field& number) {
    std::size_t column = 0;
    for (const std::uint8_t digit : number.bytes()) column = column * 10 + (digit - '0');
    return column - 1;
  }

 private:
  const Patch& patch_;
  const Side& table_;
};

/// The table after the patch.
class PatchedTable final : public Document {
 public:
  PatchedTable(Patch patch, Side table) : patch_(std::move(patch)), table_(std::move(table)) {
    as_is_ = patch_.from.size() == patch_.left.columns.size() && table_.header.delimiter == ',';
    for (std::size_t c = 0; c < patch_.from.size() && as_is_; ++c) {
      as_is_ = patch_.from[c] == c;
    }
  }

  Status check(Scheduler& scheduler, CancelToken cancel) const {
    return Fitting(patch_, table_).check(scheduler, cancel);
  }

  [[nodiscard]] std::size_t parts() const override {
    return 1 + (patch_.right.rows + k_rows_per_part - 1) / k_rows_per_part;
  }

  void write(std::size_t part, ByteWriter& out) const override {
    const std::vector<std::string>& columns = patch_.right.columns;
    if (part == 0) {
      if (!table_.header.named) return;
      write_csv_record(columns.size(), out,
                       [&](std::size_t c) { write_csv_value(columns[c], out); });
      return;
    }
    const std::size_t first = (part - 1) * k_rows_per_part;
    const std::size_t end = std::min<std::size_t>(first + k_rows_per_part, patch_.right.rows);
    // The step that makes the first row: the last one that begins there or before, and makes any.
    const Step* step = std::upper_bound(
        patch_.steps.begin(), patch_.steps.end(), first,
        [](std::size_t row, const Step& s) { return row < std::size_t{s.right} + s.count; });
    std::vector<Field> step_fields;
    std::vector<Field> row(patch_.left.columns.size());
    std::vector<Field> values(columns.size());
    for (std::size_t r = first; r < end && !out.failed(); ++r) {
      while (std::size_t{step->right} + step->count <= r) ++step;
      write_row(*step, step->left + (r - step->right), step_fields, row, values, out);
    }
  }

 private:
  void write_row(const Step& step, std::size_t left, std::vector<Field>& step_fields,
                 std::vector<Field>& row, std::vector<Field>& values, ByteWriter& out) const {
    if (step.action == Action::add) {
      patch_.cut(step, step_fields);
      std::copy(step_fields.begin() + 1, step_fields.end(), values.begin());
    } else {
      const ByteView text = table_.row(left);
      if (step.action == Action::copy && as_is_ && is_plain(text)) {
        out.write_bytes(text);
        out.write_char('\n');
        return;
      }
      table_.cut(left, row);
      if (step.action == Action::change) patch_.cut(step, step_fields);
      std::size_t next_new = 2;
      for (std::size_t c = 0; c < values.size(); ++c) {
        values[c] = patch_.from[c] == Patch::k_new ? step_fields[next_new++] : row[patch_.from[c]];
      }
      if (step.action == Action::change) {
        for (std::size_t i = 2 + patch_.new_columns; i < step_fields.size(); i += 3) {
          values[Fitting::changed_column(step_fields[i])] = step_fields[i + 2];
        }
      }
    }
    write_csv_record(values.size(), out, [&](std::size_t c) { write_csv_value(values[c], out); });
  }

  /// Whether a row's text can be written as it stands: a carriage return at its end would become part
  /// of the line's end, and an empty text is a blank line.
  static bool is_plain(ByteView row) { return !row.empty() && row.back() != '\r'; }

  Patch patch_;
  Side table_;
  bool as_is_ = false;  ///< a row of left may be written as it stands
};

Status read_table(Scheduler& scheduler, ByteView left, const PatchOptions& options, Side& table) {
  HEDDLE_TRY(table.open(left, options.dialect, {options.cancel, {}}));
  Result<BlockPlan> plan = plan_blocks(scheduler, table.file, table.header.body, k_block_bytes,
                                       options.cancel, options.progress);
  if (!plan.ok()) return std::move(plan).status();
  Result<RowIndex> index = index_rows(scheduler, table.file, table.header.body, plan.value(),
                                      table.header.columns.size(), table.header.delimiter, {},
                                      options.cancel, options.progress);
  if (!index.ok()) return std::move(index).status();
  table.index = std::move(index).value();
  table.index.key_hash.release();
  return {};
}

}  // namespace

Result<std::unique_ptr<Document>> apply_patch(Scheduler& scheduler, ByteView left, ByteView patch,
                                              const PatchOptions& options) {
  Side table;
  Status status = read_table(scheduler, left, options, table);
  if (!status.ok()) return table.blame(std::move(status), 0);
  Result<Patch> read = read_patch(patch);
  if (!read.ok()) return std::move(read).status().with_input(1);
  auto patched = std::make_unique<PatchedTable>(std::move(read).value(), std::move(table));
  status = patched->check(scheduler, options.cancel);
  if (status.ok()) return std::unique_ptr<Document>(std::move(patched));
  const bool of_patch = status.code() != Code::out_of_memory && status.code() != Code::cancelled;
  return of_patch ? std::move(status).with_input(1) : std::move(status);
}

}  // namespace heddle::table
