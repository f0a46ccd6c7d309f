#include "windows.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>
#include <utility>

#include "binary.h"
#include "rewrite.h"
#include "scan.h"

namespace heddle::table {

namespace {

constexpr std::size_t k_first_part = std::size_t{128} * 1024;

Status no_memory() {
  return {Code::out_of_memory, "there is not enough memory to read the file in windows"};
}

Status refuse(const std::string& what) {
  return {Code::invalid_argument, what +
                                      "; such a file must be written anew in memory, so allow more "
                                      "of it, or make the file plain "
                                      "RFC 4180 in UTF-8"};
}

std::uint64_t line_feeds_in(ByteView bytes) {
  return static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}

/// Files that the passes cannot read as they are.
Status check_plain(const FoundDialect& found) {
  if (found.quote != '"') return refuse("the file has other quotes than \"");
  if (found.carriage_returns) return refuse("the file's lines end with CR");
  if (found.lenient) return refuse("the file is to be read leniently");
  if (found.ragged != Ragged::error) return refuse("rows of the file may be ragged");
  return {};
}

}  // namespace

Status open_source(const Source& source, const Dialect& dialect, std::size_t most_bytes, Side& side,
                   Origin& body) {
  HEDDLE_TRY(check_dialect(dialect));
  for (std::size_t wanted = k_first_part;; wanted *= 2) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, source.size()));
    Buffer<std::uint8_t> part;
    if (!part.allocate(size)) return no_memory();
    HEDDLE_TRY(source.read(0, {part.data(), size}));
    const ByteView bytes = part.view();
    HEDDLE_TRY(refuse_binary(bytes));
    if (is_utf16(bytes)) return refuse("the file is UTF-16");
    const std::size_t begin = skip_byte_order_mark(bytes);
    side.strict.found = find_dialect(bytes.subspan(begin), dialect);
    HEDDLE_TRY(check_plain(side.strict.found));
    const RecordScan first = scan_record(bytes, begin, side.strict.found.delimiter);
    // A problem at the part's end may be none when more is read: half a CRLF, for one.
    const bool cut_off =
        size < source.size() && (first.problem == RecordScan::Problem::none
                                     ? first.end == size
                                     : first.problem == RecordScan::Problem::unterminated ||
                                           first.problem_offset + 1 >= size);
    if (cut_off) {
      if (wanted < most_bytes) continue;
      return {Code::out_of_memory,
              "the first row has more than " + std::to_string(size) +
                  " bytes; allow more memory, or look whether a quote in it is never closed"};
    }
    Result<Header> header =
        read_header(bytes, {.delimiter = side.strict.found.delimiter, .header = dialect.header});
    if (!header.ok()) return std::move(header).status();
    side.header = std::move(header).value();
    body = {side.header.body, line_feeds_in(bytes.first(side.header.body))};
    return {};
  }
}

WindowReader::WindowReader(const Source& source, char delimiter, const Origin& begin,
                           std::size_t window_bytes, std::size_t most_bytes)
    : source_(source),
      delimiter_(delimiter),
      origin_(begin),
      window_bytes_(window_bytes),
      most_bytes_(std::max(most_bytes, window_bytes)),
      block_bytes_(std::min(window_bytes, k_block_bytes)) {}

Result<bool> WindowReader::next(Scheduler& scheduler, CancelToken cancel) {
  origin_.offset += used_;
  origin_.line_feeds += line_feeds_in(bytes());
  filled_ -= used_;
  if (filled_ > 0) std::memmove(buffer_.data(), buffer_.data() + used_, filled_);
  used_ = 0;
  if (buffer_.size() == 0) {
    if (!buffer_.allocate(window_bytes_) || !delimiters_.allocate((block_bytes_ + 63) / 64) ||
        !newlines_.allocate((block_bytes_ + 63) / 64)) {
      return no_memory();
    }
  }
  for (;;) {
    HEDDLE_TRY(fill());
    if (filled_ == 0) return false;
    Result<BlockPlan> plan =
        plan_blocks(scheduler, {buffer_.data(), filled_}, 0, block_bytes_, cancel, Progress{});
    if (!plan.ok()) return std::move(plan).status();
    plan_ = std::move(plan).value();
    used_ = origin_.offset + filled_ == source_.size() ? filled_ : end_of_records();
    if (used_ > 0) break;
    HEDDLE_TRY(grow());
  }
  // What is behind the last whole record is left to the next window.
  plan_.blocks.shrink((used_ + block_bytes_ - 1) / block_bytes_);
  return true;
}

Status WindowReader::fill() {
  const std::uint64_t from = origin_.offset + filled_;
  const auto more = static_cast<std::size_t>(
      std::min<std::uint64_t>(buffer_.size() - filled_, source_.size() - from));
  if (more == 0) return {};
  HEDDLE_TRY(source_.read(from, {buffer_.data() + filled_, more}));
  filled_ += more;
  return {};
}

Status WindowReader::grow() {
  if (buffer_.size() >= most_bytes_) {
    return {Code::out_of_memory,
            "line " + std::to_string(origin_.line_feeds + 1) + ", byte offset " +
                std::to_string(origin_.offset) + ": this row has more than " +
                std::to_string(buffer_.size()) +
                " bytes; allow more memory, or look whether a quote in it is never closed",
            {.line = origin_.line_feeds + 1, .byte_offset = origin_.offset}};
  }
  Buffer<std::uint8_t> larger;
  if (!larger.allocate(std::min(buffer_.size() * 2, most_bytes_))) return no_memory();
  std::memcpy(larger.data(), buffer_.data(), filled_);
  buffer_ = std::move(larger);
  return {};
}

std::size_t WindowReader::end_of_records() {
  const ByteView all(buffer_.data(), filled_);
  for (std::size_t b = plan_.blocks.size(); b-- > 0;) {
    const std::size_t begin = b * block_bytes_;
    const std::size_t end = std::min(begin + block_bytes_, filled_);
    Structure structure{.delimiters = delimiters_.data(), .newlines = newlines_.data()};
    find_structure(all, delimiter_, begin, end, plan_.blocks[b].starts_inside, structure);
    for (std::size_t w = (end - begin + 63) / 64; w-- > 0;) {
      if (newlines_[w] == 0) continue;
      return begin + w * 64 + static_cast<std::size_t>(std::bit_width(newlines_[w]));
    }
  }
  return 0;
}

}  // namespace heddle::table
