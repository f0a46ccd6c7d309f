#include "heddle/table/sorted_diff.h"

#include <algorithm>
#include <string>
#include <utility>

#include "diff_windows.h"
#include "sorted_diff_state.h"

namespace heddle::table {

namespace {

constexpr std::uint32_t k_progress = 1000;

Status refuse(const std::string& what) {
  return {Code::invalid_argument, what + "; leave it out, or do not compare the files as sorted"};
}

Status needs_both_as_a_whole(const std::string& what) {
  return refuse(what + " needs both files as a whole, and sorted ones are read once");
}

Status check_options(const DiffOptions& options) {
  if (options.by_position) {
    return {Code::invalid_argument,
            "sorted files are compared by their key, not by position; name the key, or do not "
            "compare the files as sorted"};
  }
  if (options.key.empty()) {
    return {Code::invalid_argument,
            "files that are compared as sorted need a key; name the columns that they are sorted "
            "by"};
  }
  if (options.find_renames) return needs_both_as_a_whole("looking for renamed columns");
  if (options.similarity != 0) return needs_both_as_a_whole("looking for similar rows");
  if (options.keep_pairs) return needs_both_as_a_whole("a patch or a tdiff");
  if (options.memory_limit == 0 || options.memory_limit >= SortedDiff::k_least_memory) return {};
  return {Code::out_of_memory, "comparing sorted files takes up to " +
                                   std::to_string(SortedDiff::k_least_memory) +
                                   " bytes of memory, and " + std::to_string(options.memory_limit) +
                                   " are allowed; raise the limit"};
}

/// Rows from `begin` on that do not come behind a row of the other file.
/// is_behind  whether a row does; if so, all that follow do too.
template <class IsBehind>
std::size_t first_behind(std::size_t begin, std::size_t end, IsBehind&& is_behind) {
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (is_behind(middle)) {
      end = middle;
    } else {
      begin = middle + 1;
    }
  }
  return begin;
}

}  // namespace

SortedTuning SortedTuning::within(std::uint64_t memory) {
  // Windows of more than a few megabytes gain nothing: they no longer fit into the caches.
  constexpr std::uint64_t k_most_window = std::uint64_t{4} << 20;
  const auto share = [&](std::uint64_t part, std::uint64_t most) {
    return static_cast<std::size_t>(std::min(memory / part, most));
  };
  constexpr std::uint64_t k_any = ~std::size_t{0} / 2;
  return {.limits = {.window_bytes = share(32, k_most_window),
                     .most_bytes = share(8, k_any),
                     .most_rows = share(256, k_any)}};
}

Result<SortedDiff> SortedDiff::State::create(Scheduler& scheduler, Stream& left, Stream& right,
                                             const DiffOptions& options, KeyOrder order,
                                             const SortedTuning& tuning) {
  HEDDLE_TRY(check_options(options));
  auto state = std::make_unique<State>(scheduler, left, right, options);
  auto view = std::make_unique<Diff::State>();
  state->view = view.get();
  state->diff = std::make_unique<Diff>(Diff::State::wrap(std::move(view)));
  Diff::State& files = *state->view;
  files.counted_last = true;
  Origin body[2];
  for (std::int32_t input : {0, 1}) {
    PeekedStream& stream = state->streams[input];
    Side& side = input == 0 ? files.left : files.right;
    Status status =
        open_stream(stream, options.dialect, tuning.limits.most_bytes, side, body[input]);
    if (!status.ok()) return std::move(status).with_input(input);
    stream.skip(static_cast<std::size_t>(body[input].offset));
  }
  Result<Schema> schema = match_columns(files.left.header, files.right.header, options);
  if (!schema.ok()) return std::move(schema).status();
  files.schema = std::move(schema).value();
  for (std::int32_t input : {0, 1}) {
    KeyPlace key;
    for (const Schema::Pair& pair : files.schema.key) {
      key.columns.push_back(input == 0 ? pair.left : pair.right);
    }
    state->rows[input] =
        std::make_unique<SortedRows>(state->streams[input], input == 0 ? files.left : files.right,
                                     std::move(key), order, body[input], tuning.limits);
  }
  state->merge = std::make_unique<SortedMerge>(files, *state->rows[0], *state->rows[1], order);
  if (left.size() > 0 && right.size() > 0) {
    state->bytes = left.size() + right.size();
    options.progress.start(k_progress);
  }
  return SortedDiff(std::move(state));
}

