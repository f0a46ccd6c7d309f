#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/diff.h"
#include "heddle/table/document.h"
#include "heddle/table/large_diff.h"
#include "heddle/table/sorted_diff.h"

#include "output_file.h"

namespace heddle::cli {

/// What `heddle table diff` writes: its options, and the writing.
class TableOutput {
 public:
  /// The options are read into this object, which must outlive the command.
  void add_options(CLI::App& command);

  /// Whether the comparison must keep its pairs (DiffOptions::keep_pairs).
  [[nodiscard]] bool needs_pairs() const;

  /// Whether what is written says itself how many keys several rows have.
  [[nodiscard]] bool is_summary() const { return format_ == "summary"; }

  /// Checks what can be checked before anything is compared.
  /// Errors  invalid_argument: options that do not go together.
  [[nodiscard]] Status check() const;

  /// seconds  how long the comparison took.
  /// Errors   invalid_argument (a column), io, out_of_memory.
  [[nodiscard]] Status write(Scheduler& scheduler, const table::Diff& diff, double seconds,
                             OutputFile& out) const;

  /// The same of files that are larger than memory.
  [[nodiscard]] Status write(Scheduler& scheduler, table::LargeDiff& diff, double seconds,
                             OutputFile& out) const;

  /// The same of sorted files, which are compared meanwhile.
  /// compared  gives the seconds, called before a summary is written.
  /// Errors    also those of the comparison.
  [[nodiscard]] Status write(Scheduler& scheduler, table::SortedDiff& diff,
                             const std::function<double()>& compared, OutputFile& out) const;

 private:
  [[nodiscard]] Result<table::Selection> selection() const;
  [[nodiscard]] table::DocumentOptions document_options() const;
  [[nodiscard]] Status write_summary(const Scheduler& scheduler, const table::Diff& diff,
                                     std::vector<std::uint64_t> changes, double seconds,
                                     OutputFile& out) const;

  std::string format_ = "summary";
  bool json_ = false;
  bool by_column_ = false;
  std::optional<std::string> only_;
  std::optional<std::string> columns_;
  bool changed_cells_ = false;
  bool guard_formulas_ = false;
};

/// Writes a whole document.
[[nodiscard]] Status write_document(Scheduler& scheduler, const table::Document& document,
                                    OutputFile& out);

}  // namespace heddle::cli
