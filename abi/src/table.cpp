#include "heddle/abi/table.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "heddle/table/diff_steps.h"
#include "heddle/table/header.h"
#include "heddle/table/json_lines.h"
#include "heddle/table/key.h"
#include "heddle/table/summary.h"

#include "table_support.h"

using heddle::ByteReader;
using heddle::ByteView;
using heddle::ByteWriter;
using heddle::Code;
using heddle::Result;
using heddle::Status;
using heddle::abi::dialect_of;
using heddle::abi::read_names;
using heddle::abi::read_rules;
using heddle::abi::report;
using heddle::abi::write_bytes;
using heddle::table::DateOrder;
using heddle::table::DiffOptions;
using heddle::table::DiffSteps;
using heddle::table::ValueRule;

namespace {

/// A uint32 size and as many bytes.
std::optional<std::string> read_text(ByteReader& reader) {
  const auto size = reader.read<std::uint32_t>();
  const auto text = size ? reader.read_bytes(*size) : std::nullopt;
  if (!text) return std::nullopt;
  return std::string(heddle::as_text(*text));
}

Status cut_short(const char* what) {
  return {Code::invalid_argument, std::string("the list of ") + what + " is cut short"};
}

/// The steps of a diff in memory; null for one that is read piece by piece, which is complete from the start.
DiffSteps* steps_of(heddle_table_diff* diff) { return std::get_if<DiffSteps>(&diff->any); }
const DiffSteps* steps_of(const heddle_table_diff* diff) {
  return std::get_if<DiffSteps>(&diff->any);
}

Result<DiffSteps> make_steps(heddle::Scheduler& scheduler, ByteView left, ByteView right,
                             const DiffOptions& options, bool one_by_one) {
  auto steps =
      DiffSteps::begin(scheduler, left, right, options,
                       one_by_one ? DiffSteps::Watched::pairing : DiffSteps::Watched::everything);
  if (!steps.ok() || one_by_one) return steps;
  HEDDLE_TRY(steps.value().advance(scheduler, steps.value().rows()));
  return steps;
}

}  // namespace

Status heddle::abi::read_rules(ByteView bytes, DiffOptions& options) {
  ByteReader reader(bytes);
  while (reader.remaining() > 0) {
    auto column = read_text(reader);
    const auto flags = column ? reader.read<std::uint32_t>() : std::nullopt;
    auto tolerance = flags ? read_text(reader) : std::nullopt;
    if (!tolerance) return cut_short("rules");
    const auto has = [&](std::uint32_t flag) { return (*flags & flag) != 0; };
    ValueRule rule{.trim = has(HEDDLE_TABLE_TRIM),
                   .ignore_case = has(HEDDLE_TABLE_IGNORE_CASE),
                   .tolerance = std::move(*tolerance),
                   .date = has(HEDDLE_TABLE_DAY_FIRST)     ? DateOrder::day_first
                           : has(HEDDLE_TABLE_MONTH_FIRST) ? DateOrder::month_first
                           : has(HEDDLE_TABLE_DATE)        ? DateOrder::year_first
                                                           : DateOrder::none};
    if (has(HEDDLE_TABLE_RULE_OF_ALL)) {
      options.rule = std::move(rule);
    } else {
      options.column_rules.push_back({std::move(*column), std::move(rule)});
    }
  }
  return {};
}

Status heddle::abi::read_names(ByteView bytes, const char* what, std::vector<std::string>& names) {
  ByteReader reader(bytes);
  while (reader.remaining() > 0) {
    auto name = read_text(reader);
    if (!name) return cut_short(what);
    names.push_back(std::move(*name));
  }
  return {};
}

uint32_t heddle_table_columns(const uint8_t* data, size_t size, heddle_table_dialect dialect,
                              heddle_bytes* out, heddle_error* error) {
  return write_bytes(out, error, [&](ByteWriter& writer) -> Status {
    auto names = heddle::table::read_columns({data, size}, dialect_of(dialect));
    if (!names.ok()) return std::move(names).status().with_input(0);
    return heddle::table::write_json_names(names.value(), writer);
  });
}

uint32_t heddle_table_propose_key(heddle_scheduler* scheduler, const uint8_t* left,
                                  size_t left_size, const uint8_t* right, size_t right_size,
                                  heddle_table_dialect dialect, const uint8_t* ignore,
                                  size_t ignore_size, heddle_control* control, heddle_bytes* out,
                                  heddle_error* error) {
  return write_bytes(out, error, [&](ByteWriter& writer) -> Status {
    DiffOptions options{.dialect = dialect_of(dialect),
                        .cancel = heddle::CancelToken(heddle::abi::control_of(control)),
                        .progress = heddle::abi::progress_of(control)};
    HEDDLE_TRY(read_names({ignore, ignore_size}, "ignored columns", options.ignore));
    auto proposal = heddle::table::propose_key(*scheduler->scheduler, {left, left_size},
                                               {right, right_size}, options);
    scheduler->scheduler->trim_scratch();
    if (!proposal.ok()) return std::move(proposal).status();
    return heddle::table::write_json_proposal(proposal.value(), writer);
  });
}

