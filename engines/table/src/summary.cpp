#include "heddle/table/summary.h"

#include <string>

#include "heddle/table/json_lines.h"

#include "diff_state.h"
#include "json_text.h"

namespace heddle::table {

namespace {

Status finish(const ByteWriter& out) {
  if (!out.failed()) return {};
  return {Code::out_of_memory, "there is not enough memory to write the summary"};
}

void write_pair(std::string_view name, std::uint64_t left, std::uint64_t right, ByteWriter& out) {
  write_json_string(as_bytes(name), out);
  out.write_text(":[");
  out.write_decimal(left);
  out.write_char(',');
  out.write_decimal(right);
  out.write_text("],");
}

void write_number(std::string_view name, std::uint64_t value, ByteWriter& out) {
  write_json_string(as_bytes(name), out);
  out.write_char(':');
  out.write_decimal(value);
}

void write_dialect(const FoundDialect& dialect, ByteWriter& out) {
  out.write_text("{\"delimiter\":");
  write_json_string(as_bytes(std::string_view(&dialect.delimiter, 1)), out);
  out.write_text(",\"quote\":");
  if (dialect.quote == Dialect::k_no_quote) {
    out.write_text("null");
  } else {
    write_json_string(as_bytes(std::string_view(&dialect.quote, 1)), out);
  }
  out.write_text(dialect.carriage_returns ? ",\"lineEnd\":\"CR\"" : ",\"lineEnd\":\"LF\"");
  out.write_text(dialect.lenient ? ",\"lenient\":true," : ",\"lenient\":false,");
  write_number("lenientFields", dialect.lenient_fields, out);
  out.write_text(",\"ragged\":");
  write_json_string(as_bytes(name_of(dialect.ragged)), out);
  out.write_char(',');
  write_number("raggedRows", dialect.ragged_rows, out);
  out.write_char('}');
}

}  // namespace

std::string write_score(const RenamedColumn& column) {
  constexpr std::uint64_t k_one = 10000;
  const std::uint64_t score = column.all == 0 ? 0 : column.shared * k_one / column.all;
  const std::string digits = std::to_string(score % k_one + k_one).substr(1);
  return std::to_string(score / k_one) + "." + digits;
}

void write_json_renames(const Diff::State& state, ByteWriter& out) {
  out.write_char('[');
  for (std::size_t i = 0; i < state.renamed.size(); ++i) {
    const RenamedColumn& column = state.renamed[i];
    out.write_text(i > 0 ? ",{\"left\":" : "{\"left\":");
    write_json_string(as_bytes(state.left.header.columns[column.left]), out);
    out.write_text(",\"right\":");
    write_json_string(as_bytes(state.right.header.columns[column.right]), out);
    out.write_text(",\"score\":");
    out.write_text(write_score(column));
    out.write_char('}');
  }
  out.write_char(']');
}

std::string_view name_of(Ragged ragged) {
  switch (ragged) {
    case Ragged::pad: return "pad";
    case Ragged::keep: return "keep";
    case Ragged::error: break;
  }
  return "error";
}

Status write_json_summary(const Diff& diff, ByteWriter& out) {
  const Counts& counts = diff.counts();
  out.write_char('{');
  write_pair("duplicateKeys", counts.left_duplicates.keys, counts.right_duplicates.keys, out);
  write_pair("duplicateRows", counts.left_duplicates.rows, counts.right_duplicates.rows, out);
  out.write_text("\"dialects\":[");
  write_dialect(diff.left_dialect(), out);
  out.write_char(',');
  write_dialect(diff.right_dialect(), out);
  out.write_text("],\"renamed\":");
  write_json_renames(diff.state(), out);
  out.write_char('}');
  return finish(out);
}

Status write_json_proposal(const KeyProposal& proposal, ByteWriter& out) {
  out.write_text("{\"columns\":");
  HEDDLE_TRY(write_json_names(proposal.columns, out));
  out.write_char(',');
  write_number("leftRows", proposal.left_rows, out);
  out.write_char(',');
  write_number("rightRows", proposal.right_rows, out);
  out.write_char(',');
  write_number("matched", proposal.matched, out);
  out.write_char('}');
  return finish(out);
}

}  // namespace heddle::table
