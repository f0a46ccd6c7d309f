#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "heddle/core/buffer.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"

namespace heddle {

/// When named pieces of work ran, and on which lane.
///
/// Every lane has a ring of records of its own, allocated at the start. When it is full, the oldest
/// records are overwritten and counted as lost.
/// Threads  add() by each lane for itself; everything else while no lane works.
class Trace {
 public:
  /// lanes             rows; as many as the scheduler has.
  /// records_per_lane  at least 1.
  /// Errors            out_of_memory.
  [[nodiscard]] static Result<Trace> create(std::uint32_t lanes, std::size_t records_per_lane);

  /// Nanoseconds of a clock that never goes back. In WebAssembly it is JavaScript's
  /// `performance.timeOrigin + performance.now()`, so that what a page records lies on the same line.
  [[nodiscard]] static std::uint64_t now();

  /// name  lives as long as the trace: a literal.
  void add(std::uint32_t lane, const char* name, std::uint64_t begin, std::uint64_t end) {
    Row& row = rows_[lane];
    row.records[row.added % row.records.size()] = {name, begin, end};
    ++row.added;
  }

  /// Records that were overwritten.
  [[nodiscard]] std::uint64_t lost() const;

  /// Forgets all records and keeps the memory.
  void clear();

  /// Appends the trace in the format of Chrome's tracing, which Perfetto opens: one JSON object with
  /// complete events in microseconds, a named row for each lane, and the number of lost records.
  /// Source  "Trace Event Format", Google.
  /// Errors  out_of_memory.
  Status write_chrome_json(ByteWriter& out) const;

 private:
  struct Record {
    const char* name;
    std::uint64_t begin;
    std::uint64_t end;
  };
  struct alignas(64) Row {
    Buffer<Record> records;
    std::uint64_t added = 0;
  };

  std::vector<Row> rows_;
};

/// Records the scope it lives in. Without a trace it costs one comparison.
class TraceScope {
 public:
  /// trace  may be null.
  TraceScope(Trace* trace, std::uint32_t lane, const char* name)
      : trace_(trace), name_(name), lane_(lane), begin_(trace == nullptr ? 0 : Trace::now()) {}
  TraceScope(const TraceScope&) = delete;
  TraceScope& operator=(const TraceScope&) = delete;
  ~TraceScope() {
    if (trace_ != nullptr) trace_->add(lane_, name_, begin_, Trace::now());
  }

 private:
  Trace* trace_;
  const char* name_;
  std::uint32_t lane_;
  std::uint64_t begin_;
};

}  // namespace heddle
