#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include <CLI/CLI.hpp>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"

/// What all commands have in common.
namespace heddle::cli {

/// The program's answer to its caller.
enum class Exit : int {
  same = 0,       ///< done; for a comparison: no difference
  different = 1,  ///< a comparison found differences
  trouble = 2,    ///< nothing was done; standard error says why
};

/// Prints "heddle: NAME: message" to standard error; `name` may be empty.
Exit complain(const std::string& name, const Status& status);

/// The path of the input that a failure is about; empty when it is about none.
[[nodiscard]] std::string name_of_input(const Status& status, std::span<const std::string> paths);

/// --threads N
struct Threads {
  std::uint32_t count = default_count();

  /// The machine's cores, as many as a scheduler takes.
  [[nodiscard]] static std::uint32_t default_count();

  void add_option(CLI::App& command);

  /// A scheduler with so many lanes.
  /// Errors  those of Scheduler::create, which name the option.
  [[nodiscard]] Result<std::unique_ptr<Scheduler>> start() const;
};

/// -o
void add_output(CLI::App& command, std::string& path);

/// A size in bytes as people write it: 500000, 64k, 512M, 2G (powers of 1024).
/// Errors  invalid_argument.
[[nodiscard]] Result<std::uint64_t> parse_size(const std::string& text);

/// Most memory of this build: the wasm heap's maximum, or the machine's memory.
[[nodiscard]] std::uint64_t memory_maximum();

}  // namespace heddle::cli
