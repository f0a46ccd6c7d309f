#pragma once

#include <cstddef>
#include <cstdint>

#include "heddle/core/bytes.h"
#include "heddle/table/dialect.h"

#include "record.h"

namespace heddle::table {

/// Reads records of any dialect, one field at a time. Slower than what reads strict files, and held
/// against it.
class DialectReader {
 public:
  using Problem = RecordScan::Problem;

  /// text   borrowed.
  /// begin  offset of the first record.
  DialectReader(ByteView text, std::size_t begin, const FoundDialect& dialect)
      : text_(text), at_(begin), dialect_(dialect) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  /// Offset of the next record.
  [[nodiscard]] std::size_t position() const { return at_; }
  /// Whether the next record has no byte but its line end. A lone CR that ends the text is half a one.
  [[nodiscard]] bool at_blank() const {
    return !at_end() && (line_end_at(at_) > 0 || (at_ + 1 == text_.size() && text_[at_] == '\r'));
  }

  /// What one record was.
  struct Record {
    std::size_t fields = 0;
    std::size_t lenient = 0;  ///< fields that RFC 4180 forbids
    bool blank = false;       ///< see at_blank()
    bool ended = false;       ///< by a line end, not by the text's end
    Problem problem = Problem::none;
    std::size_t problem_offset = 0;
    std::size_t opened_offset = 0;
  };

  /// Reads the next record.
  /// take      called as take(ByteView) with the pieces of a field, in order.
  /// end_field called behind each field.
  template <class Take, class EndField>
  Record read(Take&& take, EndField&& end_field);

  /// Reads the next record and forgets its values.
  Record skip() {
    return read([](ByteView) {}, [] {});
  }

 private:
  /// Size of the line end at `i`: 0 when there is none.
  [[nodiscard]] std::size_t line_end_at(std::size_t i) const {
    if (text_[i] == '\n') return 1;
    if (text_[i] != '\r') return 0;
    if (i + 1 < text_.size() && text_[i + 1] == '\n') return 2;
    return dialect_.carriage_returns ? 1 : 0;
  }

  ByteView text_;
  std::size_t at_;
  FoundDialect dialect_;
};

template <class Take, class EndField>
DialectReader::Record DialectReader::read(Take&& take, EndField&& end_field) {
  Record record;
  const auto delimiter = static_cast<std::uint8_t>(dialect_.delimiter);
  const bool has_quote = dialect_.quote != Dialect::k_no_quote;
  const auto quote = static_cast<std::uint8_t>(dialect_.quote);
  const std::size_t size = text_.size();
  const auto stop = [&](std::size_t offset, Problem problem) {
    record.problem = problem;
    record.problem_offset = offset;
    at_ = size;
    return record;
  };
  const auto is_quote = [&](std::size_t i) { return has_quote && text_[i] == quote; };
  record.blank = at_blank();
  std::size_t i = at_;
  for (;;) {
    ++record.fields;
    bool forbidden = false;
    const bool quoted = i < size && is_quote(i);
    if (quoted) {
      record.opened_offset = i++;
      for (;;) {
        const std::size_t begin = i;
        while (i < size && text_[i] != quote) ++i;
        take(text_.subspan(begin, i - begin));
        if (i == size) {
          if (!dialect_.lenient) return stop(record.opened_offset, Problem::unterminated);
          forbidden = true;
          break;
        }
        if (++i == size || text_[i] != quote) break;
        take(text_.subspan(i++, 1));
      }
      if (!dialect_.lenient && i < size && text_[i] != delimiter && line_end_at(i) == 0) {
        return stop(i, Problem::text_after_quote);
      }
    }
    const std::size_t begin = i;
    std::size_t line_end = 0;
    for (; i < size && text_[i] != delimiter; ++i) {
      line_end = line_end_at(i);
      if (line_end > 0) break;
      if (!is_quote(i)) continue;
      if (!dialect_.lenient) return stop(i, Problem::quote_in_field);
      forbidden = true;
    }
    if (i > begin) {
      take(text_.subspan(begin, i - begin));
      if (quoted) forbidden = true;
    }
    if (forbidden) ++record.lenient;
    end_field();
    if (i == size || line_end > 0) {
      record.ended = i < size;
      at_ = i == size ? size : i + line_end;
      return record;
    }
    ++i;
  }
}

}  // namespace heddle::table