Status SortedDiff::State::read_on(std::size_t input) {
  return rows[input]
      ->read_on(scheduler, options.cancel)
      .with_input(static_cast<std::int32_t>(input));
}

Status SortedDiff::State::compare() {
  SortedRows& left = *rows[0];
  SortedRows& right = *rows[1];
  std::size_t left_end = left.end();
  std::size_t right_end = right.end();
  RowOrder order(merge->order(), left, right);
  // Behind the last key of a file that goes on, rows of the other one must wait.
  if (!right.ended()) {
    left_end = first_behind(left.at(), left.end(),
                            [&](std::size_t row) { return order(row, right.end() - 1) > 0; });
  }
  if (!left.ended()) {
    right_end = first_behind(right.at(), right.end(),
                             [&](std::size_t row) { return order(left.end() - 1, row) < 0; });
  }
  HEDDLE_TRY(merge->compare(scheduler, left_end, right_end, options.cancel));
  left.pass(left_end);
  right.pass(right_end);
  return {};
}

void SortedDiff::State::advance(std::uint64_t until) {
  if (bytes == 0) return;
  const auto units = static_cast<std::uint32_t>(std::min(until, bytes) * k_progress / bytes);
  if (units <= done) return;
  options.progress.add(units - done);
  done = units;
}

Result<SortedDiff> SortedDiff::create(Scheduler& scheduler, Stream& left, Stream& right,
                                      const DiffOptions& options, KeyOrder order) {
  const std::uint64_t memory = options.memory_limit == 0 ? k_least_memory : options.memory_limit;
  return State::create(scheduler, left, right, options, order, SortedTuning::within(memory));
}

Status SortedDiff::for_each_window(const std::function<Status(const Diff&)>& visit) {
  State& state = *state_;
  if (std::exchange(state.begun, true)) {
    return {Code::invalid_argument,
            "a comparison of sorted files reads them once; make another one to read them again"};
  }
  for (;;) {
    bool ended = true;
    for (std::size_t input : {0, 1}) {
      const SortedRows& rows = *state.rows[input];
      while (rows.at() == rows.end() && !rows.ended()) HEDDLE_TRY(state.read_on(input));
      if (rows.at() < rows.end()) ended = false;
    }
    if (ended) break;
    state.advance(state.rows[0]->bytes_passed() + state.rows[1]->bytes_passed());
    HEDDLE_TRY(state.compare());
    if (state.view->differences.size() > 0) HEDDLE_TRY(visit(*state.diff));
  }
  state.view->differences.release();
  state.advance(state.bytes);
  return {};
}

SortedDiff::SortedDiff(std::unique_ptr<State> state) : state_(std::move(state)) {}
SortedDiff::SortedDiff(SortedDiff&&) noexcept = default;
SortedDiff& SortedDiff::operator=(SortedDiff&&) noexcept = default;
SortedDiff::~SortedDiff() = default;

const Counts& SortedDiff::counts() const { return state_->view->counts; }
const Diff& SortedDiff::window() const { return *state_->diff; }

bool SortedDiff::same() const {
  const Counts& counts = this->counts();
  const Schema& schema = state_->view->schema;
  return counts.added + std::uint64_t{counts.removed} + counts.changed == 0 &&
         schema.only_left.empty() && schema.only_right.empty();
}

Status write_document(Scheduler& scheduler, SortedDiff& diff, const Selection& selection,
                      const DocumentOptions& options, const Sink& sink, CancelToken cancel) {
  if (options.format == Format::tdiff || options.format == Format::patch) {
    return needs_both_as_a_whole("a patch or a tdiff");
  }
  return write_windows(
      scheduler, diff.window(),
      [&](const DiffVisitor& visit) { return diff.for_each_window(visit); }, selection, options,
      sink, cancel);
}

Result<std::vector<std::uint64_t>> changes_by_column(Scheduler& scheduler, SortedDiff& diff,
                                                     CancelToken cancel) {
  return count_changes_in_windows(
      scheduler, diff.window(),
      [&](const DiffVisitor& visit) { return diff.for_each_window(visit); }, cancel);
}

}  // namespace heddle::table
