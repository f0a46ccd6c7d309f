#include "heddle/runtime/trace.h"

#include <algorithm>
#include <chrono>
#include <string_view>

#if defined(__EMSCRIPTEN__)
#include <emscripten.h>
#endif

namespace heddle {

namespace {

/// Nanoseconds as microseconds with three decimals.
void write_microseconds(std::uint64_t nanoseconds, ByteWriter& out) {
  out.write_decimal(nanoseconds / 1000);
  out.write_char('.');
  const std::uint64_t rest = nanoseconds % 1000;
  out.write_char(static_cast<char>('0' + rest / 100));
  out.write_char(static_cast<char>('0' + rest / 10 % 10));
  out.write_char(static_cast<char>('0' + rest % 10));
}

/// Names are literals of ours, so only what would break the JSON is escaped.
void write_name(std::string_view name, ByteWriter& out) {
  out.write_char('"');
  for (const char c : name) {
    if (c == '"' || c == '\\') out.write_char('\\');
    out.write_char(c);
  }
  out.write_char('"');
}

void write_row(std::uint64_t lane, ByteWriter& out) {
  out.write_text(R"(,"pid":1,"tid":)");
  out.write_decimal(lane);
}

}  // namespace

Result<Trace> Trace::create(std::uint32_t lanes, std::size_t records_per_lane) {
  Trace trace;
  trace.rows_ = std::vector<Row>(lanes);
  for (Row& row : trace.rows_) {
    if (!row.records.allocate(std::max<std::size_t>(records_per_lane, 1))) {
      return Status(Code::out_of_memory, "there is no memory for the trace; record less of it");
    }
  }
  return trace;
}

#if defined(__EMSCRIPTEN__)
// clang-format off
EM_JS(double, page_milliseconds, (), {
  return performance.timeOrigin + performance.now();
});
// clang-format on

std::uint64_t Trace::now() { return static_cast<std::uint64_t>(page_milliseconds() * 1e6); }
#else
std::uint64_t Trace::now() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                        std::chrono::steady_clock::now().time_since_epoch())
                                        .count());
}
#endif

std::uint64_t Trace::lost() const {
  std::uint64_t lost = 0;
  for (const Row& row : rows_)
    lost += row.added - std::min<std::uint64_t>(row.added, row.records.size());
  return lost;
}

void Trace::clear() {
  for (Row& row : rows_) row.added = 0;
}

Status Trace::write_chrome_json(ByteWriter& out) const {
  out.write_text(R"({"displayTimeUnit":"ns","otherData":{"lost":)");
  out.write_decimal(lost());
  out.write_text(
      R"(},"traceEvents":[{"name":"process_name","ph":"M","pid":1,"args":{"name":"heddle"}})");
  for (std::size_t lane = 0; lane < rows_.size(); ++lane) {
    out.write_text(R"(,{"name":"thread_name","ph":"M")");
    write_row(lane, out);
    out.write_text(R"(,"args":{"name":"lane )");
    out.write_decimal(lane);
    out.write_text("\"}}");
    const Row& row = rows_[lane];
    const std::uint64_t kept = std::min<std::uint64_t>(row.added, row.records.size());
    for (std::uint64_t i = row.added - kept; i < row.added; ++i) {
      const Record& record = row.records[i % row.records.size()];
      out.write_text(R"(,{"name":)");
      write_name(record.name, out);
      out.write_text(R"(,"ph":"X")");
      write_row(lane, out);
      out.write_text(R"(,"ts":)");
      write_microseconds(record.begin, out);
      out.write_text(R"(,"dur":)");
      write_microseconds(record.end - record.begin, out);
      out.write_char('}');
    }
  }
  out.write_text("]}\n");
  if (out.failed()) return {Code::out_of_memory, "there is no memory to write the trace"};
  return {};
}

}  // namespace heddle
