#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "heddle/core/status.h"

namespace heddle::table {

/// A file that is read once, from one end to the other: what a pipe can give.
class Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  virtual ~Stream() = default;

  /// Reads the next bytes and returns how many these were: fewer than there is room for only at the end.
  /// Errors   io.
  /// Threads  called by the thread that compares, never by two at once.
  virtual Result<std::size_t> read(std::span<std::uint8_t> into) = 0;

  /// Bytes in all, for the progress only; 0 when nobody knows.
  [[nodiscard]] virtual std::uint64_t size() const { return 0; }
};

}  // namespace heddle::table
