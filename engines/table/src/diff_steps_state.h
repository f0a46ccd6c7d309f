#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "heddle/table/diff_steps.h"

#include "comparison.h"
#include "diff_state.h"

namespace heddle::table {

/// The steps of a comparison, in this order: begin(), then advance() until it is complete.
struct DiffSteps::State {
  State(const DiffOptions& how, const Tuning& tuned);

  [[nodiscard]] Status begin(Scheduler& scheduler, ByteView left, ByteView right, Watched watched);
  [[nodiscard]] Status advance(Scheduler& scheduler, std::size_t count);
  [[nodiscard]] Status list(Scheduler& scheduler);

  DiffOptions options;
  Tuning tuning;
  std::optional<Diff> diff;
  Diff::State* view = nullptr;           ///< the diff's
  std::optional<Comparison> comparison;  ///< from begin() on, until all is done
  std::size_t rows = 0;                  ///< to compare
  std::uint32_t blocks = 0;              ///< of both files
  std::uint32_t compare_units = 0;       ///< of the progress, for comparing all rows
  bool verified = false;                 ///< whether the keys were read where hashes are equal
  bool complete = false;

 private:
  Status open(ByteView left, ByteView right);
  Status index(Scheduler& scheduler);
  Status join(Scheduler& scheduler, bool verify);
  Status compare(Scheduler& scheduler, std::size_t count);
};

}  // namespace heddle::table
