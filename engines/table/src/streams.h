#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "heddle/core/buffer.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/table/source.h"
#include "heddle/table/stream.h"

namespace heddle::table {

/// A source, read from a place on to its end.
class SourceStream final : public Stream {
 public:
  explicit SourceStream(const Source& source, std::uint64_t offset = 0)
      : source_(source), offset_(offset) {}

  Result<std::size_t> read(std::span<std::uint8_t> into) override {
    const auto size =
        static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), source_.size() - offset_));
    if (size == 0) return size;
    HEDDLE_TRY(source_.read(offset_, into.first(size)));
    offset_ += size;
    return size;
  }
  [[nodiscard]] std::uint64_t size() const override { return source_.size(); }

 private:
  const Source& source_;
  std::uint64_t offset_;
};

/// A stream whose first bytes can be looked at before they are read.
class PeekedStream final : public Stream {
 public:
  explicit PeekedStream(Stream& rest) : rest_(rest) {}

  /// The first `size` bytes of those that were not read, or fewer when there are no more. Valid until the next call.
  /// Errors  out_of_memory; io.
  [[nodiscard]] Result<ByteView> peek(std::size_t size);

  Result<std::size_t> read(std::span<std::uint8_t> into) override;
  [[nodiscard]] std::uint64_t size() const override { return rest_.size(); }

  /// Passes over bytes that were peeked at.
  void skip(std::size_t bytes) { at_ += bytes; }

 private:
  Stream& rest_;
  Buffer<std::uint8_t> first_;
  std::size_t at_ = 0;  // what of `first_` was read
};

}  // namespace heddle::table
