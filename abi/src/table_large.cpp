#include <memory>
#include <utility>

#include "heddle/abi/table.h"
#include "heddle/table/large_diff.h"

#include "table_support.h"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#endif

using heddle::Code;
using heddle::Status;
using heddle::abi::report;
using heddle::table::LargeDiff;
using heddle::table::Source;

namespace {

#ifdef __EMSCRIPTEN__
// clang-format off
EM_JS(std::uint32_t, read_from_host,
      (std::uint32_t file, double offset, std::uint8_t* into, std::size_t size), {
  return Module['readSource'](file, offset, into, size);
});
// clang-format on
constexpr heddle_table_read k_host_read = read_from_host;
#else
constexpr heddle_table_read k_host_read = nullptr;
#endif

/// A file that the host reads for us.
class HostFile final : public Source {
 public:
  HostFile(heddle_table_read function, std::uint32_t file, double size)
      : read_(function), file_(file), size_(static_cast<std::uint64_t>(size)) {}

  [[nodiscard]] std::uint64_t size() const override { return size_; }

  Status read(std::uint64_t offset, std::span<std::uint8_t> into) const override {
    // Nothing to be read is nothing to be asked for: a file may be empty.
    if (into.empty()) return {};
    if (read_(file_, static_cast<double>(offset), into.data(), into.size()) == HEDDLE_OK) return {};
    return {Code::io, "the file could not be read; was it changed or moved?"};
  }

 private:
  heddle_table_read read_;
  std::uint32_t file_;
  std::uint64_t size_;
};

}  // namespace

heddle_table_diff* heddle_table_diff_create_large(
    heddle_scheduler* scheduler, heddle_table_read read, uint32_t left, double left_size,
    uint32_t right, double right_size, heddle_table_dialect dialect, const uint8_t* key,
    size_t key_size, const uint8_t* ignore, size_t ignore_size, const uint8_t* rules,
    size_t rules_size, double similarity, double memory_limit, uint32_t compare,
    heddle_control* control, heddle_error* error) {
  if (read == nullptr) read = k_host_read;
  if (read == nullptr) {
    report({Code::unavailable, "there is no function to read the files with; give one"}, error);
    return nullptr;
  }
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
  auto left_file = std::make_unique<HostFile>(read, left, left_size);
  auto right_file = std::make_unique<HostFile>(read, right, right_size);
  auto diff = LargeDiff::create(*scheduler->scheduler, *left_file, *right_file, options.value());
  scheduler->scheduler->trim_scratch();
  if (!diff.ok()) {
    report(diff.error(), error);
    return nullptr;
  }
  return new heddle_table_diff{
      .left = std::move(left_file), .right = std::move(right_file), .any = std::move(diff).value()};
}
