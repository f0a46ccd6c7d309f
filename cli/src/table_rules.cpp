#include "table_rules.h"

#include <utility>

#include "heddle/table/header.h"

namespace heddle::cli {

Result<std::vector<std::string>> read_column_names(const std::string& option,
                                                   const std::string& text) {
  auto names = table::read_names(as_bytes(text));
  if (!names.ok()) {
    return Status(Code::invalid_argument,
                  option + ": \"" + text +
                      "\" is not a list of column names; separate them by commas, "
                      "and put a name with a comma in quotes");
  }
  return names;
}

namespace {

/// The rule of a column, which is made of the general one at first.
table::ValueRule& rule_of(const std::string& column, table::DiffOptions& options) {
  for (table::ColumnRule& known : options.column_rules) {
    if (known.column == column) return known.rule;
  }
  options.column_rules.push_back({column, options.rule});
  return options.column_rules.back().rule;
}

}  // namespace

CLI::Option* add_key(CLI::App& command, std::optional<std::string>& key) {
  return command
      .add_option("--key", key,
                  "Columns that tell rows apart, separated by commas, by name or as #1, #2 ...; "
                  "without it whole rows are compared")
      ->type_name("A,B");
}

Result<std::vector<std::string>> read_key(const std::optional<std::string>& text) {
  if (!text) return std::vector<std::string>{};
  if (text->empty()) {
    return Status(Code::invalid_argument,
                  "--key names no column; leave it out to compare whole rows");
  }
  return read_column_names("--key", *text);
}

void ValueOptions::add_options(CLI::App& command) {
  // Each value is taken as it stands: CLI11 must not cut a quoted name at its comma.
  command
      .add_option("--tolerance", tolerance,
                  "Compare a column as numbers that may be so far apart: 0.01, or 1% of the larger "
                  "one; with 0, 315.7 is 315.70. May be given several times")
      ->type_name("COLUMN=NUMBER")
      ->allow_extra_args(false);
  command
      .add_option(
          "--date", date,
          "Compare a column as dates, however they are written: 2012-01-31, 31.1.2012, Jan 31 "
          "2012; =mdy and =dmy say what 3/4/2012 means. May be given several times")
      ->type_name("COLUMN[=ORDER]")
      ->allow_extra_args(false);
  command.add_flag("--trim", trim, "Blanks around a value do not matter; not in the key");
  command.add_flag("--ignore-case", ignore_case,
                   "A to Z and a to z are the same in values; not in the key");
}

Status ValueOptions::apply(table::DiffOptions& options) const {
  options.rule = {.trim = trim, .ignore_case = ignore_case};
  for (const std::string& text : tolerance) {
    // The last one, as a name may hold an equals sign, and a number does not.
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos || equals + 1 == text.size()) {
      return {Code::invalid_argument,
              "--tolerance: \"" + text + "\" is not COLUMN=NUMBER, for example price=0.01"};
    }
    rule_of(text.substr(0, equals), options).tolerance = text.substr(equals + 1);
  }
  for (const std::string& text : date) {
    const bool day_first = text.ends_with("=dmy");
    const bool month_first = text.ends_with("=mdy");
    const std::string column = day_first || month_first ? text.substr(0, text.size() - 4) : text;
    rule_of(column, options).date = day_first     ? table::DateOrder::day_first
                                    : month_first ? table::DateOrder::month_first
                                                  : table::DateOrder::year_first;
  }
  return {};
}

void TableRules::add_options(CLI::App& command) {
  // Each value is taken as it stands: CLI11 must not cut a quoted name at its comma.
  command
      .add_option("--ignore", ignore,
                  "Columns not to compare, separated by commas; may be given several times")
      ->type_name("A,B")
      ->allow_extra_args(false);
  command.add_flag("--renames", renames,
                   "Find columns that are called differently by what they hold, and compare them");
  command
      .add_option("--similar", similar,
                  "Without a key: take two rows that have no equal for one that changed when they "
                  "share this part of their words, such as 0.5")
      ->type_name("SHARE");
  values.add_options(command);
}

Status TableRules::apply(table::DiffOptions& options) const {
  for (const std::string& list : ignore) {
    if (list.empty()) return {Code::invalid_argument, "--ignore names no column; leave it out"};
    auto names = read_column_names("--ignore", list);
    if (!names.ok()) return std::move(names).status();
    for (std::string& name : names.value()) options.ignore.push_back(std::move(name));
  }
  options.find_renames = renames;
  if (similar) {
    // Written so that it does not hold for what is no number.
    if (!(*similar > 0 && *similar <= 1)) {
      return {Code::invalid_argument, "--similar takes a number above 0 and up to 1, such as 0.5"};
    }
    options.similarity = *similar;
  }
  return values.apply(options);
}

}  // namespace heddle::cli
