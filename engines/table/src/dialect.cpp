#include "heddle/table/dialect.h"

#include <algorithm>
#include <array>
#include <span>

#include "dialect_reader.h"

namespace heddle::table {

namespace {

constexpr std::array<char, 4> k_delimiters = {',', ';', '\t', '|'};
constexpr std::size_t k_sample_bytes = std::size_t{64} * 1024;

/// How well a dialect fits a sample.
struct Fit {
  std::uint64_t records = 0;  ///< those that were read
  std::uint64_t same = 0;     ///< those with as many fields as the first
  std::size_t fields = 0;     ///< of the first
  bool problem = false;       ///< a record breaks the rules

  [[nodiscard]] bool better_than(const Fit& other) const {
    if (fields < 2) return false;
    if (other.fields < 2) return true;
    const std::uint64_t ours = same * other.records;
    const std::uint64_t theirs = other.same * records;
    return ours != theirs ? ours > theirs : fields > other.fields;
  }
  [[nodiscard]] bool perfect() const {
    return !problem && fields >= 2 && records >= 2 && same == records;
  }
};

Fit fit_of(ByteView sample, bool is_whole_file, const FoundDialect& dialect) {
  Fit fit;
  DialectReader reader(sample, 0, dialect);
  while (!reader.at_end()) {
    const DialectReader::Record record = reader.skip();
    // A record that the sample cuts off says nothing, unless it is all there is.
    const bool cut_off = !record.ended && !is_whole_file;
    if (cut_off && fit.records > 0) break;
    if (record.problem != RecordScan::Problem::none) {
      fit.problem = true;
      break;
    }
    if (record.blank) continue;
    if (fit.records == 0) fit.fields = record.fields;
    ++fit.records;
    fit.same += record.fields == fit.fields ? 1 : 0;
  }
  return fit;
}

/// Whether a lone CR, and no LF, ends the lines of a sample.
bool ends_lines_with_cr(ByteView sample, bool is_whole_file, char quote) {
  bool found = false;
  bool inside = false;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const std::uint8_t character = sample[i];
    if (quote != Dialect::k_no_quote && character == static_cast<std::uint8_t>(quote)) {
      inside = !inside;
    } else if (!inside && character == '\n') {
      return false;
    } else if (!inside && character == '\r') {
      // At the sample's end it may be half a CRLF.
      found = found || (i + 1 < sample.size() ? sample[i + 1] != '\n' : is_whole_file);
    }
  }
  return found;
}

}  // namespace

bool is_delimiter(char character) {
  return std::find(k_delimiters.begin(), k_delimiters.end(), character) != k_delimiters.end();
}

FoundDialect find_dialect(ByteView file, const Dialect& dialect) {
  const ByteView sample = file.first(std::min(file.size(), k_sample_bytes));
  const bool is_whole_file = sample.size() == file.size();
  const bool find_quote = dialect.quote == Dialect::k_detect;
  FoundDialect found{.quote = find_quote ? '"' : dialect.quote,
                     .lenient = dialect.lenient,
                     .ragged = dialect.ragged};
  found.carriage_returns = ends_lines_with_cr(sample, is_whole_file, found.quote);
  std::span<const char> delimiters = k_delimiters;
  if (dialect.delimiter != Dialect::k_detect) delimiters = {&dialect.delimiter, 1};
  found.delimiter = delimiters.size() == 1 ? dialect.delimiter : ',';

  const auto has = [&](char character) {
    return std::find(sample.begin(), sample.end(), static_cast<std::uint8_t>(character)) !=
           sample.end();
  };
  const bool may_be_apostrophe = find_quote && has('\'') && !has('"');
  if (delimiters.size() == 1 && !may_be_apostrophe) return found;
  const auto find = [&](char quote) {
    Fit best;
    for (const char delimiter : delimiters) {
      FoundDialect tried = found;
      tried.delimiter = delimiter;
      tried.quote = quote;
      const Fit fit = fit_of(sample, is_whole_file, tried);
      if (!fit.better_than(best)) continue;
      best = fit;
      found.delimiter = delimiter;
    }
    return best;
  };
  const Fit with_quotes = find(found.quote);
  if (!may_be_apostrophe || with_quotes.perfect()) return found;
  const char delimiter = found.delimiter;
  if (find('\'').perfect()) {
    found.quote = '\'';
  } else {
    found.delimiter = delimiter;
  }
  return found;
}

}  // namespace heddle::table
