#include "patch_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "join.h"
#include "patch_format.h"

namespace heddle::table {

namespace {

std::string text_of(const Field& field) {
  std::string text;
  field.for_each_part([&](ByteView part) { text += as_text(part); });
  return text;
}

std::optional<std::uint32_t> number_in(const Field& field) {
  const std::string text = text_of(field);
  std::uint32_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end || text.empty()) return std::nullopt;
  return number;
}

/// Reads record after record.
class Reader {
 public:
  explicit Reader(Patch& patch) : patch_(patch), text_(patch.text) {
    constexpr std::string_view k_mark = "\xEF\xBB\xBF";
    if (as_text(text_).substr(0, k_mark.size()) == k_mark) next_ = k_mark.size();
  }

  Status read() {
    HEDDLE_TRY(read_name());
    HEDDLE_TRY(read_table(patch_format::k_left, patch_.left));
    HEDDLE_TRY(read_table(patch_format::k_right, patch_.right));
    HEDDLE_TRY(read_from());
    const auto lines = static_cast<std::size_t>(std::count(text_.begin(), text_.end(), '\n')) + 1;
    if (!patch_.steps.allocate(lines)) {
      return {Code::out_of_memory, "there is not enough memory to read the patch"};
    }
    std::size_t count = 0;
    while (next_ < text_.size()) HEDDLE_TRY(read_step(patch_.steps[count++]));
    patch_.steps.shrink(count);
    if (right_ == patch_.right.rows) return {};
    return malformed_at(text_, text_.size(),
                        "the patch ends after " + std::to_string(right_) + " of " +
                            std::to_string(patch_.right.rows) +
                            " rows; it was cut short, or changed");
  }

 private:
  Status wrong(std::string message) const {
    return malformed_at(text_, record_, std::move(message));
  }

  /// Reads the next record into fields_.
  Status next_record() {
    record_ = next_;
    const RecordScan scan = scan_record(text_, record_);
    if (scan.problem != RecordScan::Problem::none) return explain_record(text_, record_, 0);
    fields_.resize(scan.fields);
    next_ = std::min(scan.end + 1, text_.size());
    cut_record(trim_line_ends(text_.subspan(record_, next_ - record_)), fields_);
    return {};
  }

  Status read_name() {
    HEDDLE_TRY(next_record());
    if (text_of(fields_[0]) != patch_format::k_name) {
      return wrong("this is no patch: a patch begins with \"" + std::string(patch_format::k_name) +
                   "\"; heddle table diff --format patch writes one");
    }
    if (fields_.size() == 2 && text_of(fields_[1]) == patch_format::k_version) return {};
    return wrong("this patch has another version than " + std::string(patch_format::k_version) +
                 "; use the program that wrote it");
  }

  Status read_table(std::string_view word, Patch::Table& table) {
    HEDDLE_TRY(next_record());
    const bool named = fields_.size() >= 3 && text_of(fields_[0]) == word;
    // A number that no table has stands for none.
    const std::uint32_t rows =
        named ? number_in(fields_[1]).value_or(k_most_rows + 1) : k_most_rows + 1;
    if (rows > k_most_rows) {
      return wrong("here must stand \"" + std::string(word) +
                   "\", the number of its rows, and the names of its columns");
    }
    table.rows = rows;
    std::unordered_set<std::string> names;
    for (std::size_t i = 2; i < fields_.size(); ++i) {
      table.columns.push_back(text_of(fields_[i]));
      if (names.insert(table.columns.back()).second) continue;
      return wrong("the name \"" + table.columns.back() + "\" stands twice");
    }
    return {};
  }

  Status read_from() {
    HEDDLE_TRY(next_record());
    const std::size_t columns = patch_.right.columns.size();
    if (fields_.size() != columns + 1 || text_of(fields_[0]) != patch_format::k_from) {
      return wrong("here must stand \"from\" and a number for each of the " +
                   std::to_string(columns) + " columns of right");
    }
    for (std::size_t i = 0; i < columns; ++i) {
      const auto source = number_in(fields_[i + 1]);
      if (!source || *source > patch_.left.columns.size()) {
        return wrong("a column of right comes from a column of left, 1 to " +
                     std::to_string(patch_.left.columns.size()) + ", or from none, 0");
      }
      patch_.from.push_back(*source == 0 ? Patch::k_new : *source - 1);
      patch_.new_columns += *source == 0 ? 1 : 0;
    }
    return {};
  }

