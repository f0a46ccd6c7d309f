#pragma once

#include <cstdint>
#include <memory>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/diff.h"
#include "heddle/table/document.h"

namespace heddle::table {

/// What became of two tables that were changed from one, cell by cell.
///
/// Rows      belong together as the comparison with the base pairs them; those that both added, by their
///           key, or without a key by the values in the columns that both have. A row that one side
///           removed goes, unless the other changed it: then it stays, and each changed cell is a
///           conflict.
/// Columns   belong together by name. One that a side dropped goes; a cell of it that the other side
///           changed is a conflict. One that a side added stays, empty where the row is the other's.
/// Cells     have the value of the side that changed it. Two different values are a conflict; in the
///           result such a cell reads ((( BASE ))) LEFT /// RIGHT. A value that is the same by its column's rule has
///           not changed, and is no conflict: it is taken as the side writes it that did not leave it alone, left's
///           where both write it another way.
/// Order     of rows and columns: left's; what only right has stands behind what it follows in right.
///
/// The result does not depend on the number of lanes.
class Merge {
 public:
  /// base, left, right  the files' bytes; they must stay where they are as long as the Merge is used.
  /// options            the key, the rules, and what the comparisons may use; keep_pairs and find_renames are not
  ///                    looked at. The progress is that of the second of two comparisons.
  /// Errors             those of Diff::create; the location's input is 0 for base, 1 for left, 2 for
  ///                    right. invalid_argument also for ignored columns, for rules without a key, and for a
  ///                    rule of a key column or of one that neither side has.
  [[nodiscard]] static Result<Merge> create(Scheduler& scheduler, ByteView base, ByteView left,
                                            ByteView right, const DiffOptions& options);

  Merge(Merge&&) noexcept;
  Merge& operator=(Merge&&) noexcept;
  ~Merge();

  /// The merged table as CSV: commas, LF, quotes where they are needed.
  [[nodiscard]] const Document& result() const;

  /// The conflicts as JSON Lines, in the order of the result's rows, then columns; one a cell:
  ///   {"row":3,"key":["4"],"column":"city","base":"Rome","left":"Roma","right":null}
  /// row counts from 1 in the result; key has the values of the key's columns, and is empty without a
  /// key; null says that there the row or the column is not.
  [[nodiscard]] const Document& conflicts() const;

  [[nodiscard]] std::uint64_t conflict_count() const;
  /// Rows of the result.
  [[nodiscard]] std::uint32_t rows() const;

  struct State;

 private:
  explicit Merge(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace heddle::table
