#pragma once

/// C ABI of the table engine; the headers in heddle/table say what each part means.

#include "heddle/abi/common.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct heddle_table_diff heddle_table_diff;

/// The differences that a selection picks.
typedef struct heddle_table_listing heddle_table_listing;

/// A text that is written part by part.
typedef struct heddle_table_document heddle_table_document;

typedef struct heddle_table_merge heddle_table_merge;

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

/// How a file is written: a sum of
///   its delimiter: , ; | or a tab; 0 when it is to be found;
///   HEDDLE_TABLE_NO_HEADER when the first record is a row like the others;
///   HEDDLE_TABLE_LENIENT when quotes that RFC 4180 forbids are characters of the value;
///   HEDDLE_TABLE_PAD or HEDDLE_TABLE_KEEP, else rows that are not as long as the first are refused;
///   65536 times its quote: " or '; 0 when it is to be found; HEDDLE_TABLE_NO_QUOTE when there is none.
typedef uint32_t heddle_table_dialect;

enum heddle_table_dialect_flag {
  HEDDLE_TABLE_NO_HEADER = 256,
  HEDDLE_TABLE_LENIENT = 512,
  HEDDLE_TABLE_PAD = 1024,
  HEDDLE_TABLE_KEEP = 2048,
  HEDDLE_TABLE_NO_QUOTE = 1,
};

/// The column names in the header of `data`, as a JSON array of strings.
/// data    a CSV file or its first part, borrowed for the call.
/// Errors  invalid_argument (a character that is no delimiter), malformed_input (empty, broken header,
///         duplicate names), out_of_memory.
uint32_t heddle_table_columns(const uint8_t* data, size_t size, heddle_table_dialect dialect,
                              heddle_bytes* out, heddle_error* error);

/// Looks for columns that tell the rows of two files apart.
/// left, right      the files' bytes, borrowed for the call.
/// dialect, ignore  as in heddle_table_diff_create.
/// control          watched and updated during the call; may be NULL.
/// out              gets a JSON object, as heddle/table/summary.h describes it.
/// Errors           those of heddle_table_diff_create.
uint32_t heddle_table_propose_key(heddle_scheduler* scheduler, const uint8_t* left,
                                  size_t left_size, const uint8_t* right, size_t right_size,
                                  heddle_table_dialect dialect, const uint8_t* ignore,
                                  size_t ignore_size, heddle_control* control, heddle_bytes* out,
                                  heddle_error* error);

/// How rows are compared; combined by addition.
enum heddle_table_compare {
  HEDDLE_TABLE_KEEP_PAIRS = 1,    ///< remember which rows belong together: the tabular diff and the
                                  ///< patch need it
  HEDDLE_TABLE_BY_POSITION = 2,   ///< row n of left is row n of right; not together with a key
  HEDDLE_TABLE_FIND_RENAMES = 4,  ///< find columns that are called differently by what they hold
  HEDDLE_TABLE_IN_STEPS = 8,      ///< only pair the rows; heddle_table_diff_advance compares them
};

/// When values count as the same; combined by addition. HEDDLE_TABLE_RULE_OF_ALL is for all columns without a
/// rule of their own, the name being empty.
enum heddle_table_rule {
  HEDDLE_TABLE_TRIM = 1,
  HEDDLE_TABLE_IGNORE_CASE = 2,
  HEDDLE_TABLE_RULE_OF_ALL = 4,
  HEDDLE_TABLE_DATE = 8,          ///< dates; 3/4/2012 is none
  HEDDLE_TABLE_DAY_FIRST = 16,    ///< dates; 3/4/2012 is the third of April
  HEDDLE_TABLE_MONTH_FIRST = 32,  ///< dates; 3/4/2012 is the fourth of March
};

