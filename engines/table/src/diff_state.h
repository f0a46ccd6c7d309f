#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "heddle/core/buffer.h"
#include "heddle/table/diff.h"

#include "rewrite.h"
#include "row_index.h"
#include "schema.h"
#include "text.h"

namespace heddle::table {

/// One of the two files of a Diff.
struct Side {
  ByteView file;     ///< as UTF-8
  Text text;         ///< owns the file's bytes when they had to be decoded
  Rewritten strict;  ///< owns them when they are not strict RFC 4180
  Header header;
  RowIndex index;
  /// Numbers of the rows at hand, in order, when these are only some of the file's; `index` tells where each of
  /// them lies in `held_bytes`, which `file` views.
  Buffer<std::uint32_t> held;
  Buffer<std::uint8_t> held_bytes;
  /// Where none are held: number of the first row of `index`, which may know a part of the file only.
  std::uint32_t first_row = 0;

  /// Units of work that open() will add to the progress, for files that it decodes or writes anew.
  [[nodiscard]] static std::uint32_t units_to_open(ByteView bytes, const Dialect& dialect);

  /// Takes a file, decodes and rewrites it where that is needed, and reads its header.
  /// watch   of the passes that only some files need.
  /// Errors  those of refuse_binary, read_text, rewrite and read_header.
  [[nodiscard]] Status open(ByteView bytes, const Dialect& dialect, const Watch& watch);

  /// The status with input as the file to blame, when a file is to blame.
  [[nodiscard]] Status blame(Status status, std::int32_t input) const;

  /// Bytes of memory that the file takes beside its own.
  [[nodiscard]] std::size_t extra_bytes() const { return text.decoded.size() + strict.text.size(); }

  [[nodiscard]] ByteView row(std::size_t i) const {
    if (held.size() == 0) return index.row(file, i - first_row);
    const auto* place = std::lower_bound(held.begin(), held.end(), static_cast<std::uint32_t>(i));
    return index.row(file, static_cast<std::size_t>(place - held.begin()));
  }

  /// Cuts a row into its fields; there must be a place for each.
  void cut(std::size_t i, std::span<Field> fields) const {
    cut_record(row(i), fields, header.delimiter);
  }
};

/// What tests change to reach paths that real files hardly ever take.
struct Tuning {
  std::uint64_t hash_mask = ~std::uint64_t{0};  ///< bits of the key hashes that are kept
};

struct Diff::State {
  Side left;
  Side right;
  Schema schema;
  Counts counts;
  Buffer<Difference> differences;
  Buffer<std::uint32_t> left_of;  ///< see Diff::left_of
  std::vector<RenamedColumn> renamed;
  bool counted_last = false;  ///< the counts are complete behind the last difference only

  /// Diff::create with other tuning.
  [[nodiscard]] static Result<Diff> create(Scheduler& scheduler, ByteView left, ByteView right,
                                           const DiffOptions& options, const Tuning& tuning);
  /// A Diff with this state.
  [[nodiscard]] static Diff wrap(std::unique_ptr<State> state) { return Diff(std::move(state)); }
};

}  // namespace heddle::table
