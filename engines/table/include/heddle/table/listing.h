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
};

/// The differences that a selection picks, in the diff's order.
/// Threads  safe to read from several.
class Listing {
 public:
  /// diff    must outlive the listing.
  /// Errors  invalid_argument: a column that neither file has (says which there are), a name twice, no
  ///         kind of row; out_of_memory, cancelled.
  [[nodiscard]] static Result<Listing> create(Scheduler& scheduler, const Diff& diff,
                                              const Selection& selection, CancelToken cancel = {});

  /// All differences and all columns.
  explicit Listing(const Diff& diff);

  Listing(Listing&&) noexcept;
  Listing& operator=(Listing&&) noexcept;
  ~Listing();

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const Difference& operator[](std::size_t i) const;
  /// The names of the columns that are shown, in the order of the output.
  [[nodiscard]] std::vector<std::string> columns() const;

  /// Changed cells of each column that is shown, in the order of columns().
  /// Errors  out_of_memory, cancelled.
  [[nodiscard]] Result<std::vector<std::uint64_t>> changes_by_column(Scheduler& scheduler,
                                                                     CancelToken cancel = {}) const;

  struct State;
  [[nodiscard]] const State& state() const { return *state_; }

 private:
  explicit Listing(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace heddle::table
