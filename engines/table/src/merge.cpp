#include "heddle/table/merge.h"

#include <algorithm>
#include <utility>

#include "heddle/runtime/parallel.h"

#include "csv_text.h"
#include "formats.h"
#include "json_text.h"
#include "merge_rows.h"

namespace heddle::table {

namespace {

/// A cell on which the sides disagree: places in the merged rows and columns.
struct Conflict {
  std::uint32_t row;
  std::uint32_t column;
};

/// The names of the key's columns, which may have been given by their numbers.
Status name_key(const Diff& to_left, const Diff& to_right, std::vector<std::string>& names) {
  for (const Diff* diff : {&to_left, &to_right}) {
    const Diff::State& files = diff->state();
    if (files.schema.whole_rows) return {};
    names.clear();
    for (const Schema::Pair& pair : files.schema.key) {
      const std::string& before = files.left.header.columns[pair.left];
      const std::string& after = files.right.header.columns[pair.right];
      if (before != after) {
        return {Code::invalid_argument,
                "a key column is called \"" + before + "\" in the base and \"" + after +
                    "\" in a side; a merge matches columns by name, so give it the same one"};
      }
      names.push_back(before);
    }
  }
  return {};
}

/// Gives the columns their rules.
/// key  names of the key's columns.
Status add_rules(const DiffOptions& options, const std::vector<std::string>& key,
                 std::vector<MergedColumn>& columns) {
  if (options.rule == ValueRule{} && options.column_rules.empty()) return {};
  if (key.empty()) {
    return {Code::invalid_argument,
            "rules for values need a key: without one whole rows are merged byte by byte; name the "
            "key columns, or leave the rules out"};
  }
  const auto in_key = [&](const std::string& name) {
    return std::find(key.begin(), key.end(), name) != key.end();
  };
  Result<CellRule> general = CellRule::create(options.rule);
  if (!general.ok()) return std::move(general).status();
  for (MergedColumn& column : columns) {
    if (!in_key(column.name)) column.rule = general.value();
  }
  for (const ColumnRule& own : options.column_rules) {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const MergedColumn& c) { return c.name == own.column; });
    if (found == columns.end()) {
      std::vector<std::string> all;
      for (const MergedColumn& column : columns) all.push_back(column.name);
      return {Code::invalid_argument,
              "a rule names the column \"" + own.column +
                  "\", which neither side has; the columns are: " + list_names(all)};
    }
    if (in_key(own.column)) {
      return {Code::invalid_argument,
              "a rule names the column \"" + own.column +
                  "\", which is part of the key; a key is always compared byte by byte"};
    }
    Result<CellRule> rule = CellRule::create(own.rule);
    if (!rule.ok()) return std::move(rule).status();
    found->rule = rule.value();
  }
  return {};
}

void write_value(const Field& value, ByteWriter& out) {
  value.for_each_part([&](ByteView part) { out.write_bytes(part); });
}

}  // namespace

struct Merge::State {
  MergeTables tables;
  std::size_t shown_columns = 0;
  std::vector<std::uint32_t> key;  // places in the columns
  Buffer<Merged> rows;
  Buffer<Conflict> conflicts;

  Status find_conflicts(Scheduler& scheduler, CancelToken cancel);

  class MergedTable;
  class ConflictList;
  std::unique_ptr<Document> result;
  std::unique_ptr<Document> conflict_list;
  // The tables' owners.
  std::unique_ptr<Diff> left;
  std::unique_ptr<Diff> right;
};

