#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "heddle/core/status.h"

namespace heddle::cli {

/// A file that is open for reading, or anything else that can be read to its end, such as a pipe.
class OpenFile {
 public:
  /// Errors  io (missing, a directory, not readable).
  [[nodiscard]] static Result<OpenFile> open(const std::string& path);

  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile();

  /// Whether it has a size, and its bytes can be read at any place.
  [[nodiscard]] bool regular() const { return regular_; }
  /// Bytes; 0 unless it is regular.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

  /// Reads the next bytes: as many as there are at once, none only at the end.
  /// Errors  io.
  [[nodiscard]] Result<std::size_t> read(std::span<std::uint8_t> into) const;

  /// Fills `into` with the bytes from `offset` on, of a regular file.
  /// Errors   io, also when the file has become shorter.
  /// Threads  several may read at once.
  Status read_at(std::uint64_t offset, std::span<std::uint8_t> into) const;

  /// The Status for an error of the system.
  [[nodiscard]] static Status cannot_read(int error);

 private:
  OpenFile() = default;

  int descriptor_ = -1;
  int stream_ = -1;  // in Node, its own descriptor
  bool regular_ = false;
  std::uint64_t size_ = 0;
};

}  // namespace heddle::cli