  Status read_step(Patch::Step& step) {
    HEDDLE_TRY(next_record());
    const std::string action = text_of(fields_[0]);
    step = {.offset = record_,
            .fields = static_cast<std::uint32_t>(fields_.size()),
            .right = right_,
            .count = 1};
    if (action == patch_format::k_remove) {
      step.action = Patch::Action::remove;
      step.count = 0;
      HEDDLE_TRY(expect_fields(2 + patch_.left.columns.size()));
      HEDDLE_TRY(read_row(step));
    } else if (action == patch_format::k_copy) {
      step.action = Patch::Action::copy;
      HEDDLE_TRY(expect_fields(3));
      HEDDLE_TRY(read_row(step));
      const auto count = number_in(fields_[2]);
      if (!count || *count == 0 || *count > patch_.left.rows - step.left) {
        return wrong("the number of rows to copy reaches beyond the table's end");
      }
      if (patch_.new_columns > 0)
        return wrong("a row that is copied has no value for a new column");
      step.count = *count;
    } else if (action == patch_format::k_change) {
      step.action = Patch::Action::change;
      HEDDLE_TRY(check_changes());
      HEDDLE_TRY(read_row(step));
    } else if (action == patch_format::k_add) {
      step.action = Patch::Action::add;
      HEDDLE_TRY(expect_fields(1 + patch_.right.columns.size()));
    } else {
      return wrong("a record of a patch begins with - = ~ or +");
    }
    if (step.count > patch_.right.rows - right_) {
      return wrong("this makes more than the " + std::to_string(patch_.right.rows) +
                   " rows that the patch has announced");
    }
    right_ += step.count;
    return {};
  }

  Status expect_fields(std::size_t count) const {
    if (fields_.size() == count) return {};
    return wrong("this record has " + std::to_string(fields_.size()) + " fields in place of " +
                 std::to_string(count));
  }

  Status read_row(Patch::Step& step) const {
    const auto row = number_in(fields_[1]);
    if (!row || *row == 0 || *row > patch_.left.rows) {
      return wrong("the row's number must be 1 to " + std::to_string(patch_.left.rows));
    }
    step.left = *row - 1;
    return {};
  }

  /// Behind the values of the new columns: column, before, after, in the order of the columns.
  Status check_changes() const {
    const std::size_t first = 2 + patch_.new_columns;
    if (fields_.size() < first || (fields_.size() - first) % 3 != 0) {
      return wrong(
          "a changed row has a value for each new column, and then column, before and after "
          "of each cell that changes");
    }
    std::uint32_t last = 0;
    for (std::size_t i = first; i < fields_.size(); i += 3) {
      const auto column = number_in(fields_[i]);
      if (!column || *column <= last || *column > patch_.from.size() ||
          patch_.from[*column - 1] == Patch::k_new) {
        return wrong(
            "the columns of a changed row must be numbers of columns that left has too, in "
            "increasing order");
      }
      last = *column;
    }
    return {};
  }

  Patch& patch_;
  ByteView text_;
  std::size_t record_ = 0;   // where the current record begins
  std::size_t next_ = 0;     // where the next one does
  std::uint32_t right_ = 0;  // rows of right made so far
  std::vector<Field> fields_;
};

}  // namespace

void Patch::cut(const Step& step, std::vector<Field>& fields) const {
  const std::size_t end = scan_record(text, step.offset).end;
  fields.resize(step.fields);
  cut_record(
      trim_line_ends(text.subspan(step.offset, std::min(end + 1, text.size()) - step.offset)),
      fields);
}

Result<Patch> read_patch(ByteView text) {
  Patch patch;
  patch.text = text;
  HEDDLE_TRY(Reader(patch).read());
  return patch;
}

}  // namespace heddle::table
