#include <string>
#include <utility>

#include "binary.h"
#include "diff_state.h"

namespace heddle::table {

Status Side::open(ByteView bytes, const Dialect& dialect) {
  HEDDLE_TRY(refuse_binary(bytes));
  Result<Text> read = read_text(bytes);
  if (!read.ok()) return std::move(read).status();
  text = std::move(read).value();
  HEDDLE_TRY(rewrite(text.bytes, dialect, k_all_records, strict));
  file = strict.needed ? strict.text.view() : text.bytes;
  Result<Header> found =
      read_header(file, {.delimiter = strict.found.delimiter, .header = dialect.header});
  if (!found.ok()) return std::move(found).status();
  header = std::move(found).value();
  return {};
}

Status Side::blame(Status status, std::int32_t input) const {
  if (status.code() != Code::malformed_input) return status;
  if (text.decoded.size() == 0) return std::move(status).with_input(input);
  return Status(status.code(), std::string(status.message()) + " (counted in the file as UTF-8)",
                status.location())
      .with_input(input);
}

}  // namespace heddle::table
