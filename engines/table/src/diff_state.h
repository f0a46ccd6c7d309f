#pragma once

#include "heddle/core/buffer.h"
#include "heddle/table/diff.h"
#include "row_index.h"
#include "schema.h"

namespace heddle::table {

/// One of the two files of a Diff.
struct Side {
  ByteView file;
  Header header;
  RowIndex index;

  [[nodiscard]] ByteView row(std::size_t i) const { return index.row(file, i); }
};

struct Diff::State {
  Side left;
  Side right;
  Schema schema;
  Counts counts;
  Buffer<Difference> differences;
};

}  // namespace heddle::table
