#include "heddle/table/diff_steps.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "comparison.h"
#include "diff_state.h"
#include "diff_steps_state.h"
#include "join.h"
#include "renames.h"
#include "similar_rows.h"

namespace heddle::table {

namespace {

// Work units of the progress: one for each block and pass over the files.
constexpr std::uint32_t k_units_plan = 1;
constexpr std::uint32_t k_units_index = 2;
constexpr std::uint32_t k_units_join = 1;
constexpr std::uint32_t k_units_compare = 2;
constexpr std::uint32_t k_units_pair = k_units_plan + k_units_index + k_units_join;

std::uint32_t blocks_in(std::size_t bytes) {
  return static_cast<std::uint32_t>((bytes + k_block_bytes - 1) / k_block_bytes);
}

std::uint32_t blocks_in(const Side& side) { return blocks_in(side.file.size() - side.header.body); }

std::string megabytes(std::uint64_t bytes) {
  return std::to_string((bytes + 999'999) / 1'000'000) + " MB";
}

/// Bytes that comparing files of so many rows takes at its worst moment.
std::uint64_t memory_for(std::uint64_t left_rows, std::uint64_t right_rows) {
  // Offsets and hashes of both; then the same rows by partition, and the pairing.
  constexpr std::uint64_t k_index = sizeof(std::size_t) + sizeof(std::uint64_t);
  constexpr std::uint64_t k_partition = sizeof(std::uint64_t) + sizeof(std::uint32_t);
  constexpr std::uint64_t k_pairing = sizeof(std::uint32_t);
  return (left_rows + right_rows) * (k_index + k_partition + k_pairing);
}

/// extra  bytes that the files take when they are decoded or written anew.
Status check_size(const BlockPlan& left, const BlockPlan& right, std::uint64_t extra,
                  std::uint64_t limit) {
  for (const BlockPlan* plan : {&left, &right}) {
    if (plan->rows <= k_most_rows) continue;
    return Status(Code::invalid_argument, "the file has " + std::to_string(plan->rows) +
                                              " rows; at most " + std::to_string(k_most_rows) +
                                              " can be compared")
        .with_input(plan == &left ? 0 : 1);
  }
  const std::uint64_t needed = memory_for(left.rows, right.rows) + extra;
  if (limit == 0 || needed <= limit) return {};
  return {Code::out_of_memory, "comparing " + std::to_string(left.rows) + " with " +
                                   std::to_string(right.rows) + " rows needs " + megabytes(needed) +
                                   " of memory beside the files, and " + megabytes(limit) +
                                   " are allowed; raise the limit or compare parts of the files"};
}

Status index_side(Scheduler& scheduler, Side& side, std::int32_t input, const BlockPlan& plan,
                  std::span<const std::uint32_t> key, const DiffOptions& options,
                  const Tuning& tuning) {
  Result<RowIndex> index =
      index_rows(scheduler, side.file, side.header.body, plan, side.header.columns.size(),
                 side.header.delimiter, key, options.cancel, options.progress);
  if (!index.ok()) return side.blame(std::move(index).status(), input);
  side.index = std::move(index).value();
  if (tuning.hash_mask != Tuning{}.hash_mask) {
    for (std::uint64_t& hash : side.index.key_hash) hash &= tuning.hash_mask;
  }
  return {};
}

Status match(Diff::State& state, const DiffOptions& options) {
  Result<Schema> schema =
      match_columns(state.left.header, state.right.header, options, state.renamed);
  if (!schema.ok()) return std::move(schema).status();
  state.schema = std::move(schema).value();
  return {};
}

Status check_options(const DiffOptions& options) {
  if (options.similarity == 0) return {};
  // Written so that it does not hold for what is no number.
  if (!(options.similarity > 0 && options.similarity <= 1)) {
    return {Code::invalid_argument,
            "rows may be similar by more than 0 and at most 1: by half of their words with 0.5"};
  }
  if (options.key.empty() && !options.by_position) return {};
  return {Code::invalid_argument,
          "similar rows are looked for where whole rows are compared; leave out the key or the "
          "similarity"};
}

}  // namespace

DiffSteps::State::State(const DiffOptions& how, const Tuning& tuned) : options(how), tuning(tuned) {
  auto made = std::make_unique<Diff::State>();
  view = made.get();
  diff.emplace(Diff::State::wrap(std::move(made)));
}

Status DiffSteps::State::begin(Scheduler& scheduler, ByteView left, ByteView right,
                               Watched watched) {
  const bool all = watched == Watched::everything;
  std::uint32_t units = 0;
  for (const ByteView file : {left, right}) {
    // In UTF-16 most characters have two bytes.
    const std::size_t text = is_utf16(file) ? file.size() / 2 : file.size();
    units += blocks_in(text) * (k_units_pair + (all ? k_units_compare : 0)) +
             Side::units_to_open(file, options.dialect);
  }
  options.progress.start(std::max(1U, units));
  HEDDLE_TRY(open(left, right));
  blocks = blocks_in(view->left) + blocks_in(view->right);
  compare_units = all ? blocks * k_units_compare : 0;
  HEDDLE_TRY(index(scheduler));
  // The first join trusts 64-bit hashes. Should two keys ever share one, those who read the rows see it, and a second
  // join reads the keys.
  HEDDLE_TRY(join(scheduler, false));
  return comparison->pairing().keys_equal ? Status{} : join(scheduler, true);
}

Status DiffSteps::State::open(ByteView left, ByteView right) {
  const Watch watch{options.cancel, options.progress};
  if (Status status = view->left.open(left, options.dialect, watch); !status.ok()) {
    return view->left.blame(std::move(status), 0);
  }
  if (Status status = view->right.open(right, options.dialect, watch); !status.ok()) {
    return view->right.blame(std::move(status), 1);
  }
  HEDDLE_TRY(check_options(options));
  // What is wrong with the columns is said before the rows are read.
  return options.find_renames ? Status{} : match(*view, options);
}

Status DiffSteps::State::index(Scheduler& scheduler) {
  const auto plan = [&](const Side& side) {
    return plan_blocks(scheduler, side.file, side.header.body, k_block_bytes, options.cancel,
                       options.progress);
  };
  Result<BlockPlan> left_plan = plan(view->left);
  if (!left_plan.ok()) return std::move(left_plan).status();
  Result<BlockPlan> right_plan = plan(view->right);
  if (!right_plan.ok()) return std::move(right_plan).status();
  HEDDLE_TRY(check_size(left_plan.value(), right_plan.value(),
                        view->left.extra_bytes() + view->right.extra_bytes(),
                        options.memory_limit));

  if (options.find_renames) {
    auto renamed = find_renames(scheduler, {&view->left, &view->right},
                                {&left_plan.value(), &right_plan.value()}, options);
    if (!renamed.ok()) return std::move(renamed).status();
    view->renamed = std::move(renamed).value();
    HEDDLE_TRY(match(*view, options));
  }

  std::vector<std::uint32_t> left_key;
  std::vector<std::uint32_t> right_key;
  for (const Schema::Pair& pair : view->schema.key) {
    left_key.push_back(pair.left);
    right_key.push_back(pair.right);
  }
  HEDDLE_TRY(index_side(scheduler, view->left, 0, left_plan.value(), left_key, options, tuning));
  return index_side(scheduler, view->right, 1, right_plan.value(), right_key, options, tuning);
}

Status DiffSteps::State::join(Scheduler& scheduler, bool verify) {
  Result<Pairing> pairing =
      options.by_position
          ? pair_by_position(view->left.index.rows, view->right.index.rows)
          : join_rows(scheduler, {view->left.file, &view->left.index},
                      {view->right.file, &view->right.index}, view->schema, verify, options.cancel,
                      verify ? Progress{} : options.progress, blocks * k_units_join);
  if (!pairing.ok()) return std::move(pairing).status();
  comparison.emplace(*view, std::move(pairing).value(), scheduler.lanes());
  rows = comparison->rows();
  verified = verify;
  return {};
}

Status DiffSteps::State::advance(Scheduler& scheduler, std::size_t count) {
  if (complete) return {};
  constexpr std::size_t k_block = Comparison::k_rows_per_block;
  if (options.similarity > 0) count = rows;
  HEDDLE_TRY(compare(scheduler, count / k_block + (count % k_block > 0 ? 1 : 0)));
  if (!comparison->keys_equal() && !verified) {
    HEDDLE_TRY(join(scheduler, true));
    HEDDLE_TRY(compare(scheduler, comparison->blocks()));
  }
  if (comparison->compared() < comparison->blocks()) return {};
  if (options.similarity > 0) {
    HEDDLE_TRY(pair_similar_rows(scheduler, *view, options.similarity, options.cancel,
                                 comparison->pairing()));
    // Whole rows told which belong together; now their cells tell what changed.
    view->schema.compared = std::exchange(view->schema.key, {});
    comparison->restart();
    compare_units = 0;
    HEDDLE_TRY(compare(scheduler, comparison->blocks()));
  }
  // The hashes have served; the list of differences may need their memory.
  view->left.index.key_hash.release();
  view->right.index.key_hash.release();
  HEDDLE_TRY(list(scheduler));
  if (options.keep_pairs) {
    HEDDLE_TRY(comparison->keep_pairs(scheduler, view->left_of, options.cancel));
  }
  comparison.reset();
  complete = true;
  return {};
}

Status DiffSteps::State::compare(Scheduler& scheduler, std::size_t count) {
  const bool watched = compare_units > 0 && !verified;
  return comparison->advance(scheduler, count, options.cancel,
                             watched ? options.progress : Progress{}, compare_units);
}

Status DiffSteps::State::list(Scheduler& scheduler) {
  return comparison->list(scheduler, view->differences, view->counts, options.cancel);
}

DiffSteps::DiffSteps(std::unique_ptr<State> state) : state_(std::move(state)) {}
DiffSteps::DiffSteps(DiffSteps&&) noexcept = default;
DiffSteps& DiffSteps::operator=(DiffSteps&&) noexcept = default;
DiffSteps::~DiffSteps() = default;

Result<DiffSteps> DiffSteps::begin(Scheduler& scheduler, ByteView left, ByteView right,
                                   const DiffOptions& options, Watched watched) {
  auto state = std::make_unique<State>(options, Tuning{});
  HEDDLE_TRY(state->begin(scheduler, left, right, watched));
  return DiffSteps(std::move(state));
}

Status DiffSteps::advance(Scheduler& scheduler, std::size_t rows) {
  return state_->advance(scheduler, rows);
}

Status DiffSteps::list(Scheduler& scheduler) {
  return state_->complete ? Status{} : state_->list(scheduler);
}

std::size_t DiffSteps::rows() const { return state_->rows; }
std::size_t DiffSteps::compared() const {
  if (state_->complete) return rows();
  return std::min(rows(), state_->comparison->compared() * Comparison::k_rows_per_block);
}
bool DiffSteps::complete() const { return state_->complete; }
const Diff& DiffSteps::diff() const { return *state_->diff; }

Result<Diff> Diff::State::create(Scheduler& scheduler, ByteView left, ByteView right,
                                 const DiffOptions& options, const Tuning& tuning) {
  DiffSteps::State steps(options, tuning);
  HEDDLE_TRY(steps.begin(scheduler, left, right, DiffSteps::Watched::everything));
  HEDDLE_TRY(steps.advance(scheduler, steps.rows));
  return std::move(*steps.diff);
}

}  // namespace heddle::table
