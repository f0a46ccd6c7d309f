#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "random_csv.h"
#include "record.h"

namespace heddle::table {

/// A table as plain strings: the header's names, then the rows.
struct PlainTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;

  bool operator==(const PlainTable&) const = default;
};

/// Any value, rich in what matters to CSV and to spreadsheets; not always valid UTF-8.
inline std::string random_value(Random& random) {
  constexpr std::array<std::string_view, 20> k_pieces = {"a",
                                                         "b",
                                                         "7",
                                                         ",",
                                                         "\"",
                                                         "\n",
                                                         "\r\n",
                                                         "\r",
                                                         " ",
                                                         "=1",
                                                         "->",
                                                         "NULL",
                                                         "_",
                                                         "<b>",
                                                         "&",
                                                         "\t",
                                                         "\xEF\xBB\xBF",
                                                         "caf\xC3\xA9",
                                                         "\xFF",
                                                         std::string_view("\0", 1)};
  if (random.one_in(2)) return std::to_string(random.below(4));
  std::string value;
  for (std::uint32_t i = random.below(4); i > 0; --i)
    value += k_pieces[random.below(k_pieces.size())];
  return value;
}

inline PlainTable random_table(Random& random, std::uint32_t most_rows) {
  PlainTable table;
  const std::uint32_t columns = 1 + random.below(4);
  for (std::uint32_t c = 0; c < columns; ++c)
    table.columns.push_back(std::string("c").append(std::to_string(c)));
  table.rows.resize(random.below(most_rows + 1));
  for (auto& row : table.rows) {
    for (std::uint32_t c = 0; c < columns; ++c) row.push_back(random_value(random));
  }
  return table;
}

/// The table with cells, rows and columns changed, added, dropped and moved; the column c0 stays.
inline PlainTable edited(Random& random, const PlainTable& table) {
  PlainTable result = table;
  const std::uint32_t rate = 1 + random.below(20);
  std::erase_if(result.rows, [&](const auto&) { return random.one_in(rate + 1); });
  for (auto& row : result.rows) {
    for (std::string& cell : row) {
      if (random.one_in(rate + 1)) cell = random_value(random);
    }
  }
  for (std::uint32_t i = random.below(3); i > 0; --i) {
    std::vector<std::string> row;
    for (std::size_t c = 0; c < result.columns.size(); ++c) row.push_back(random_value(random));
    const auto place = random.below(static_cast<std::uint32_t>(result.rows.size()) + 1);
    result.rows.insert(result.rows.begin() + place, std::move(row));
  }
  if (random.one_in(3) && result.rows.size() > 1) {
    const auto size = static_cast<std::uint32_t>(result.rows.size());
    for (int i = 0; i < 3; ++i)
      std::swap(result.rows[random.below(size)], result.rows[random.below(size)]);
  }
  const auto each_row = [&](auto&& change) {
    change(result.columns, true);
    for (auto& row : result.rows) change(row, false);
  };
  if (random.one_in(4) && result.columns.size() > 1) {
    const auto gone = static_cast<std::ptrdiff_t>(result.columns.size()) - 1;
    each_row([&](auto& row, bool) { row.erase(row.begin() + gone); });
  }
  if (random.one_in(4)) {
    const auto place = random.below(static_cast<std::uint32_t>(result.columns.size()) + 1);
    each_row([&](auto& row, bool header) {
      row.insert(row.begin() + place, header ? "new" : random_value(random));
    });
  }
  if (random.one_in(4) && result.columns.size() > 1) {
    each_row([&](auto& row, bool) { std::swap(row.front(), row.back()); });
  }
  return result;
}

/// The table as a file; which values have quotes, and how lines end, varies.
inline std::string to_csv(Random& random, const PlainTable& table) {
  const std::string_view line_end = random.one_in(3) ? "\r\n" : "\n";
  std::string text;
  const auto write = [&](const std::vector<std::string>& row) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) text += ',';
      const bool needed =
          row[c].find_first_of(",\"\r\n\xEF") != std::string::npos || row.size() == 1;
      if (!needed && !random.one_in(4)) {
        text += row[c];
        continue;
      }
      text += '"';
      for (const char character : row[c]) text.append(character == '"' ? 2 : 1, character);
      text += '"';
    }
    text += line_end;
  };
  write(table.columns);
  for (const auto& row : table.rows) write(row);
  return text;
}

/// What a file holds, read record by record. A file that breaks the rules gives an empty table.
inline PlainTable read_plainly(std::string_view text) {
  PlainTable table;
  const ByteView bytes = as_bytes(text);
  for (std::size_t begin = 0; begin < bytes.size();) {
    const RecordScan scan = scan_record(bytes, begin);
    if (scan.problem != RecordScan::Problem::none) return {};
    std::vector<Field> fields(scan.fields);
    const std::size_t end = std::min(scan.end + 1, bytes.size());
    cut_record(trim_line_ends(bytes.subspan(begin, end - begin)), fields);
    std::vector<std::string> values;
    for (const Field& field : fields) {
      std::string& value = values.emplace_back();
      field.for_each_part([&](ByteView part) { value += as_text(part); });
    }
    if (begin == 0) {
      table.columns = std::move(values);
    } else {
      table.rows.push_back(std::move(values));
    }
    begin = end;
  }
  return table;
}

}  // namespace heddle::table
