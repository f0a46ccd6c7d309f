#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "heddle/core/bytes.h"
#include "heddle/core/status.h"
#include "heddle/runtime/scheduler.h"
#include "heddle/table/diff.h"

namespace heddle::table {

/// Diff::create in steps, for whoever shows the first rows that differ while the others are still compared.
///
/// A step that fails leaves nothing that can be used.
class DiffSteps {
 public:
  /// What the options' progress counts.
  enum class Watched : std::uint8_t { pairing, everything };

  /// Reads both files and pairs their rows, which is the longer part of the work.
  /// left, right, options, errors  as for Diff::create. The options' cancel token ends each step.
  [[nodiscard]] static Result<DiffSteps> begin(Scheduler& scheduler, ByteView left, ByteView right,
                                               const DiffOptions& options,
                                               Watched watched = Watched::pairing);

  DiffSteps(DiffSteps&&) noexcept;
  DiffSteps& operator=(DiffSteps&&) noexcept;
  ~DiffSteps();

  /// Compares the next rows, about `rows` of them, in the order of the differences. Where similar rows are looked for
  /// all of them are compared, as the first ones cannot be known before.
  /// Errors  out_of_memory, cancelled.
  [[nodiscard]] Status advance(Scheduler& scheduler, std::size_t rows);

  /// Rows that were compared, and how many there are to compare.
  [[nodiscard]] std::size_t compared() const;
  [[nodiscard]] std::size_t rows() const;

  /// Whether all is done; diff() then is what Diff::create would have made.
  [[nodiscard]] bool complete() const;

  /// Lists the differences of the rows that were compared; they are the first ones of all. Two rows whose keys have
  /// the same 64-bit hash by accident may stand among them as one, until the steps are complete.
  /// Errors  out_of_memory, cancelled.
  [[nodiscard]] Status list(Scheduler& scheduler);

  /// What list() found. Its counts are those of the rows that were compared.
  [[nodiscard]] const Diff& diff() const;

  struct State;

 private:
  explicit DiffSteps(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace heddle::table
