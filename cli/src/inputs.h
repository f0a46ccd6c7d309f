#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

#include "input_file.h"

namespace heddle::cli {

/// The files that a command reads, and the memory that is left for its work.
struct Inputs {
  std::vector<InputFile> files;
  std::uint64_t memory = 0;  ///< bytes that the work may use

  /// scheduler     whose lanes share the reading.
  /// paths         each is opened; a failure says which.
  /// memory_limit  as the user wrote it (--memory-limit), or nothing.
  /// Errors        invalid_argument, io, out_of_memory; the location's input is the file to blame.
  [[nodiscard]] static Result<Inputs> open(Scheduler& scheduler, std::span<const std::string> paths,
                                           const std::optional<std::string>& memory_limit);

  /// Bytes of all files.
  [[nodiscard]] std::uint64_t size() const;
};

/// Both files of a comparison, to be read piece by piece.
struct LargeInputs {
  std::unique_ptr<FileSource> left;
  std::unique_ptr<FileSource> right;
  std::uint64_t memory = 0;  ///< bytes that the comparison may use
  bool needed = false;       ///< the files are larger than that

  /// Nothing when a file can be read just once, or there is too little memory for a comparison of this kind too.
  /// Errors  as Inputs::open.
  [[nodiscard]] static Result<std::optional<LargeInputs>> open(
      std::span<const std::string> paths, const std::optional<std::string>& memory_limit);

  [[nodiscard]] std::uint64_t size() const { return left->size() + right->size(); }
};

/// What --memory-limit says, in bytes; nothing without it.
/// Errors  invalid_argument.
[[nodiscard]] Result<std::optional<std::uint64_t>> read_memory_limit(
    const std::optional<std::string>& text);

/// --memory-limit
void add_memory_limit(CLI::App& command, std::optional<std::string>& memory_limit);

}  // namespace heddle::cli
