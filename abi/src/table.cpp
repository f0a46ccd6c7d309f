#include "heddle/abi/table.h"

#include <string>
#include <utility>
#include <vector>

#include "heddle/table/diff.h"
#include "heddle/table/header.h"
#include "heddle/table/json_lines.h"

#include "handles.h"

using heddle::ByteReader;
using heddle::ByteView;
using heddle::ByteWriter;
using heddle::Code;
using heddle::Result;
using heddle::Status;
using heddle::abi::report;
using heddle::table::Diff;

namespace {

const Diff& diff_of(const heddle_table_diff* handle) {
  return *reinterpret_cast<const Diff*>(handle);
}

/// Names, each as a uint32 size and its bytes.
Result<std::vector<std::string>> read_names(ByteView bytes) {
  std::vector<std::string> names;
  ByteReader reader(bytes);
  while (reader.remaining() > 0) {
    const auto size = reader.read<std::uint32_t>();
    const auto name = size ? reader.read_bytes(*size) : std::nullopt;
    if (!name) return Status(Code::invalid_argument, "the list of key columns is cut short");
    names.emplace_back(heddle::as_text(*name));
  }
  return names;
}

/// Gives what `write` wrote to the caller, or says why it could not.
template <class Write>
std::uint32_t write_bytes(heddle_bytes* out, heddle_error* error, Write&& write) {
  ByteWriter writer;
  const Status status = write(writer);
  if (!status.ok()) return report(status, error);
  heddle::abi::give(writer, out);
  return HEDDLE_OK;
}

}  // namespace

uint32_t heddle_table_columns(const uint8_t* data, size_t size, heddle_bytes* out,
                              heddle_error* error) {
  return write_bytes(out, error, [&](ByteWriter& writer) -> Status {
    const auto header = heddle::table::read_header({data, size});
    if (!header.ok()) {
      return Status(header.error().code(), std::string(header.error().message()),
                    header.error().location())
          .with_input(0);
    }
    return heddle::table::write_json_names(header.value().columns, writer);
  });
}

heddle_table_diff* heddle_table_diff_create(heddle_scheduler* scheduler, const uint8_t* left,
                                            size_t left_size, const uint8_t* right,
                                            size_t right_size, const uint8_t* key, size_t key_size,
                                            double memory_limit, heddle_control* control,
                                            heddle_error* error) {
  auto names = read_names({key, key_size});
  if (!names.ok()) {
    report(names.error(), error);
    return nullptr;
  }
  auto diff = Diff::create(*scheduler->scheduler, {left, left_size}, {right, right_size},
                           {.key = std::move(names).value(),
                            .memory_limit = static_cast<std::uint64_t>(memory_limit),
                            .cancel = heddle::CancelToken(heddle::abi::control_of(control)),
                            .progress = heddle::abi::progress_of(control)});
  scheduler->scheduler->trim_scratch();
  if (!diff.ok()) {
    report(diff.error(), error);
    return nullptr;
  }
  return reinterpret_cast<heddle_table_diff*>(new Diff(std::move(diff).value()));
}

void heddle_table_diff_counts(const heddle_table_diff* diff, heddle_table_counts* out) {
  const heddle::table::Counts& counts = diff_of(diff).counts();
  *out = {.added = counts.added,
          .removed = counts.removed,
          .changed = counts.changed,
          .unchanged = counts.unchanged,
          .changed_cells = static_cast<double>(counts.changed_cells),
          .left_rows = counts.left_rows,
          .right_rows = counts.right_rows};
}

uint32_t heddle_table_diff_size(const heddle_table_diff* diff) {
  return static_cast<uint32_t>(diff_of(diff).differences().size());
}

uint32_t heddle_table_diff_write_header(const heddle_table_diff* diff, heddle_bytes* out,
                                        heddle_error* error) {
  return write_bytes(out, error, [&](ByteWriter& writer) {
    return heddle::table::write_json_header(diff_of(diff), writer);
  });
}

uint32_t heddle_table_diff_write_rows(const heddle_table_diff* diff, uint32_t first, uint32_t count,
                                      heddle_bytes* out, heddle_error* error) {
  return write_bytes(out, error, [&](ByteWriter& writer) {
    return heddle::table::write_json_rows(diff_of(diff), first, count, writer);
  });
}

void heddle_table_diff_release(heddle_table_diff* diff) { delete reinterpret_cast<Diff*>(diff); }