/// Compares two CSV files.
/// left, right   the files' bytes, borrowed until heddle_table_diff_release.
/// dialect       of both; a delimiter that is to be found is found for each.
/// key           the key columns' names, each as a little-endian uint32 size and that many UTF-8
///               bytes, or #1 for the first column and so on; none (a size of 0) compares whole rows.
/// ignore        names of columns that are not compared, as key.
/// rules         when values count as the same; each rule is a column's name as in key, a
///               little-endian uint32 of heddle_table_rule flags, and the tolerance as a text like a name.
/// similarity    how similar two rows must be to be one that changed, up to 1, where whole rows are compared; 0:
///               only rows with one key change.
/// memory_limit  most bytes of memory the comparison may use beside its inputs; 0 for no limit.
/// compare       a sum of heddle_table_compare.
/// control       watched and updated during the call; may be NULL.
/// Errors        invalid_argument (key, ignore, rules), malformed_input (a file), out_of_memory, cancelled;
///               error->input is 0 for left and 1 for right.
heddle_table_diff* heddle_table_diff_create(
    heddle_scheduler* scheduler, const uint8_t* left, size_t left_size, const uint8_t* right,
    size_t right_size, heddle_table_dialect dialect, const uint8_t* key, size_t key_size,
    const uint8_t* ignore, size_t ignore_size, const uint8_t* rules, size_t rules_size,
    double similarity, double memory_limit, uint32_t compare, heddle_control* control,
    heddle_error* error);

/// Fills `into` with the `size` bytes of a file from `offset` on; there are so many.
/// file     its number, which the host chose.
/// Returns  HEDDLE_OK, or HEDDLE_IO when they cannot be read.
/// Threads  called by the thread that calls into the ABI.
typedef uint32_t (*heddle_table_read)(uint32_t file, double offset, uint8_t* into, size_t size);

/// Compares two CSV files that are read piece by piece, now and whenever rows are asked for: for files that are larger
/// than memory, as heddle/table/large_diff.h says. The diff is then used like any other one.
/// read                   reads the files until heddle_table_diff_release. NULL in WebAssembly: the module's own function
///                        `readSource`, of the same parameters.
/// left, right            numbers of the files.
/// left_size, right_size  their bytes.
/// memory_limit           most bytes of memory that the comparison may use, files not in it; 0 for 512 MiB.
/// others                 as in heddle_table_diff_create.
/// Errors                 those of heddle_table_diff_create; invalid_argument: an option or a dialect that needs both files
///                        in memory; out_of_memory: says how much would do; io; unavailable: no function to read with.
heddle_table_diff* heddle_table_diff_create_large(
    heddle_scheduler* scheduler, heddle_table_read read, uint32_t left, double left_size,
    uint32_t right, double right_size, heddle_table_dialect dialect, const uint8_t* key,
    size_t key_size, const uint8_t* ignore, size_t ignore_size, const uint8_t* rules,
    size_t rules_size, double similarity, double memory_limit, uint32_t compare,
    heddle_control* control, heddle_error* error);

/// Compares the next rows of a diff that was made in steps, about `rows` of them. Only when the diff is complete may
/// documents and listings be made of it.
/// Errors  out_of_memory, cancelled; the diff can then only be released.
uint32_t heddle_table_diff_advance(heddle_scheduler* scheduler, heddle_table_diff* diff,
                                   uint32_t rows, heddle_error* error);

/// Lists the differences of the rows that were compared, which are the first ones of all: the diff's size, rows and
/// counts are theirs until the next call, or until the diff is complete.
/// Errors  out_of_memory, cancelled.
uint32_t heddle_table_diff_list(heddle_scheduler* scheduler, heddle_table_diff* diff,
                                heddle_error* error);

/// Rows to compare, and rows that were compared.
uint32_t heddle_table_diff_rows(const heddle_table_diff* diff);
uint32_t heddle_table_diff_compared(const heddle_table_diff* diff);

/// 1 when all is done, else 0.
uint32_t heddle_table_diff_complete(const heddle_table_diff* diff);

void heddle_table_diff_counts(const heddle_table_diff* diff, heddle_table_counts* out);

/// Number of differences: added + removed + changed.
uint32_t heddle_table_diff_size(const heddle_table_diff* diff);

/// What there is to say beside the counts, as a JSON object that heddle/table/summary.h describes.
/// Errors  out_of_memory.
uint32_t heddle_table_diff_write_summary(const heddle_table_diff* diff, heddle_bytes* out,
                                         heddle_error* error);

