#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "heddle/core/buffer.h"
#include "heddle/table/listing.h"

#include "cell_text.h"
#include "cells.h"

namespace heddle::table {

/// What of a Selection picks rows.
struct Filter {
  bool added = true;
  bool removed = true;
  bool changed = true;
  std::vector<OutputColumn> changed_in;  ///< none: any
  CellText text;
  std::vector<OutputColumn> text_in;

  [[nodiscard]] bool has(Kind kind) const {
    return kind == Kind::added ? added : kind == Kind::removed ? removed : changed;
  }
  [[nodiscard]] bool reads_cells() const { return !changed_in.empty() || !text.empty(); }
  /// Whether a row is picked; `cells` is a reader that belongs to the lane.
  [[nodiscard]] bool picks(const Difference& difference, CellReader& cells) const;
};

struct Listing::State {
  const Diff* diff;
  std::vector<OutputColumn> columns;
  bool filtered = false;  ///< not all differences are listed
  Filter filter;
  std::size_t looked = 0;        ///< differences that the filter was asked about, when filtered
  std::size_t found = 0;         ///< those that it picked
  Buffer<std::uint32_t> picked;  ///< their places among the diff's; room for more than `found`

  [[nodiscard]] const Diff::State& files() const { return diff->state(); }
};

}  // namespace heddle::table
