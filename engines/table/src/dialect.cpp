#include "heddle/table/dialect.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "record.h"

namespace heddle::table {

namespace {

constexpr std::array<char, 4> k_delimiters = {',', ';', '\t', '|'};
constexpr std::size_t k_sample_bytes = std::size_t{64} * 1024;

/// How well a delimiter fits a sample.
struct Fit {
  std::uint64_t records = 0;  ///< those that were read
  std::uint64_t same = 0;     ///< those with as many fields as the first
  std::size_t fields = 0;     ///< of the first

  [[nodiscard]] bool better_than(const Fit& other) const {
    if (fields < 2) return false;
    if (other.fields < 2) return true;
    const std::uint64_t ours = same * other.records;
    const std::uint64_t theirs = other.same * records;
    return ours != theirs ? ours > theirs : fields > other.fields;
  }
};

Fit fit_of(ByteView sample, bool is_whole_file, char delimiter) {
  Fit fit;
  for (std::size_t begin = 0; begin < sample.size();) {
    const RecordScan scan = scan_record(sample, begin, delimiter);
    // A record that the sample cuts off says nothing, unless it is all there is.
    const bool cut_off = scan.end == sample.size() && !is_whole_file;
    if (scan.problem != RecordScan::Problem::none || (cut_off && fit.records > 0)) break;
    const bool blank = trim_line_ends(sample.subspan(begin, scan.end - begin)).empty();
    begin = scan.end + 1;
    if (blank) continue;
    if (fit.records == 0) fit.fields = scan.fields;
    ++fit.records;
    fit.same += scan.fields == fit.fields ? 1 : 0;
  }
  return fit;
}

}  // namespace

bool is_delimiter(char character) {
  return std::find(k_delimiters.begin(), k_delimiters.end(), character) != k_delimiters.end();
}

char detect_delimiter(ByteView file) {
  const ByteView sample = file.first(std::min(file.size(), k_sample_bytes));
  char best = ',';
  Fit best_fit;
  for (const char delimiter : k_delimiters) {
    const Fit fit = fit_of(sample, sample.size() == file.size(), delimiter);
    if (!fit.better_than(best_fit)) continue;
    best = delimiter;
    best_fit = fit;
  }
  return best;
}

}  // namespace heddle::table
