#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/dialect.h"
#include "heddle/table/rules.h"

namespace heddle::table {

enum class Kind : std::uint8_t { removed, added, changed };

/// One row that differs. Rows count from 0 below the header.
struct Difference {
  static constexpr std::uint32_t k_none = ~std::uint32_t{0};

  std::uint32_t left = k_none;   ///< row of left; k_none when the row was added
  std::uint32_t right = k_none;  ///< row of right; k_none when the row was removed

  [[nodiscard]] Kind kind() const {
    if (right == k_none) return Kind::removed;
    return left == k_none ? Kind::added : Kind::changed;
  }
};

/// The rows of a file that share their key with another row of it.
struct DuplicateKeys {
  std::uint32_t keys = 0;  ///< different keys that several rows have
  std::uint32_t rows = 0;  ///< rows that have one of them
};

/// How many rows fall into each class.
struct Counts {
  std::uint32_t added = 0;
  std::uint32_t removed = 0;
  std::uint32_t changed = 0;
  std::uint32_t unchanged = 0;
  std::uint64_t changed_cells = 0;  ///< cells that differ, over all changed rows
  std::uint32_t left_rows = 0;
  std::uint32_t right_rows = 0;
  /// None without a key.
  DuplicateKeys left_duplicates;
  DuplicateKeys right_duplicates;
};

/// A column that is called differently in right. Positions count from 0.
struct RenamedColumn {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  std::uint64_t shared = 0;  ///< values that both have, with repeats
  std::uint64_t all = 0;     ///< values that either has, with repeats

  /// How much they share, 0 to 1.
  [[nodiscard]] double score() const {
    return all == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(all);
  }
};

struct DiffOptions {
  /// How both files are written; a delimiter that is to be found is found for each file.
  Dialect dialect;
  /// Names of the key columns. Rows with the same key are the same row. None: the whole row is the
  /// key, so that rows are added or removed, never changed. #1 is the first column of each file, whatever its
  /// names there, and so on, unless a file has a column that is called so.
  std::vector<std::string> key;
  /// Row n of left is row n of right. Not together with a key.
  bool by_position = false;
  /// Find columns that are called differently in right by what they hold, and take them for one. The key and the
  /// rules may name such a column as either file does.
  bool find_renames = false;
  /// How similar two rows must be to be one row that changed, more than 0 and at most 1: the share of their words that
  /// they have in common. 0: rows of which one has no equal are added and removed. Only where whole rows are
  /// compared.
  double similarity = 0;
  /// Names of columns that are not compared, in whichever file they are. A difference still shows them,
  /// as right has them, or left when the row was removed; one that only left has is not shown.
  std::vector<std::string> ignore;
  /// When two values count as the same, in every column that is compared and has no rule of its own.
  /// Keys are always compared byte by byte, so that a rule needs a key beside it.
  ValueRule rule;
  std::vector<ColumnRule> column_rules;
  /// Most bytes the comparison may use beside the two files; 0 for no limit.
  std::uint64_t memory_limit = 0;
  /// Remember for each row of right which row of left it was paired with: 4 bytes a row of right. What
  /// writes a patch, and what shows unchanged rows, needs it.
  bool keep_pairs = false;
  CancelToken cancel;
  Progress progress;

  /// Whether every column is compared, byte by byte.
  [[nodiscard]] bool exact() const {
    return ignore.empty() && rule == ValueRule{} && column_rules.empty();
  }
};

/// The differences between two CSV files.
///
/// Files      UTF-8 or UTF-16 (a byte order mark is passed over), RFC 4180 quoting, lines end with LF or CRLF, or
///            all with CR; by default separated by commas, and the first record names the columns. Blank lines are
///            passed over in files of more than one column. Every row has as many fields as the first record, unless
///            the dialect says otherwise. A file that is not strict RFC 4180 but for its delimiter is
///            written anew in memory. Values are compared byte by byte after unquoting, or by the options'
///            rules.
/// Columns    are matched by name, or by what they hold where the options say so; those of only one file are
///            reported, not compared.
/// Same key   of several rows of a file with one key first those are paired that have the same values as a row
///            of the other file in all compared columns, byte by byte, then the others; both in order of
///            appearance. Counts says how many there are.
/// Order      removed and changed rows by their row in left, added rows by their row in right, merged
///            by that number; for equal numbers the row of left comes first. The result does not
///            depend on the number of lanes.
/// Limits     2^31 - 2 rows a file.
class Diff {
 public:
  /// left, right  the files' bytes; they must stay where they are as long as the Diff is used.
  /// Errors       invalid_argument (key, ignore, rules), malformed_input (the location's input is 0 for left, 1 for
  ///              right), out_of_memory, cancelled.
  [[nodiscard]] static Result<Diff> create(Scheduler& scheduler, ByteView left, ByteView right,
                                           const DiffOptions& options);

  Diff(Diff&&) noexcept;
  Diff& operator=(Diff&&) noexcept;
  ~Diff();

  [[nodiscard]] const Counts& counts() const;

  /// Whether the files have the same columns, by the same names, and no row differs.
  [[nodiscard]] bool same() const;

  /// Names of the columns of left, and of right, in the files' order.
  [[nodiscard]] const std::vector<std::string>& left_columns() const;
  [[nodiscard]] const std::vector<std::string>& right_columns() const;

  /// How left and right are written.
  [[nodiscard]] const FoundDialect& left_dialect() const;
  [[nodiscard]] const FoundDialect& right_dialect() const;

  /// Columns that are called differently in right, in right's order; none unless the options said
  /// find_renames.
  [[nodiscard]] std::span<const RenamedColumn> renamed_columns() const;

  /// All differences, in order.
  [[nodiscard]] std::span<const Difference> differences() const;

  /// For each row of right the row of left it was paired with, or Difference::k_none. Empty unless the
  /// options said keep_pairs.
  [[nodiscard]] std::span<const std::uint32_t> left_of() const;

  struct State;
  [[nodiscard]] const State& state() const { return *state_; }

 private:
  explicit Diff(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace heddle::table
