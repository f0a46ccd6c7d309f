#pragma once

#include <cstdint>
#include <vector>

#include "heddle/core/buffer.h"
#include "heddle/table/listing.h"

#include "cells.h"

namespace heddle::table {

struct Listing::State {
  const Diff* diff;
  std::vector<OutputColumn> columns;
  bool filtered = false;         ///< not all differences are listed
  Buffer<std::uint32_t> picked;  ///< when filtered: their places among the diff's

  [[nodiscard]] const Diff::State& files() const { return diff->state(); }
};

}  // namespace heddle::table
