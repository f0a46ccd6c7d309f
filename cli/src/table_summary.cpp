#include "table_summary.h"

#include <string_view>

#include <nlohmann/json.hpp>

#include "heddle/table/summary.h"

#include "dialect_options.h"

namespace heddle::cli {

namespace {

using table::FoundDialect;

/// A fact of each file, and whether it is worth a line.
struct Fact {
  std::string_view name;       ///< as in the JSON
  std::string_view line_name;  ///< as in the text
  nlohmann::ordered_json left;
  nlohmann::ordered_json right;
  bool said;
};

std::string line_end_of(const FoundDialect& dialect) {
  return dialect.carriage_returns ? "CR" : "LF";
}

std::vector<Fact> facts_of(const table::Diff& diff) {
  const table::Counts& counts = diff.counts();
  const FoundDialect& l = diff.left_dialect();
  const FoundDialect& r = diff.right_dialect();
  const table::DuplicateKeys& in_left = counts.left_duplicates;
  const table::DuplicateKeys& in_right = counts.right_duplicates;
  const bool duplicates = in_left.keys + in_right.keys > 0;
  return {
      {"duplicateKeys", "duplicate keys", in_left.keys, in_right.keys, duplicates},
      {"duplicateRows", "duplicate rows", in_left.rows, in_right.rows, duplicates},
      {"delimiters", "delimiters", name_of_delimiter(l.delimiter), name_of_delimiter(r.delimiter),
       l.delimiter != ',' || r.delimiter != ','},
      {"quotes", "quotes", name_of_quote(l.quote), name_of_quote(r.quote),
       l.quote != '"' || r.quote != '"'},
      {"lineEnds", "line ends", line_end_of(l), line_end_of(r),
       l.carriage_returns || r.carriage_returns},
      {"lenientFields", "lenient fields", l.lenient_fields, r.lenient_fields, l.lenient},
      {"raggedRows", "ragged rows", l.ragged_rows, r.ragged_rows, l.ragged != table::Ragged::error},
  };
}

std::string padded(std::string_view name) {
  constexpr std::size_t k_width = 16;
  return std::string(name) + std::string(name.size() < k_width ? k_width - name.size() : 1, ' ');
}

std::string line(std::string_view name, std::uint64_t value) {
  return padded(name) + std::to_string(value) + "\n";
}

std::string value_of(const nlohmann::ordered_json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

std::string TableSummary::text() const {
  const table::Counts& counts = diff.counts();
  std::string text = line("added rows", counts.added) + line("removed rows", counts.removed) +
                     line("changed rows", counts.changed) +
                     line("changed cells", counts.changed_cells);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (changes[i] > 0) text += line("  " + columns[i], changes[i]);
  }
  text += line("unchanged rows", counts.unchanged);
  for (const table::RenamedColumn& column : diff.renamed_columns()) {
    text += padded("renamed column") + diff.left_columns()[column.left] + " to " +
            diff.right_columns()[column.right] + ", score " + table::write_score(column) + "\n";
  }
  for (const Fact& fact : facts_of(diff)) {
    if (!fact.said) continue;
    text += padded(fact.line_name) + value_of(fact.left) + " and " + value_of(fact.right) + "\n";
  }
  return text;
}

std::string TableSummary::json() const {
  const table::Counts& counts = diff.counts();
  nlohmann::ordered_json object = {{"added", counts.added},
                                   {"removed", counts.removed},
                                   {"changed", counts.changed},
                                   {"unchanged", counts.unchanged},
                                   {"changedCells", counts.changed_cells}};
  if (by_column) {
    auto by_name = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < columns.size(); ++i) by_name[columns[i]] = changes[i];
    object["columns"] = std::move(by_name);
  }
  for (const Fact& fact : facts_of(diff)) {
    if (fact.said) object[std::string(fact.name)] = {fact.left, fact.right};
  }
  for (const table::RenamedColumn& column : diff.renamed_columns()) {
    object["renamed"].push_back({{"left", diff.left_columns()[column.left]},
                                 {"right", diff.right_columns()[column.right]},
                                 {"score", std::stod(table::write_score(column))}});
  }
  object["lanes"] = lanes;
  object["seconds"] = seconds;
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace heddle::cli