/// The first line of the JSON Lines output, as heddle/table/json_lines.h describes it.
uint32_t heddle_table_diff_write_header(const heddle_table_diff* diff, heddle_bytes* out,
                                        heddle_error* error);

/// Differences [first, first + count) as JSON Lines, one line each, each with its line feed.
/// Errors  invalid_argument when the range ends behind the last difference; out_of_memory; io, where the files are read.
uint32_t heddle_table_diff_write_rows(heddle_scheduler* scheduler, heddle_table_diff* diff,
                                      uint32_t first, uint32_t count, heddle_bytes* out,
                                      heddle_error* error);

void heddle_table_diff_release(heddle_table_diff* diff);

/// Formats of a document; the same numbers as heddle::table::Format.
enum heddle_table_format {
  HEDDLE_TABLE_JSON_LINES = 0,
  HEDDLE_TABLE_CSV = 1,
  HEDDLE_TABLE_TDIFF = 2,
  HEDDLE_TABLE_HTML = 3,
  HEDDLE_TABLE_PATCH = 4,
};

/// What a document shows of a diff; combined by addition.
enum heddle_table_show {
  HEDDLE_TABLE_ADDED = 1,    ///< rows that were added
  HEDDLE_TABLE_REMOVED = 2,  ///< rows that were removed
  HEDDLE_TABLE_CHANGED = 4,  ///< rows that changed
  HEDDLE_TABLE_ONLY_CHANGED_CELLS = 8,
  HEDDLE_TABLE_GUARD_FORMULAS = 16,
  HEDDLE_TABLE_BOTH_VALUES =
      32,  ///< of cells that did not change both values, where their bytes differ
};

/// A diff in one format.
/// diff     must outlive the document, with its files; made with keep_pairs for the tabular diff and the
///          patch.
/// format   a heddle_table_format.
/// show     a sum of heddle_table_show.
/// columns  names of the columns to show beside the key, as key in heddle_table_diff_create; none for all.
/// control  watched during the call; may be NULL.
/// Errors   invalid_argument (options that do not go together, a column that is none), out_of_memory, io,
///          cancelled.
heddle_table_document* heddle_table_diff_document(heddle_scheduler* scheduler,
                                                  heddle_table_diff* diff, uint32_t format,
                                                  uint32_t show, const uint8_t* columns,
                                                  size_t columns_size, heddle_control* control,
                                                  heddle_error* error);

/// Begins to pick differences: none is looked at yet.
/// diff        must outlive the listing, with its files.
/// show        which kinds of rows: a sum of HEDDLE_TABLE_ADDED, HEDDLE_TABLE_REMOVED, HEDDLE_TABLE_CHANGED.
/// columns     as in heddle_table_diff_document.
/// changed_in  names of columns, as key in heddle_table_diff_create: changed rows only where a cell of one of these
///             changed, whatever is shown; none for any.
/// text        UTF-8: only rows with this text in a cell, in left or in right; ASCII letters of either case are the
///             same; empty for any.
/// text_in     names of the columns in which the text is looked for; none for those that are shown.
/// Errors      invalid_argument (a column that is none, no kind of row).
heddle_table_listing* heddle_table_listing_create(heddle_table_diff* diff, uint32_t show,
                                                  const uint8_t* columns, size_t columns_size,
                                                  const uint8_t* changed_in, size_t changed_in_size,
                                                  const uint8_t* text, size_t text_size,
                                                  const uint8_t* text_in, size_t text_in_size,
                                                  heddle_error* error);

/// Looks at the next `most` differences, rounded up to 4096, or to 256 where the files are read.
/// Errors  out_of_memory, io.
uint32_t heddle_table_listing_advance(heddle_scheduler* scheduler, heddle_table_listing* listing,
                                      uint32_t most, heddle_error* error);

/// How many of the diff's differences were looked at; heddle_table_diff_size when the listing is complete.
uint32_t heddle_table_listing_looked(const heddle_table_listing* listing);

/// How many are picked so far.
uint32_t heddle_table_listing_size(const heddle_table_listing* listing);

/// The place of the `index`th, which must be smaller than its size, among all differences of the diff.
uint32_t heddle_table_listing_place(const heddle_table_listing* listing, uint32_t index);

