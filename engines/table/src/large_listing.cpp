#include "heddle/table/large_listing.h"

#include <algorithm>
#include <utility>

#include "heddle/runtime/parallel.h"

#include "large_diff_state.h"
#include "listing_state.h"

namespace heddle::table {

namespace {

constexpr std::size_t k_block = 256;
// Differences that are handled at once: few beside what the rows of a window take.
constexpr std::size_t k_at_once = std::size_t{1} << 16;

}  // namespace

struct LargeListing::State {
  LargeDiff* diff;
  Selection selection;
  Listing shape;
  std::size_t looked = 0;
  std::size_t found = 0;
  Buffer<std::uint32_t> picked;  ///< places; room for more than `found`

  [[nodiscard]] LargeDiff::State& files() const { return diff->state(); }
  [[nodiscard]] bool filtered() const { return shape.state().filtered; }

  /// Looks at some differences, whose rows fit into no memory but a window's.
  Status look(Scheduler& scheduler, Range places, CancelToken cancel);
  /// Which of these the filter picks, by their cells.
  Status pick(Scheduler& scheduler, std::span<const Difference> rows, std::vector<bool>& picks,
              CancelToken cancel) const;
  /// Makes room for `more` picked ones.
  Status reserve(std::size_t more);
};

Status LargeListing::State::reserve(std::size_t more) {
  if (found + more <= picked.size()) return {};
  Buffer<std::uint32_t> larger;
  // Twice as much each time, so that copying costs no more than picking.
  if (!larger.allocate(std::max(found + more, std::min(2 * picked.size(), diff->size())))) {
    return {Code::out_of_memory, "there is not enough memory to pick the differences to show"};
  }
  std::copy_n(picked.begin(), found, larger.begin());
  picked = std::move(larger);
  return {};
}

Status LargeListing::State::pick(Scheduler& scheduler, std::span<const Difference> rows,
                                 std::vector<bool>& picks, CancelToken cancel) const {
  const Filter& filter = shape.state().filter;
  Buffer<std::uint8_t> shown;
  return files().read(
      scheduler, rows,
      [&](const Diff& window) -> Status {
        const std::span<const Difference> some = window.differences();
        if (!shown.allocate(some.size())) {
          return {Code::out_of_memory, "there is not enough memory to look at the differences"};
        }
        HEDDLE_TRY(parallel_for(
            scheduler, {0, some.size()}, k_block,
            [&](Range chunk, std::uint32_t) {
              CellReader cells(window.state());
              for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
                shown[i] = filter.picks(some[i], cells) ? 1 : 0;
              }
            },
            cancel));
        for (const std::uint8_t one : shown) picks.push_back(one != 0);
        return {};
      },
      cancel);
}

Status LargeListing::State::look(Scheduler& scheduler, Range places, CancelToken cancel) {
  const Filter& filter = shape.state().filter;
  std::vector<Difference> rows;
  files().append(places, rows);
  std::vector<std::uint32_t> candidates;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Kind kind = rows[i].kind();
    if (!filter.has(kind)) continue;
    candidates.push_back(static_cast<std::uint32_t>(places.begin + i));
    rows[kept++] = rows[i];
  }
  rows.resize(kept);
  std::vector<bool> picks;
  if (filter.reads_cells()) {
    HEDDLE_TRY(pick(scheduler, rows, picks, cancel));
  } else {
    picks.assign(kept, true);
  }
  HEDDLE_TRY(reserve(kept));
  for (std::size_t i = 0; i < kept; ++i) {
    if (picks[i]) picked[found++] = candidates[i];
  }
  looked = places.end;
  return {};
}

LargeListing::LargeListing(std::unique_ptr<State> state) : state_(std::move(state)) {}
LargeListing::LargeListing(LargeListing&&) noexcept = default;
LargeListing& LargeListing::operator=(LargeListing&&) noexcept = default;
LargeListing::~LargeListing() = default;

Result<LargeListing> LargeListing::begin(LargeDiff& diff, const Selection& selection) {
  auto shape = Listing::begin(diff.window(), selection);
  if (!shape.ok()) return std::move(shape).status();
  return LargeListing(std::make_unique<State>(State{
      .diff = &diff, .selection = selection, .shape = std::move(shape).value(), .picked = {}}));
}

Result<LargeListing> LargeListing::create(Scheduler& scheduler, LargeDiff& diff,
                                          const Selection& selection, CancelToken cancel) {
  auto listing = begin(diff, selection);
  if (!listing.ok()) return std::move(listing).status();
  HEDDLE_TRY(listing.value().advance(scheduler, diff.size(), cancel));
  return listing;
}

Status LargeListing::advance(Scheduler& scheduler, std::size_t most, CancelToken cancel) {
  State& state = *state_;
  if (complete()) return {};
  const std::size_t left = state.diff->size() - state.looked;
  const std::size_t step = most >= left ? left : (most + k_block - 1) / k_block * k_block;
  const std::size_t end = state.looked + std::min(step, left);
  while (state.looked < end) {
    const Range some{state.looked, std::min(state.looked + k_at_once, end)};
    HEDDLE_TRY(state.look(scheduler, some, cancel));
  }
  return {};
}

std::size_t LargeListing::looked() const {
  return state_->filtered() ? state_->looked : state_->diff->size();
}

bool LargeListing::complete() const { return looked() == state_->diff->size(); }

std::size_t LargeListing::size() const {
  return state_->filtered() ? state_->found : state_->diff->size();
}

std::size_t LargeListing::place(std::size_t i) const {
  return state_->filtered() ? state_->picked[i] : i;
}

std::size_t LargeListing::at_or_after(std::size_t place) const {
  if (!state_->filtered()) return std::min(place, size());
  const std::uint32_t* const begin = state_->picked.begin();
  return static_cast<std::size_t>(std::lower_bound(begin, begin + state_->found, place) - begin);
}

const Listing& LargeListing::shape() const { return state_->shape; }

Status LargeListing::for_each_window(Scheduler& scheduler, Range rows,
                                     const std::function<Status(const Listing&)>& visit,
                                     CancelToken cancel) const {
  LargeDiff::State& files = state_->files();
  const auto show = [&](const Diff& window) -> Status {
    // Each of them is picked once more; that costs little beside the reading.
    auto listing = Listing::create(scheduler, window, state_->selection, cancel);
    return listing.ok() ? visit(listing.value()) : std::move(listing).status();
  };
  std::vector<Difference> some;
  for (std::size_t i = rows.begin; i < rows.end; i += k_at_once) {
    const Range part{i, std::min(i + k_at_once, rows.end)};
    some.clear();
    if (state_->filtered()) {
      for (std::size_t row = part.begin; row < part.end; ++row)
        some.push_back(files.at(place(row)));
    } else {
      files.append(part, some);
    }
    HEDDLE_TRY(files.read(scheduler, some, show, cancel));
  }
  return {};
}

Result<std::vector<std::uint64_t>> LargeListing::changes_by_column(Scheduler& scheduler, Range rows,
                                                                   CancelToken cancel) const {
  std::vector<std::uint64_t> total(shape().columns().size());
  HEDDLE_TRY(for_each_window(
      scheduler, rows,
      [&](const Listing& window) -> Status {
        auto counts = window.changes_by_column(scheduler, cancel);
        if (!counts.ok()) return std::move(counts).status();
        for (std::size_t i = 0; i < total.size(); ++i) total[i] += counts.value()[i];
        return {};
      },
      cancel));
  return total;
}

}  // namespace heddle::table
