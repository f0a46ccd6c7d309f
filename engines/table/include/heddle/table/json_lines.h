#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/table/diff.h"
#include "heddle/table/listing.h"

/// A diff as JSON Lines: one JSON object a line, UTF-8. Bytes that are not valid UTF-8 become U+FFFD.
///
/// The first line is the header:
///   {"kind":"header","columns":["id","name","city"],"key":["id"],"onlyLeft":[],"onlyRight":["city"]}
///   columns are right's, in its order, and behind them those that only left has; key is empty when
///   whole rows were compared. Where columns were found to be called differently (DiffOptions::find_renames) a
///   member "renamed" follows, as in summary.h.
/// Then one line for each difference, in the diff's order; rows count from 1 below the header:
///   {"kind":"removed","left":12,"cells":["4","Ann",null]}
///   {"kind":"added","right":13,"cells":["5","Bob","Rome"]}
///   {"kind":"changed","left":4,"right":5,"cells":["6",["Bo","Beau"],"Nice"]}
///   cells stand in the order of columns: a string is the value, two strings are a changed cell's
///   values in left and right, null says that the row's file has no such column.
/// A document of only the cells that changed has for a changed row, in place of cells, the values of the
/// key's columns in the order of columns, and the changes by name:
///   {"kind":"changed","left":4,"right":5,"key":["6"],"changes":{"name":["Bo","Beau"]}}
/// Rows can be asked for with both values (JsonRowOptions): a cell that did not change, but that the two files have
/// with other bytes, because its rule says that they are the same or because its column is ignored, is then
///   {"left":"1.5","right":"1.50"}
/// and else the value of right.
namespace heddle::table {

/// Appends the names as a JSON array of strings, without a line feed.
/// Errors  out_of_memory.
[[nodiscard]] Status write_json_names(std::span<const std::string> names, ByteWriter& out);

/// Appends the header line; of a listing, with the columns that it shows.
/// Errors  out_of_memory.
[[nodiscard]] Status write_json_header(const Diff& diff, ByteWriter& out);
[[nodiscard]] Status write_json_header(const Listing& listing, ByteWriter& out);

/// Appends the lines of differences [first, first + count).
/// Errors  invalid_argument when there are not that many; out_of_memory.
[[nodiscard]] Status write_json_rows(const Diff& diff, std::size_t first, std::size_t count,
                                     ByteWriter& out);

/// How rows look.
struct JsonRowOptions {
  bool only_changed_cells = false;  ///< of changed rows only the key and the cells that changed
  bool both_values = false;  ///< of cells that did not change both values, where their bytes differ
};

[[nodiscard]] Status write_json_rows(const Listing& listing, std::size_t first, std::size_t count,
                                     ByteWriter& out, const JsonRowOptions& options = {});

}  // namespace heddle::table