Result<DiffOptions> heddle::abi::read_options(const CompareArguments& arguments) {
  const auto has = [&](std::uint32_t flag) { return (arguments.compare & flag) != 0; };
  DiffOptions options{.dialect = dialect_of(arguments.dialect),
                      .by_position = has(HEDDLE_TABLE_BY_POSITION),
                      .find_renames = has(HEDDLE_TABLE_FIND_RENAMES),
                      .similarity = arguments.similarity,
                      .memory_limit = static_cast<std::uint64_t>(arguments.memory_limit),
                      .keep_pairs = has(HEDDLE_TABLE_KEEP_PAIRS),
                      .cancel = CancelToken(control_of(arguments.control)),
                      .progress = progress_of(arguments.control)};
  HEDDLE_TRY(read_names(arguments.key, "key columns", options.key));
  HEDDLE_TRY(read_names(arguments.ignore, "ignored columns", options.ignore));
  HEDDLE_TRY(read_rules(arguments.rules, options));
  return options;
}

heddle_table_diff* heddle_table_diff_create(
    heddle_scheduler* scheduler, const uint8_t* left, size_t left_size, const uint8_t* right,
    size_t right_size, heddle_table_dialect dialect, const uint8_t* key, size_t key_size,
    const uint8_t* ignore, size_t ignore_size, const uint8_t* rules, size_t rules_size,
    double similarity, double memory_limit, uint32_t compare, heddle_control* control,
    heddle_error* error) {
  auto options = heddle::abi::read_options({.dialect = dialect,
                                            .key = {key, key_size},
                                            .ignore = {ignore, ignore_size},
                                            .rules = {rules, rules_size},
                                            .similarity = similarity,
                                            .memory_limit = memory_limit,
                                            .compare = compare,
                                            .control = control});
  if (!options.ok()) {
    report(options.error(), error);
    return nullptr;
  }
  auto steps = make_steps(*scheduler->scheduler, {left, left_size}, {right, right_size},
                          options.value(), (compare & HEDDLE_TABLE_IN_STEPS) != 0);
  scheduler->scheduler->trim_scratch();
  if (!steps.ok()) {
    report(steps.error(), error);
    return nullptr;
  }
  return new heddle_table_diff{.left = nullptr, .right = nullptr, .any = std::move(steps).value()};
}

uint32_t heddle_table_diff_advance(heddle_scheduler* scheduler, heddle_table_diff* diff,
                                   uint32_t rows, heddle_error* error) {
  DiffSteps* const steps = steps_of(diff);
  if (steps == nullptr) return HEDDLE_OK;
  const Status status = steps->advance(*scheduler->scheduler, rows);
  scheduler->scheduler->trim_scratch();
  if (!status.ok()) return report(status, error);
  return HEDDLE_OK;
}

uint32_t heddle_table_diff_list(heddle_scheduler* scheduler, heddle_table_diff* diff,
                                heddle_error* error) {
  DiffSteps* const steps = steps_of(diff);
  if (steps == nullptr) return HEDDLE_OK;
  const Status status = steps->list(*scheduler->scheduler);
  if (!status.ok()) return report(status, error);
  return HEDDLE_OK;
}

uint32_t heddle_table_diff_rows(const heddle_table_diff* diff) {
  const DiffSteps* const steps = steps_of(diff);
  return steps == nullptr ? diff->facts().counts().left_rows : static_cast<uint32_t>(steps->rows());
}

uint32_t heddle_table_diff_compared(const heddle_table_diff* diff) {
  const DiffSteps* const steps = steps_of(diff);
  return steps == nullptr ? diff->facts().counts().left_rows
                          : static_cast<uint32_t>(steps->compared());
}

uint32_t heddle_table_diff_complete(const heddle_table_diff* diff) {
  const DiffSteps* const steps = steps_of(diff);
  return steps == nullptr || steps->complete() ? 1 : 0;
}

void heddle_table_diff_counts(const heddle_table_diff* diff, heddle_table_counts* out) {
  const heddle::table::Counts& counts = diff->facts().counts();
  *out = {.added = counts.added,
          .removed = counts.removed,
          .changed = counts.changed,
          .unchanged = counts.unchanged,
          .changed_cells = static_cast<double>(counts.changed_cells),
          .left_rows = counts.left_rows,
          .right_rows = counts.right_rows};
}

uint32_t heddle_table_diff_size(const heddle_table_diff* diff) {
  if (const auto* large = std::get_if<heddle::table::LargeDiff>(&diff->any)) {
    return static_cast<uint32_t>(large->size());
  }
  return static_cast<uint32_t>(diff->facts().differences().size());
}

uint32_t heddle_table_diff_write_summary(const heddle_table_diff* diff, heddle_bytes* out,
                                         heddle_error* error) {
  return write_bytes(out, error, [&](ByteWriter& writer) {
    return heddle::table::write_json_summary(diff->facts(), writer);
  });
}

uint32_t heddle_table_diff_write_header(const heddle_table_diff* diff, heddle_bytes* out,
                                        heddle_error* error) {
  return write_bytes(out, error, [&](ByteWriter& writer) {
    return heddle::table::write_json_header(diff->facts(), writer);
  });
}

uint32_t heddle_table_diff_write_rows(heddle_scheduler* scheduler, heddle_table_diff* diff,
                                      uint32_t first, uint32_t count, heddle_bytes* out,
                                      heddle_error* error) {
  return write_bytes(out, error, [&](ByteWriter& writer) -> Status {
    const heddle::Range rows{first, std::size_t{first} + count};
    const auto write = [&](const auto& listing) {
      return heddle::abi::write_rows(listing, *scheduler->scheduler, rows, {}, writer);
    };
    auto* large = std::get_if<heddle::table::LargeDiff>(&diff->any);
    if (large == nullptr) return write(heddle::table::Listing(diff->facts()));
    auto all = heddle::table::LargeListing::begin(*large, {});
    return all.ok() ? write(all.value()) : std::move(all).status();
  });
}

void heddle_table_diff_release(heddle_table_diff* diff) { delete diff; }
