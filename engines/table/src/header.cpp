#include "heddle/table/header.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "binary.h"
#include "csv_text.h"
#include "record.h"
#include "rewrite.h"
#include "text.h"

namespace heddle::table {

namespace {

std::string value_of(const Field& field) {
  std::string value;
  field.for_each_part([&](ByteView part) { value += as_text(part); });
  return value;
}

std::vector<std::string> values_of(ByteView record, std::size_t count, char delimiter = ',') {
  std::vector<Field> fields(count);
  cut_record(trim_line_ends(record), fields, delimiter);
  std::vector<std::string> values;
  values.reserve(count);
  for (const Field& field : fields) values.push_back(value_of(field));
  return values;
}

}  // namespace

Result<std::vector<std::string>> read_names(ByteView row) {
  const RecordScan scan = scan_record(row, 0);
  if (scan.problem != RecordScan::Problem::none) return explain_record(row, 0, 0);
  return values_of(row, scan.fields);
}

std::string write_names(const std::vector<std::string>& names) {
  ByteWriter row;
  write_csv_record(names.size(), row, [&](std::size_t i) { write_csv_value(names[i], row); });
  std::string text(as_text(row.view()));
  text.pop_back();
  return text;
}

Result<Header> read_header(ByteView file, const Dialect& dialect) {
  const std::size_t begin = skip_byte_order_mark(file);
  if (begin == file.size()) {
    return Status(Code::malformed_input,
                  dialect.header
                      ? "the file is empty; its first row must hold the names of the columns"
                      : "the file is empty",
                  {.line = 1, .byte_offset = begin});
  }
  HEDDLE_TRY(check_dialect(dialect));
  const char delimiter = dialect.delimiter == Dialect::k_detect
                             ? find_dialect(file.subspan(begin), dialect).delimiter
                             : dialect.delimiter;
  const RecordScan scan = scan_record(file, begin, delimiter);
  if (scan.problem != RecordScan::Problem::none) return explain_record(file, begin, 0, delimiter);
  if (!dialect.header) {
    Header header{.body = begin, .delimiter = delimiter, .named = false};
    for (std::size_t i = 1; i <= scan.fields; ++i) header.columns.push_back(std::to_string(i));
    return header;
  }
  // The end of the record is a line end or the end of the file.
  const std::size_t behind = std::min(scan.end + 1, file.size());
  Header header{.columns = values_of(file.subspan(begin, behind - begin), scan.fields, delimiter),
                .body = behind,
                .delimiter = delimiter};

  std::unordered_map<std::string_view, std::size_t> first_with;
  for (std::size_t i = 0; i < header.columns.size(); ++i) {
    const auto [first, is_new] = first_with.emplace(header.columns[i], i);
    if (is_new) continue;
    return Status(Code::malformed_input,
                  "line 1: the name \"" + header.columns[i] +
                      "\" stands twice in the header, in columns " +
                      std::to_string(first->second + 1) + " and " + std::to_string(i + 1) +
                      "; give each column a name of its own",
                  {.line = 1, .byte_offset = begin});
  }
  return header;
}

Result<std::vector<std::string>> read_columns(ByteView first_part, const Dialect& dialect) {
  HEDDLE_TRY(refuse_binary(first_part));
  Result<Text> text = read_text(first_part, false);
  if (!text.ok()) return std::move(text).status();
  Rewritten strict;
  // Only the first record counts, lest a row that the part cuts off is refused.
  HEDDLE_TRY(rewrite(text.value().bytes, dialect, 1, strict));
  const ByteView file = strict.needed ? strict.text.view() : text.value().bytes;
  Result<Header> header =
      read_header(file, {.delimiter = strict.found.delimiter, .header = dialect.header});
  if (!header.ok()) return std::move(header).status();
  return std::move(header).value().columns;
}

}  // namespace heddle::table
