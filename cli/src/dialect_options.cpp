#include "dialect_options.h"

namespace heddle::cli {

void DialectOptions::add_options(CLI::App& command) {
  command
      .add_option("--delimiter", delimiter,
                  "What stands between fields: , ; | or tab; auto finds it for each file")
      ->type_name("CHARACTER")
      ->capture_default_str();
  command.add_flag("--no-header", no_header,
                   "The first row is a row like the others; the columns are called 1, 2, 3 ...");
}

Status DialectOptions::apply(table::Dialect& dialect) const {
  dialect.header = !no_header;
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
  return {};
}

std::string name_of_delimiter(char delimiter) {
  return delimiter == '\t' ? "tab" : std::string(1, delimiter);
}

}  // namespace heddle::cli
