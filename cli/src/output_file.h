#pragma once

#include <string>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"

namespace heddle::cli {

/// Where a command's output goes: standard output, or a file that appears only when it is complete.
class OutputFile {
 public:
  /// path   empty for standard output.
  /// Errors io.
  [[nodiscard]] static Result<OutputFile> create(const std::string& path);

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&& other) noexcept;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  /// Removes what was written when finish() was not called.
  ~OutputFile();

  /// Errors  io, for example a full disk.
  Status write(ByteView bytes);

  /// Makes the file appear under its name, in place of one that was there.
  /// Errors  io.
  Status finish();

 private:
  OutputFile() = default;

  std::string path_;
  std::string unfinished_;
  int descriptor_ = -1;
};

}  // namespace heddle::cli
