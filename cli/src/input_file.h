#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"

namespace heddle::cli {

/// The bytes of a file: mapped where the system can, read otherwise.
class InputFile {
 public:
  /// path   a regular file, or anything that can be read to its end, such as a pipe.
  /// limit  most bytes the file may have.
  /// Errors io (missing, a directory, not readable), out_of_memory.
  [[nodiscard]] static Result<InputFile> open(const std::string& path, std::uint64_t limit);

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

}  // namespace heddle::cli
