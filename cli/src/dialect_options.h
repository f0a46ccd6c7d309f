#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "heddle/core/status.h"
#include "heddle/table/dialect.h"

namespace heddle::cli {

/// The options that say how CSV files are written.
struct DialectOptions {
  std::string delimiter = "auto";
  std::string quote = "auto";
  std::string ragged = "error";
  bool lenient = false;
  bool no_header = false;

  void add_options(CLI::App& command);

  /// Writes what was asked for into `dialect`.
  /// Errors  invalid_argument.
  [[nodiscard]] Status apply(table::Dialect& dialect) const;
};

/// Words that people see: "," or "tab".
[[nodiscard]] std::string name_of_delimiter(char delimiter);
/// The same: the quote, or "none".
[[nodiscard]] std::string name_of_quote(char quote);

}  // namespace heddle::cli