Status Merge::State::find_conflicts(Scheduler& scheduler, CancelToken cancel) {
  Buffer<std::size_t> first;
  const std::size_t blocks = (rows.size() + k_rows_per_part - 1) / k_rows_per_part;
  const auto no_memory = [] {
    return Status(Code::out_of_memory, "there is not enough memory to list the conflicts");
  };
  if (!first.allocate_zeroed(blocks)) return no_memory();
  const auto for_each = [&](auto&& take) {
    return parallel_for(
        scheduler, {0, rows.size()}, k_rows_per_part,
        [&](Range chunk, std::uint32_t) {
          MergeReader reader(tables);
          for (std::size_t r = chunk.begin; r < chunk.end; ++r) {
            reader.load(rows[r]);
            for (std::size_t c = 0; c < tables.columns.size(); ++c) {
              if (reader.merge(tables.columns[c]).conflict) {
                take(chunk.begin / k_rows_per_part, r, c);
              }
            }
          }
        },
        cancel);
  };
  HEDDLE_TRY(for_each([&](std::size_t block, std::size_t, std::size_t) { ++first[block]; }));
  std::size_t count = 0;
  for (std::size_t& block : first) count += std::exchange(block, count);
  if (!conflicts.allocate(count)) return no_memory();
  if (count == 0) return {};
  return for_each([&](std::size_t block, std::size_t r, std::size_t c) {
    conflicts[first[block]++] = {static_cast<std::uint32_t>(r), static_cast<std::uint32_t>(c)};
  });
}

/// The merged table.
class Merge::State::MergedTable final : public Document {
 public:
  explicit MergedTable(const State& state) : state_(state) {}

  [[nodiscard]] std::size_t parts() const override {
    return 1 + (state_.rows.size() + k_rows_per_part - 1) / k_rows_per_part;
  }

  void write(std::size_t part, ByteWriter& out) const override {
    const std::vector<MergedColumn>& columns = state_.tables.columns;
    if (part == 0) {
      if (!state_.tables.sides[k_left]->header.named) return;
      write_csv_record(state_.shown_columns, out,
                       [&](std::size_t c) { write_csv_value(columns[c].name, out); });
      return;
    }
    MergeReader reader(state_.tables);
    ByteWriter mark;
    const std::size_t first = (part - 1) * k_rows_per_part;
    const std::size_t end = std::min(first + k_rows_per_part, state_.rows.size());
    for (std::size_t r = first; r < end && !out.failed(); ++r) {
      reader.load(state_.rows[r]);
      write_csv_record(state_.shown_columns, out,
                       [&](std::size_t c) { write_cell(reader, columns[c], mark, out); });
    }
  }

 private:
  static void write_cell(const MergeReader& reader, const MergedColumn& column, ByteWriter& mark,
                         ByteWriter& out) {
    const MergeReader::Cell cell = reader.merge(column);
    if (cell.value == nullptr) return;
    const Field* left = reader.value(k_left, column);
    const Field* right = reader.value(k_right, column);
    if (!cell.conflict || left == nullptr || right == nullptr) {
      write_csv_value(*cell.value, out);
      return;
    }
    mark.clear();
    mark.write_text("((( ");
    if (const Field* base = reader.value(k_base, column)) write_value(*base, mark);
    mark.write_text(" ))) ");
    write_value(*left, mark);
    mark.write_text(" /// ");
    write_value(*right, mark);
    write_csv_value(as_text(mark.view()), out);
  }

  const State& state_;
};

/// The list of conflicts.
class Merge::State::ConflictList final : public Document {
 public:
  explicit ConflictList(const State& state) : state_(state) {}

  [[nodiscard]] std::size_t parts() const override {
    return (state_.conflicts.size() + k_rows_per_part - 1) / k_rows_per_part;
  }