/// The first of the listing whose place is not below `place`; its size when there is none.
uint32_t heddle_table_listing_at_or_after(const heddle_table_listing* listing, uint32_t place);

/// Rows [first, first + count) as heddle_table_diff_write_rows writes them.
/// show    a sum of HEDDLE_TABLE_ONLY_CHANGED_CELLS and HEDDLE_TABLE_BOTH_VALUES.
/// Errors  invalid_argument when the range ends behind the last; out_of_memory, io.
uint32_t heddle_table_listing_write_rows(heddle_scheduler* scheduler,
                                         const heddle_table_listing* listing, uint32_t first,
                                         uint32_t count, uint32_t show, heddle_bytes* out,
                                         heddle_error* error);

/// Changed cells of each column that is shown, in rows [first, first + count), as a JSON array of numbers.
/// Errors  as heddle_table_listing_write_rows.
uint32_t heddle_table_listing_write_changes(heddle_scheduler* scheduler,
                                            const heddle_table_listing* listing, uint32_t first,
                                            uint32_t count, heddle_bytes* out, heddle_error* error);

/// A complete listing in one format.
/// listing  must outlive the document.
/// show     a sum of HEDDLE_TABLE_ONLY_CHANGED_CELLS and HEDDLE_TABLE_GUARD_FORMULAS.
/// Errors   those of heddle_table_diff_document; invalid_argument while the listing is not complete.
heddle_table_document* heddle_table_listing_document(heddle_scheduler* scheduler,
                                                     const heddle_table_listing* listing,
                                                     uint32_t format, uint32_t show,
                                                     heddle_error* error);

void heddle_table_listing_release(heddle_table_listing* listing);

/// The table that a patch makes of another, as CSV.
/// left, patch  bytes, borrowed until heddle_table_document_release.
/// dialect      of left.
/// control      watched and updated during the call; may be NULL.
/// Errors       malformed_input, invalid_argument (a patch that does not fit), out_of_memory, cancelled;
///              error->input is 0 for left and 1 for the patch.
heddle_table_document* heddle_table_patch_apply(heddle_scheduler* scheduler, const uint8_t* left,
                                                size_t left_size, const uint8_t* patch,
                                                size_t patch_size, heddle_table_dialect dialect,
                                                heddle_control* control, heddle_error* error);

/// In how many parts a document is written; joined in order they are its text.
uint32_t heddle_table_document_parts(const heddle_table_document* document);

/// Parts [first, first + count) of a document.
/// control  watched during the call; may be NULL.
/// Errors   invalid_argument when there are not that many; out_of_memory, io, cancelled.
uint32_t heddle_table_document_write(heddle_scheduler* scheduler,
                                     const heddle_table_document* document, uint32_t first,
                                     uint32_t count, heddle_control* control, heddle_bytes* out,
                                     heddle_error* error);

void heddle_table_document_release(heddle_table_document* document);

/// Merges what two tables changed of a third, cell by cell.
/// base, left, right  the files' bytes, borrowed until heddle_table_merge_release.
/// dialect, key, rules, memory_limit, control  as in heddle_table_diff_create.
/// Errors             those of heddle_table_diff_create; error->input is 0 for base, 1 for left and 2 for
///                    right.
heddle_table_merge* heddle_table_merge_create(
    heddle_scheduler* scheduler, const uint8_t* base, size_t base_size, const uint8_t* left,
    size_t left_size, const uint8_t* right, size_t right_size, heddle_table_dialect dialect,
    const uint8_t* key, size_t key_size, const uint8_t* rules, size_t rules_size,
    double memory_limit, heddle_control* control, heddle_error* error);

/// Rows of the merged table.
uint32_t heddle_table_merge_rows(const heddle_table_merge* merge);

/// Cells on which the two sides disagree.
double heddle_table_merge_conflicts(const heddle_table_merge* merge);

/// The merged table as CSV, or when `conflicts` is 1 the list of conflicts as JSON Lines.
/// merge  must outlive the document.
heddle_table_document* heddle_table_merge_document(const heddle_table_merge* merge,
                                                   uint32_t conflicts);

void heddle_table_merge_release(heddle_table_merge* merge);

#ifdef __cplusplus
}
#endif
