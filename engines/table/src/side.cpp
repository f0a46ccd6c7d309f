#include <algorithm>
#include <string>
#include <utility>

#include "binary.h"
#include "diff_state.h"

namespace heddle::table {

std::uint32_t Side::units_to_open(ByteView bytes, const Dialect& dialect) {
  constexpr std::size_t k_sample = 64 * 1024;
  // What is wrong with the file is said when it is opened.
  const Result<Text> first = read_text(bytes.first(std::min(bytes.size(), k_sample)), false);
  if (!first.ok()) return 0;
  const bool decodes = is_utf16(bytes);
  FoundDialect found;
  const bool rewrites = needs_rewrite(first.value().bytes, dialect, found);
  const std::size_t text = decodes ? bytes.size() / 2 : bytes.size();
  const std::uint32_t writing =
      rewrites ? Pass::units_of(text) * (dialect.ragged == Ragged::keep ? 2 : 1) : 0;
  return (decodes ? 2 * Pass::units_of(bytes.size()) : 0) + writing;
}

Status Side::open(ByteView bytes, const Dialect& dialect, const Watch& watch) {
  HEDDLE_TRY(refuse_binary(bytes));
  Result<Text> read = read_text(bytes, true, watch);
  if (!read.ok()) return std::move(read).status();
  text = std::move(read).value();
  HEDDLE_TRY(rewrite(text.bytes, dialect, k_all_records, strict, watch));
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
