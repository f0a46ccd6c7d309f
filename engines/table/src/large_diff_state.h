#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "heddle/table/large_diff.h"

#include "chunk_list.h"
#include "diff_state.h"
#include "row_loader.h"

namespace heddle::table {

/// The Status for what a LargeDiff cannot do.
[[nodiscard]] Status needs_whole_files(const std::string& what);

/// The sizes of the work; tests choose small ones.
struct LargeTuning {
  std::size_t window_bytes = std::size_t{4} << 20;  ///< that the first pass reads at once
  std::size_t piece_bytes = std::size_t{64} << 10;  ///< see RowDirectory
  std::size_t held_bytes = 0;  ///< rows of one file in a window; 0: a sixteenth of the memory
  std::uint32_t bucket_rows = std::uint32_t{1} << 16;
  std::uint64_t hash_mask = ~std::uint64_t{0};  ///< bits of the key hashes that are kept
};

struct LargeDiff::State {
  explicit State(const LargeTuning& sizes) : tuning(sizes) {}

  LargeTuning tuning;
  const Source* sources[2] = {};
  Diff::State* view = nullptr;  ///< the state of `diff`
  std::unique_ptr<Diff> diff;   ///< what a visitor gets
  std::unique_ptr<ChunkPool> pool;
  std::vector<RowDirectory> directories;
  Buffer<std::uint64_t> removed;  ///< one bit a row of left
  Buffer<std::uint64_t> added;    ///< one bit a row of right
  /// Pairs that changed by buckets of left's rows, in order.
  std::vector<ChunkList<Difference>> changed;

  /// LargeDiff::create with other tuning.
  [[nodiscard]] static Result<LargeDiff> create(Scheduler& scheduler, const Source& left,
                                                const Source& right, const DiffOptions& options,
                                                const LargeTuning& tuning);

  /// Reads the rows of the first differences of `all` into the view, as many as fit.
  /// taken  how many these were.
  [[nodiscard]] Status hold(Scheduler& scheduler, std::span<const Difference> all,
                            std::size_t& taken, CancelToken cancel);
};

}  // namespace heddle::table
