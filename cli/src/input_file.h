#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/source.h"
#include "heddle/table/stream.h"

#include "open_file.h"

namespace heddle::cli {

/// The bytes of a file: mapped where the system can, read otherwise.
class InputFile {
 public:
  /// path       a regular file, or anything that can be read to its end, such as a pipe.
  /// limit      most bytes the file may have.
  /// scheduler  whose lanes share the reading; none: the caller reads.
  /// Errors     io (missing, a directory, not readable), out_of_memory.
  [[nodiscard]] static Result<InputFile> open(const std::string& path, std::uint64_t limit,
                                              Scheduler* scheduler = nullptr);

  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&& other) noexcept;
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile();

  [[nodiscard]] ByteView bytes() const { return {data_, size_}; }

 private:
  InputFile() = default;

  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
  bool mapped_ = false;
};

/// A regular file that is read piece by piece.
class FileSource final : public table::Source {
 public:
  /// Nothing when `path` is no regular file, which can be read once only.
  /// Errors  io.
  [[nodiscard]] static Result<std::unique_ptr<FileSource>> open(const std::string& path);

  [[nodiscard]] std::uint64_t size() const override { return file_.size(); }
  Status read(std::uint64_t offset, std::span<std::uint8_t> into) const override {
    return file_.read_at(offset, into);
  }

 private:
  explicit FileSource(OpenFile file) : file_(std::move(file)) {}

  OpenFile file_;
};

/// Anything that can be read to its end, read once.
class FileStream final : public table::Stream {
 public:
  /// Errors  io.
  [[nodiscard]] static Result<std::unique_ptr<FileStream>> open(const std::string& path);

  Result<std::size_t> read(std::span<std::uint8_t> into) override;
  [[nodiscard]] std::uint64_t size() const override { return file_.size(); }

  /// How many were read so far.
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  explicit FileStream(OpenFile file) : file_(std::move(file)) {}

  OpenFile file_;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace heddle::cli
