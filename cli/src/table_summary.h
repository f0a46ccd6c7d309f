#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "heddle/table/diff.h"

namespace heddle::cli {

/// What `heddle table diff --format summary` tells.
struct TableSummary {
  const table::Diff& diff;
  /// Names and changed cells of all columns, where they were asked for.
  std::vector<std::string> columns;
  std::vector<std::uint64_t> changes;
  bool by_column = false;
  std::uint32_t lanes = 1;
  double seconds = 0;

  /// Lines for people: a name, and a number. What is as in any two files is left out: files that are separated
  /// by commas, keys that are unique.
  [[nodiscard]] std::string text() const;

  /// One JSON object and a line feed; of two values in an array the first is left's.
  [[nodiscard]] std::string json() const;
};

}  // namespace heddle::cli
