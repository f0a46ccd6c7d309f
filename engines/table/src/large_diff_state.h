#pragma once

#include <cstdint>
#include <functional>
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
  Diff::State* view = nullptr;        ///< the state of `diff`
  std::unique_ptr<Diff> diff;         ///< what a visitor gets
  std::unique_ptr<ChunkPool> hashes;  ///< null once nothing lies in it any more
  std::unique_ptr<ChunkPool> pairs;   ///< of `changed`, unless it was full
  std::vector<RowDirectory> directories;
  Buffer<std::uint64_t> removed;  ///< one bit a row of left
  Buffer<std::uint64_t> added;    ///< one bit a row of right
  /// Pairs that changed by buckets of left's rows, in order.
  std::vector<ChunkList<Difference>> changed;
  /// How many differences come before each bucket of rows, and how many there are.
  std::vector<std::uint32_t> first_place;
  /// The differences of the bucket that was asked for last.
  std::vector<Difference> expanded;
  std::size_t expanded_bucket = k_no_bucket;

  static constexpr std::size_t k_no_bucket = ~std::size_t{0};

  /// LargeDiff::create with other tuning.
  [[nodiscard]] static Result<LargeDiff> create(Scheduler& scheduler, const Source& left,
                                                const Source& right, const DiffOptions& options,
                                                const LargeTuning& tuning);

  /// Gives each difference its place, once all are known.
  void count_places();

  /// The difference at a place.
  [[nodiscard]] const Difference& at(std::size_t place);

  /// Appends the differences at some places.
  void append(Range places, std::vector<Difference>& out);

  /// Reads differences, in order, in windows that fit in memory; `visit` gets them as LargeDiff::for_each_window
  /// says.
  [[nodiscard]] Status read(Scheduler& scheduler, std::span<const Difference> all,
                            const std::function<Status(const Diff&)>& visit, CancelToken cancel);

  /// Reads the rows of the first differences of `all` into the view, as many as fit.
  /// taken  how many these were.
  [[nodiscard]] Status hold(Scheduler& scheduler, std::span<const Difference> all,
                            std::size_t& taken, CancelToken cancel);

 private:
  void expand(std::size_t bucket);
};

}  // namespace heddle::table
