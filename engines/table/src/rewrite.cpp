#include "rewrite.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include "dialect_reader.h"

namespace heddle::table {

namespace {

/// Writes the records of a file anew.
class Rewriter {
 public:
  Rewriter(ByteView file, std::size_t begin, const Dialect& dialect, Rewritten& result,
           const Watch& watch)
      : file_(file),
        begin_(begin),
        dialect_(dialect),
        found_(result.found),
        out_(result.text),
        watch_(watch) {}

  Status write(std::size_t most) {
    DialectReader reader(file_, begin_, found_);
    const std::size_t first_width = first_record_width();
    width_ = first_width;
    if (dialect_.ragged == Ragged::keep && !find_widest_record()) return Pass::ended();
    Pass pass(watch_);
    std::string value;
    std::vector<std::string> names;
    for (std::size_t written = 0; written < most && !reader.at_end();) {
      if (width_ > 1 && written > 0 && reader.at_blank()) {
        reader.skip();
        continue;
      }
      const std::size_t begin = reader.position();
      if (!pass.goes_on(begin)) return Pass::ended();
      std::size_t fields = 0;
      const std::size_t record_begin = out_.size();
      const bool is_header = written == 0 && dialect_.header;
      const DialectReader::Record record =
          reader.read([&](ByteView piece) { value += as_text(piece); },
                      [&] {
                        if (is_header) names.push_back(value);
                        if (fields++ > 0) out_.write_char(found_.delimiter);
                        write_value(value);
                        value.clear();
                      });
      if (record.problem != RecordScan::Problem::none) {
        return explain_problem(file_, record.problem, record.problem_offset, record.opened_offset);
      }
      if (out_.failed()) return no_memory();
      if (fields != first_width) {
        if (dialect_.ragged == Ragged::error ||
            (dialect_.ragged == Ragged::pad && fields > first_width)) {
          return wrong_field_count(file_, begin, fields, first_width);
        }
        ++found_.ragged_rows;
      }
      found_.lenient_fields += record.lenient;
      if (is_header) {
        add_names(names, fields);
      } else {
        for (; fields < width_; ++fields) out_.write_char(found_.delimiter);
      }
      // A record of one empty value would be a blank line.
      if (out_.size() == record_begin) out_.write_text("\"\"");
      out_.write_char('\n');
      ++written;
    }
    return out_.failed() ? no_memory() : Status{};
  }

 private:
  static Status no_memory() {
    return {
        Code::out_of_memory,
        "there is not enough memory to read the file in its dialect; write it as RFC 4180 says"};
  }

  [[nodiscard]] std::size_t first_record_width() const {
    DialectReader reader(file_, begin_, found_);
    return reader.at_end() ? 0 : reader.skip().fields;
  }

  /// Sets the width to that of the widest record; false when it was ended before.
  [[nodiscard]] bool find_widest_record() {
    DialectReader reader(file_, begin_, found_);
    Pass pass(watch_);
    while (!reader.at_end()) {
      if (!pass.goes_on(reader.position())) return false;
      width_ = std::max(width_, reader.skip().fields);
    }
    return true;
  }

  void write_value(const std::string& value) {
    const bool needs_quotes = value.find_first_of("\"\n\r\xEF") != value.npos ||
                              value.find(found_.delimiter) != value.npos;
    if (!needs_quotes) {
      out_.write_text(value);
      return;
    }
    out_.write_char('"');
    for (const char character : value) {
      if (character == '"') out_.write_char('"');
      out_.write_char(character);
    }
    out_.write_char('"');
  }

  /// Names for the columns that the header does not name: their numbers.
  void add_names(const std::vector<std::string>& names, std::size_t fields) {
    std::unordered_set<std::string> taken(names.begin(), names.end());
    for (; fields < width_; ++fields) {
      std::string name = std::to_string(fields + 1);
      while (!taken.insert(name).second) name += '_';
      out_.write_char(found_.delimiter);
      out_.write_text(name);
    }
  }

  ByteView file_;
  std::size_t begin_;
  const Dialect& dialect_;
  FoundDialect& found_;
  ByteWriter& out_;
  const Watch& watch_;
  std::size_t width_ = 0;
};

}  // namespace

std::size_t skip_byte_order_mark(ByteView file) {
  return file.size() >= 3 && file[0] == 0xEF && file[1] == 0xBB && file[2] == 0xBF ? 3 : 0;
}

bool needs_rewrite(ByteView file, const Dialect& dialect, FoundDialect& found) {
  found = find_dialect(file.subspan(skip_byte_order_mark(file)), dialect);
  return found.quote != '"' || found.carriage_returns || dialect.lenient ||
         dialect.ragged != Ragged::error;
}

Status check_dialect(const Dialect& dialect) {
  const auto refuse = [](char character, const char* what) {
    return Status(Code::invalid_argument, std::string("\"") + character + "\" is no " + what);
  };
  if (dialect.delimiter != Dialect::k_detect && !is_delimiter(dialect.delimiter)) {
    return refuse(dialect.delimiter, "delimiter; there are , ; | and the tab");
  }
  if (dialect.quote != '"' && dialect.quote != '\'' && dialect.quote != Dialect::k_no_quote &&
      dialect.quote != Dialect::k_detect) {
    return refuse(dialect.quote, "quote; there are \" and '");
  }
  return {};
}

Status rewrite(ByteView file, const Dialect& dialect, std::size_t most, Rewritten& result,
               const Watch& watch) {
  HEDDLE_TRY(check_dialect(dialect));
  result.needed = needs_rewrite(file, dialect, result.found);
  if (!result.needed) return {};
  return Rewriter(file, skip_byte_order_mark(file), dialect, result, watch).write(most);
}

}  // namespace heddle::table
