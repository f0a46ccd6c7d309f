#pragma once

#include <cstdint>
#include <span>

#include "heddle/core/status.h"

namespace heddle::table {

/// A file that is read piece by piece, from any place and as often as is needed.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// Bytes in all.
  [[nodiscard]] virtual std::uint64_t size() const = 0;

  /// Fills `into` with the bytes from `offset` on; there are so many.
  /// Errors   io: they cannot be read, or the file has become shorter.
  /// Threads  called by the thread that compares, never by two at once.
  virtual Status read(std::uint64_t offset, std::span<std::uint8_t> into) const = 0;
};

}  // namespace heddle::table
