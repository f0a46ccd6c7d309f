#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/diff.h"

namespace heddle::table {

/// Which differences are shown, and which of their columns.
struct Selection {
  bool added = true;
  bool removed = true;
  bool changed = true;
  /// Names of the columns to show; the key's columns are shown too, and changed rows only where a cell
  /// of these changed. None: all columns.
  std::vector<std::string> columns;
  /// Names of columns: changed rows only where a cell of one of these changed, whatever is shown. None: any.
  std::vector<std::string> changed_in;
  /// Only rows with this text in a cell, in left or in right; ASCII letters of either case are the same. Empty: any.
  std::string text;
  /// Names of the columns in which the text is looked for. None: those that are shown.
  std::vector<std::string> text_in;
};

/// The differences that a selection picks, in the diff's order.
/// Threads  safe to read from several.
class Listing {
 public:
  /// diff    must outlive the listing.
  /// Errors  invalid_argument: a column that neither file has (says which there are), a name twice, no
  ///         kind of row, columns to look in without a text; out_of_memory, cancelled.
  [[nodiscard]] static Result<Listing> create(Scheduler& scheduler, const Diff& diff,
                                              const Selection& selection, CancelToken cancel = {});

  /// The same, but none of the differences is looked at yet: advance() does.
  [[nodiscard]] static Result<Listing> begin(const Diff& diff, const Selection& selection);

  /// All differences and all columns.
  explicit Listing(const Diff& diff);

  /// Looks at the next differences, at most `most` rounded up to 4096. What is picked does not depend on how many
  /// are looked at in one go.
  /// Errors  out_of_memory, cancelled; the listing is then as before.
  [[nodiscard]] Status advance(Scheduler& scheduler, std::size_t most, CancelToken cancel = {});

  /// How many of the diff's differences were looked at: all of them once the listing is complete.
  [[nodiscard]] std::size_t looked() const;
  [[nodiscard]] bool complete() const;

  Listing(Listing&&) noexcept;
  Listing& operator=(Listing&&) noexcept;
  ~Listing();

  /// How many are picked so far.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const Difference& operator[](std::size_t i) const;
  /// Its place among all of the diff's differences.
  [[nodiscard]] std::size_t place(std::size_t i) const;
  /// The first of the listing whose place is not below `place`; size() when there is none.
  [[nodiscard]] std::size_t at_or_after(std::size_t place) const;
  /// The names of the columns that are shown, in the order of the output.
  [[nodiscard]] std::vector<std::string> columns() const;

  /// Changed cells of each column that is shown, in the order of columns(); of some of the rows, or of all.
  /// rows    within size().
  /// Errors  out_of_memory, cancelled.
  [[nodiscard]] Result<std::vector<std::uint64_t>> changes_by_column(Scheduler& scheduler,
                                                                     Range rows,
                                                                     CancelToken cancel = {}) const;
  [[nodiscard]] Result<std::vector<std::uint64_t>> changes_by_column(
      Scheduler& scheduler, CancelToken cancel = {}) const {
    return changes_by_column(scheduler, {0, size()}, cancel);
  }

  struct State;
  [[nodiscard]] const State& state() const { return *state_; }

 private:
  explicit Listing(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace heddle::table
