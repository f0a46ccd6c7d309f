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
                                      "of it and do not compare as sorted, or make the file plain "
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

Status open_stream(PeekedStream& stream, const Dialect& dialect, std::size_t most_bytes, Side& side,
                   Origin& body) {
  HEDDLE_TRY(check_dialect(dialect));
  for (std::size_t wanted = k_first_part;; wanted *= 2) {
    Result<ByteView> part = stream.peek(wanted);
    if (!part.ok()) return std::move(part).status();
    const ByteView bytes = part.value();
    HEDDLE_TRY(refuse_binary(bytes));
    if (is_utf16(bytes)) return refuse("the file is UTF-16");
    const std::size_t begin = skip_byte_order_mark(bytes);
    side.strict.found = find_dialect(bytes.subspan(begin), dialect);
    HEDDLE_TRY(check_plain(side.strict.found));
    const RecordScan first = scan_record(bytes, begin, side.strict.found.delimiter);
    // A problem at the part's end may be none when more is read: half a CRLF, for one.
    const bool cut_off =
        bytes.size() == wanted && (first.problem == RecordScan::Problem::none
                                       ? first.end == bytes.size()
                                       : first.problem == RecordScan::Problem::unterminated ||
                                             first.problem_offset + 1 >= bytes.size());
    if (cut_off) {
      if (wanted < most_bytes) continue;
      return {Code::out_of_memory,
              "the first row has more than " + std::to_string(bytes.size()) +
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

Status open_source(const Source& source, const Dialect& dialect, std::size_t most_bytes, Side& side,
                   Origin& body) {
  SourceStream stream(source);
  PeekedStream peeked(stream);
  return open_stream(peeked, dialect, most_bytes, side, body);
}

WindowReader::WindowReader(Stream& stream, char delimiter, const Origin& begin,
                           const WindowLimits& limits)
    : stream_(stream),
      delimiter_(delimiter),
      origin_(begin),
      limits_(limits),
      block_bytes_(std::min(limits.window_bytes, k_block_bytes)) {
  limits_.most_bytes = std::max(limits.most_bytes, limits.window_bytes);
}

Result<bool> WindowReader::next(Scheduler& scheduler, CancelToken cancel) {
  const std::size_t passed = used_ - kept_;
  origin_.offset += passed;
  origin_.line_feeds += line_feeds_in(bytes().first(passed));
  filled_ -= passed;
  if (passed > 0 && filled_ > 0) std::memmove(buffer_.data(), buffer_.data() + passed, filled_);
  used_ = 0;
  if (buffer_.size() == 0) {
    if (!buffer_.allocate(limits_.window_bytes) ||
        !delimiters_.allocate((block_bytes_ + 63) / 64) ||
        !newlines_.allocate((block_bytes_ + 63) / 64)) {
      return no_memory();
    }
  }
  // Else a window would bring little beside what it keeps.
  if (kept_ > buffer_.size() / 2 && buffer_.size() < limits_.most_bytes) HEDDLE_TRY(grow());
  for (;;) {
    HEDDLE_TRY(fill());
    if (filled_ == 0) return false;
    Result<BlockPlan> plan =
        plan_blocks(scheduler, {buffer_.data(), filled_}, 0, block_bytes_, cancel, Progress{});
    if (!plan.ok()) return std::move(plan).status();
    plan_ = std::move(plan).value();
    const std::size_t all = plan_.blocks.size();
    const auto end_of = [&](std::size_t blocks) {
      return ended_ && blocks == all ? filled_ : end_of_records(blocks);
    };
    std::size_t blocks = all;
    while (blocks > 1 && rows_in(blocks) > limits_.most_rows) --blocks;
    used_ = end_of(blocks);
    // A record may be longer than these blocks.
    while (used_ <= kept_ && blocks < all && rows_in(kept_ / block_bytes_) < limits_.most_rows) {
      used_ = end_of(++blocks);
    }
    if (used_ > kept_ || at_end()) break;
    used_ = 0;
    HEDDLE_TRY(grow());
  }
  kept_ = 0;
  cut(used_);
  return true;
}

void WindowReader::cut(std::size_t offset) {
  used_ = offset;
  // What is behind is left to the next window.
  const std::size_t blocks = (used_ + block_bytes_ - 1) / block_bytes_;
  plan_.rows = rows_in(blocks);
  plan_.blocks.shrink(blocks);
}

Status WindowReader::fill() {
  const std::size_t room = buffer_.size() - filled_;
  if (ended_ || room == 0) return {};
  Result<std::size_t> got = stream_.read({buffer_.data() + filled_, room});
  if (!got.ok()) return std::move(got).status();
  ended_ = got.value() < room;
  filled_ += got.value();
  return {};
}

Status WindowReader::grow() {
  if (buffer_.size() >= limits_.most_bytes) {
    const std::uint64_t line =
        origin_.line_feeds + line_feeds_in({buffer_.data(), kept_}) + std::uint64_t{1};
    const std::uint64_t offset = origin_.offset + kept_;
    return {Code::out_of_memory,
            "line " + std::to_string(line) + ", byte offset " + std::to_string(offset) +
                ": this row has more than " + std::to_string(filled_ - kept_) +
                " bytes; allow more memory, or look whether a quote in it is never closed",
            {.line = line, .byte_offset = offset}};
  }
  Buffer<std::uint8_t> larger;
  if (!larger.allocate(std::min(buffer_.size() * 2, limits_.most_bytes))) return no_memory();
  std::memcpy(larger.data(), buffer_.data(), filled_);
  buffer_ = std::move(larger);
  return {};
}

std::size_t WindowReader::end_of_records(std::size_t blocks) {
  const ByteView all(buffer_.data(), filled_);
  for (std::size_t b = blocks; b-- > 0;) {
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
