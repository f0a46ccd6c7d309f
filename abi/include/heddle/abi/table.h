#pragma once

/// C ABI of the table engine; heddle/table/diff.h says what each part means.

#include "heddle/abi/common.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct heddle_table_diff heddle_table_diff;

/// Counts of a diff.
typedef struct heddle_table_counts {
  uint32_t added;        ///< rows only in right
  uint32_t removed;      ///< rows only in left
  uint32_t changed;      ///< rows in both, with at least one cell that differs
  uint32_t unchanged;    ///< rows in both, all cells equal
  double changed_cells;  ///< cells that differ, over all changed rows
  uint32_t left_rows;    ///< rows of left, header not counted
  uint32_t right_rows;   ///< rows of right, header not counted
} heddle_table_counts;

/// The column names in the header of `data`, as a JSON array of strings.
/// data    a CSV file or its first part, borrowed for the call.
/// Errors  malformed_input (empty, broken header, duplicate names), out_of_memory.
uint32_t heddle_table_columns(const uint8_t* data, size_t size, heddle_bytes* out,
                              heddle_error* error);

/// Compares two CSV files.
/// left, right   the files' bytes, borrowed until heddle_table_diff_release.
/// key           the key columns' names, each as a little-endian uint32 size and that many UTF-8
///               bytes; none (a size of 0) compares whole rows.
/// ignore        names of columns that are not compared, as key.
/// rules         when values count as the same; each rule is a column's name as in key, a
///               little-endian uint32 of flags (1: trim, 2: ignore case, 4: for all columns without a
///               rule of their own, the name being empty), and the tolerance as a text like a name.
/// memory_limit  most bytes of memory the comparison may use beside its inputs; 0 for no limit.
/// control       watched and updated during the call; may be NULL.
/// Errors        invalid_argument (key, ignore, rules), malformed_input (a file), out_of_memory, cancelled;
///               error->input is 0 for left and 1 for right.
heddle_table_diff* heddle_table_diff_create(heddle_scheduler* scheduler, const uint8_t* left,
                                            size_t left_size, const uint8_t* right,
                                            size_t right_size, const uint8_t* key, size_t key_size,
                                            const uint8_t* ignore, size_t ignore_size,
                                            const uint8_t* rules, size_t rules_size,
                                            double memory_limit, heddle_control* control,
                                            heddle_error* error);

void heddle_table_diff_counts(const heddle_table_diff* diff, heddle_table_counts* out);

/// Number of differences: added + removed + changed.
uint32_t heddle_table_diff_size(const heddle_table_diff* diff);

/// The first line of the JSON Lines output, as heddle/table/json_lines.h describes it.
uint32_t heddle_table_diff_write_header(const heddle_table_diff* diff, heddle_bytes* out,
                                        heddle_error* error);

/// Differences [first, first + count) as JSON Lines, one line each, each with its line feed.
/// Errors  invalid_argument when the range ends behind the last difference; out_of_memory.
uint32_t heddle_table_diff_write_rows(const heddle_table_diff* diff, uint32_t first, uint32_t count,
                                      heddle_bytes* out, heddle_error* error);

void heddle_table_diff_release(heddle_table_diff* diff);

#ifdef __cplusplus
}
#endif