  void write(std::size_t part, ByteWriter& out) const override {
    MergeReader reader(state_.tables);
    const std::size_t first = part * k_rows_per_part;
    const std::size_t end = std::min(first + k_rows_per_part, state_.conflicts.size());
    for (std::size_t i = first; i < end && !out.failed(); ++i) {
      const auto [row, place] = state_.conflicts[i];
      const MergedColumn& column = state_.tables.columns[place];
      reader.load(state_.rows[row]);
      out.write_text(R"({"row":)");
      out.write_decimal(std::uint64_t{row} + 1);
      out.write_text(R"(,"key":[)");
      for (std::size_t k = 0; k < state_.key.size(); ++k) {
        if (k > 0) out.write_char(',');
        write_optional(reader.merge(state_.tables.columns[state_.key[k]]).value, out);
      }
      out.write_text(R"(],"column":)");
      write_json_string(as_bytes(column.name), out);
      out.write_text(R"(,"base":)");
      write_optional(reader.value(k_base, column), out);
      out.write_text(R"(,"left":)");
      write_optional(reader.value(k_left, column), out);
      out.write_text(R"(,"right":)");
      write_optional(reader.value(k_right, column), out);
      out.write_text("}\n");
    }
  }

 private:
  static void write_optional(const Field* value, ByteWriter& out) {
    if (value == nullptr) {
      out.write_text("null");
    } else {
      write_json_value(*value, out);
    }
  }

  const State& state_;
};

Merge::Merge(std::unique_ptr<State> state) : state_(std::move(state)) {}
Merge::Merge(Merge&&) noexcept = default;
Merge& Merge::operator=(Merge&&) noexcept = default;
Merge::~Merge() = default;

const Document& Merge::result() const { return *state_->result; }
const Document& Merge::conflicts() const { return *state_->conflict_list; }
std::uint64_t Merge::conflict_count() const { return state_->conflicts.size(); }
std::uint32_t Merge::rows() const { return static_cast<std::uint32_t>(state_->rows.size()); }

Result<Merge> Merge::create(Scheduler& scheduler, ByteView base, ByteView left, ByteView right,
                            const DiffOptions& options) {
  if (!options.ignore.empty()) {
    return Status(Code::invalid_argument,
                  "a merge brings all columns together; leave out the ignored ones");
  }
  if (options.by_position) {
    return Status(Code::invalid_argument,
                  "a merge pairs rows by a key or by their whole content, not by position");
  }
  DiffOptions compare = options;
  compare.keep_pairs = true;
  compare.find_renames = false;
  // Which rows belong together is a matter of the key, whose values are bytes.
  compare.rule = {};
  compare.column_rules.clear();
  compare.progress = {};
  Result<Diff> to_left = Diff::create(scheduler, base, left, compare);
  if (!to_left.ok()) return std::move(to_left).status();
  compare.progress = options.progress;
  Result<Diff> to_right = Diff::create(scheduler, base, right, compare);
  if (!to_right.ok()) {
    const bool of_right = to_right.error().location().input == 1;
    Status status = std::move(to_right).status();
    return of_right ? std::move(status).with_input(2) : std::move(status);
  }

  auto state = std::make_unique<State>();
  state->left = std::make_unique<Diff>(std::move(to_left).value());
  state->right = std::make_unique<Diff>(std::move(to_right).value());
  MergeTables& tables = state->tables;
  tables.sides = {&state->left->state().left, &state->left->state().right,
                  &state->right->state().right};
  tables.columns = merge_columns(tables.sides);
  std::vector<std::string> key;
  HEDDLE_TRY(name_key(*state->left, *state->right, key));
  HEDDLE_TRY(add_rules(options, key, tables.columns));
  for (std::uint32_t c = 0; c < tables.columns.size(); ++c) {
    const MergedColumn& column = tables.columns[c];
    state->shown_columns += column.shown ? 1 : 0;
    if (std::find(key.begin(), key.end(), column.name) != key.end()) {
      state->key.push_back(c);
    }
  }
  HEDDLE_TRY(merge_rows(scheduler, tables, state->left->left_of(), state->right->left_of(), key,
                        options.cancel, state->rows));
  HEDDLE_TRY(state->find_conflicts(scheduler, options.cancel));
  state->result = std::make_unique<State::MergedTable>(*state);
  state->conflict_list = std::make_unique<State::ConflictList>(*state);
  return Merge(std::move(state));
}

}  // namespace heddle::table
