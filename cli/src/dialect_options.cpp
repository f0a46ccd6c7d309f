#include "dialect_options.h"

namespace heddle::cli {

void DialectOptions::add_options(CLI::App& command) {
  command
      .add_option("--delimiter", delimiter,
                  "What stands between fields: , ; | or tab; auto finds it for each file")
      ->type_name("CHARACTER")
      ->capture_default_str();
  command
      .add_option(
          "--quote", quote,
          "What stands around fields: \" or ', or none; auto is \", or ' where a file reads "
          "well with it only")
      ->type_name("CHARACTER")
      ->capture_default_str();
  command
      .add_option(
          "--ragged", ragged,
          "Rows that are not as long as the first: error refuses them, pad fills up those "
          "that are too short, keep also gives those that are too long columns of their own")
      ->check(CLI::IsMember({"error", "pad", "keep"}))
      ->type_name("POLICY")
      ->capture_default_str();
  command.add_flag("--lenient", lenient,
                   "Read quotes that RFC 4180 forbids as characters of the value");
  command.add_flag("--no-header", no_header,
                   "The first row is a row like the others; the columns are called 1, 2, 3 ...");
}

Status DialectOptions::apply(table::Dialect& dialect) const {
  dialect.header = !no_header;
  dialect.lenient = lenient;
  dialect.ragged = ragged == "pad"    ? table::Ragged::pad
                   : ragged == "keep" ? table::Ragged::keep
                                      : table::Ragged::error;
  if (delimiter == "auto") {
    dialect.delimiter = table::Dialect::k_detect;
  } else if (delimiter == "tab") {
    dialect.delimiter = '\t';
  } else if (delimiter.size() == 1 && table::is_delimiter(delimiter[0])) {
    dialect.delimiter = delimiter[0];
  } else {
    return {Code::invalid_argument,
            "--delimiter: \"" + delimiter + "\" is no delimiter; there are , ; | tab and auto"};
  }
  if (quote == "auto") {
    dialect.quote = table::Dialect::k_detect;
  } else if (quote == "none") {
    dialect.quote = table::Dialect::k_no_quote;
  } else if (quote == "\"" || quote == "'") {
    dialect.quote = quote[0];
  } else {
    return {Code::invalid_argument,
            "--quote: \"" + quote + "\" is no quote; there are \" ' none and auto"};
  }
  return {};
}

std::string name_of_delimiter(char delimiter) {
  return delimiter == '\t' ? "tab" : std::string(1, delimiter);
}

std::string name_of_quote(char quote) {
  return quote == table::Dialect::k_no_quote ? "none" : std::string(1, quote);
}

}  // namespace heddle::cli
