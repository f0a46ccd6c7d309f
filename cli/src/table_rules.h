#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "heddle/core/status.h"
#include "heddle/table/diff.h"

namespace heddle::cli {

/// The options that say when two values are the same.
struct ValueOptions {
  std::vector<std::string> tolerance;  ///< each COLUMN=NUMBER
  std::vector<std::string> date;       ///< each COLUMN, COLUMN=dmy or COLUMN=mdy
  bool trim = false;
  bool ignore_case = false;

  void add_options(CLI::App& command);

  /// Writes what was asked for into `options`.
  /// Errors  invalid_argument.
  [[nodiscard]] Status apply(table::DiffOptions& options) const;
};

/// The same, and those that say which columns and rows are compared.
struct TableRules {
  std::vector<std::string> ignore;  ///< each a list of names, written like a line of CSV
  bool renames = false;
  std::optional<double> similar;
  ValueOptions values;

  void add_options(CLI::App& command);

  /// Writes what was asked for into `options`.
  /// Errors  invalid_argument.
  [[nodiscard]] Status apply(table::DiffOptions& options) const;
};

/// The names in the value of an option, which is written like a line of CSV, so that a name may hold
/// a comma.
/// option  as typed, for the message.
/// Errors  invalid_argument.
[[nodiscard]] Result<std::vector<std::string>> read_column_names(const std::string& option,
                                                                 const std::string& text);

/// --key
CLI::Option* add_key(CLI::App& command, std::optional<std::string>& key);

/// The columns that --key names; none without it.
/// Errors  invalid_argument.
[[nodiscard]] Result<std::vector<std::string>> read_key(const std::optional<std::string>& text);

}  // namespace heddle::cli
