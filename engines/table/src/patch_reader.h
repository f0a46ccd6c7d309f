#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "heddle/core/buffer.h"
#include "heddle/core/bytes.h"
#include "heddle/core/status.h"

#include "record.h"

namespace heddle::table {

/// A patch as it was read, before it is held against a table. Rows and columns count from 0.
struct Patch {
  static constexpr std::uint32_t k_new = ~std::uint32_t{0};

  enum class Action : std::uint8_t { remove, copy, change, add };

  /// One record.
  struct Step {
    std::size_t offset;    ///< of the record in the patch
    std::uint32_t fields;  ///< how many it has
    std::uint32_t left;    ///< the row of left; remove, copy, change
    std::uint32_t right;   ///< the first row of right that it makes; all but remove
    std::uint32_t count;   ///< rows of right that it makes
    Action action;
  };

  struct Table {
    std::uint32_t rows = 0;
    std::vector<std::string> columns;
  };

  ByteView text;
  Table left;
  Table right;
  std::vector<std::uint32_t> from;  ///< for each column of right its column of left, or k_new
  std::size_t new_columns = 0;      ///< how many of them are k_new
  Buffer<Step> steps;

  /// Cuts a step's record into its fields.
  void cut(const Step& step, std::vector<Field>& fields) const;
};

/// Reads a patch and checks all that can be known without the table.
/// Errors  malformed_input, with the place of the first record that is wrong; out_of_memory.
[[nodiscard]] Result<Patch> read_patch(ByteView text);

}  // namespace heddle::table
