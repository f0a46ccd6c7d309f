#include "heddle/table/listing.h"

#include <algorithm>
#include <string>
#include <utility>

#include "heddle/runtime/parallel.h"

#include "listing_state.h"

namespace heddle::table {

namespace {

constexpr std::size_t k_block = 4096;

Status no_memory() {
  return {Code::out_of_memory, "there is not enough memory to pick the differences to show"};
}

/// The places of the columns of these names.
/// what    how the message goes on: "to show".
Result<std::vector<std::size_t>> find_columns(const Diff::State& state,
                                              const std::vector<OutputColumn>& columns,
                                              const std::vector<std::string>& names,
                                              const char* what) {
  std::vector<bool> asked(columns.size());
  std::vector<std::size_t> places;
  for (const std::string& name : names) {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const OutputColumn& c) {
      return name_of(state, c) == name;
    });
    if (found == columns.end()) {
      std::vector<std::string> all;
      all.reserve(columns.size());
      for (const OutputColumn& column : columns) all.push_back(name_of(state, column));
      return Status(Code::invalid_argument, "there is no column \"" + name + "\" " + what +
                                                "; the columns are: " + list_names(all));
    }
    const auto place = static_cast<std::size_t>(found - columns.begin());
    if (asked[place]) {
      return Status(Code::invalid_argument, "the column \"" + name + "\" is asked for twice");
    }
    asked[place] = true;
    places.push_back(place);
  }
  return places;
}

/// The same, the columns themselves.
Status pick_columns(const Diff::State& state, const std::vector<OutputColumn>& columns,
                    const std::vector<std::string>& names, const char* what,
                    std::vector<OutputColumn>& picked) {
  auto places = find_columns(state, columns, names, what);
  if (!places.ok()) return std::move(places).status();
  for (const std::size_t place : places.value()) picked.push_back(columns[place]);
  return {};
}

/// Takes the columns that are not asked for out of `columns`.
Status keep_columns(const Diff::State& state, const std::vector<std::string>& names,
                    std::vector<OutputColumn>& columns) {
  auto places = find_columns(state, columns, names, "to show");
  if (!places.ok()) return std::move(places).status();
  std::vector<bool> asked(columns.size());
  for (const std::size_t place : places.value()) asked[place] = true;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (asked[i] || columns[i].key) columns[kept++] = columns[i];
  }
  columns.resize(kept);
  return {};
}

/// Makes room for `more` picked ones; at most `most` will ever be picked.
Status reserve(Listing::State& state, std::size_t more, std::size_t most) {
  const std::size_t needed = state.found + more;
  if (needed <= state.picked.size()) return {};
  Buffer<std::uint32_t> larger;
  // Twice as much each time, so that copying costs no more than picking.
  if (!larger.allocate(std::max(needed, std::min(2 * state.picked.size(), most)))) {
    return no_memory();
  }
  std::copy_n(state.picked.begin(), state.found, larger.begin());
  state.picked = std::move(larger);
  return {};
}

/// Finds which of some differences are picked, block by block in parallel.
Status pick(Scheduler& scheduler, Listing::State& state, Range range, CancelToken cancel) {
  const std::span<const Difference> differences = state.diff->differences();
  const std::size_t first_block = range.begin / k_block;
  Buffer<std::uint8_t> shown;
  Buffer<std::size_t> first;
  if (!shown.allocate(range.size()) ||
      !first.allocate((range.end + k_block - 1) / k_block - first_block)) {
    return no_memory();
  }
  HEDDLE_TRY(parallel_for(
      scheduler, range, k_block,
      [&](Range chunk, std::uint32_t) {
        CellReader cells(state.files());
        std::size_t count = 0;
        for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
          const bool picks = state.filter.picks(differences[i], cells);
          shown[i - range.begin] = picks ? 1 : 0;
          count += picks ? 1 : 0;
        }
        first[chunk.begin / k_block - first_block] = count;
      },
      cancel));
  std::size_t size = 0;
  for (std::size_t& count : first) size += std::exchange(count, size);
  HEDDLE_TRY(reserve(state, size, state.found + differences.size() - range.begin));
  HEDDLE_TRY(parallel_for(
      scheduler, range, k_block,
      [&](Range chunk, std::uint32_t) {
        std::uint32_t* out =
            state.picked.data() + state.found + first[chunk.begin / k_block - first_block];
        for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
          if (shown[i - range.begin] != 0) *out++ = static_cast<std::uint32_t>(i);
        }
      },
      cancel));
  state.found += size;
  state.looked = range.end;
  return {};
}

}  // namespace

bool Filter::picks(const Difference& difference, CellReader& cells) const {
  const Kind kind = difference.kind();
  if (!has(kind)) return false;
  if (!reads_cells()) return true;
  const bool looks_for_changes = kind == Kind::changed && !changed_in.empty();
  if (!looks_for_changes && text.empty()) return true;
  cells.load(difference);
  if (looks_for_changes &&
      std::none_of(changed_in.begin(), changed_in.end(),
                   [&](const OutputColumn& column) { return cells.changed(column); })) {
    return false;
  }
  const auto has = [&](const Field* value) { return value != nullptr && text.in(*value); };
  return text.empty() ||
         std::any_of(text_in.begin(), text_in.end(), [&](const OutputColumn& column) {
           return has(cells.left(column)) || has(cells.right(column));
         });
}

Listing::Listing(std::unique_ptr<State> state) : state_(std::move(state)) {}
Listing::Listing(const Diff& diff)
    : state_(std::make_unique<State>(
          State{.diff = &diff, .columns = output_columns(diff.state().schema), .picked = {}})) {}
Listing::Listing(Listing&&) noexcept = default;
Listing& Listing::operator=(Listing&&) noexcept = default;
Listing::~Listing() = default;

Result<Listing> Listing::begin(const Diff& diff, const Selection& selection) {
  Listing listing(diff);
  if (!selection.added && !selection.removed && !selection.changed) {
    return Status(Code::invalid_argument,
                  "no kind of row is asked for; ask for added, removed or changed rows");
  }
  if (selection.text.empty() && !selection.text_in.empty()) {
    return Status(Code::invalid_argument, "columns to look in are named, but no text to look for");
  }
  State& state = *listing.state_;
  const std::vector<OutputColumn> all = state.columns;
  Filter& filter = state.filter;
  filter.added = selection.added;
  filter.removed = selection.removed;
  filter.changed = selection.changed;
  if (!selection.columns.empty()) {
    HEDDLE_TRY(keep_columns(state.files(), selection.columns, state.columns));
    filter.changed_in = state.columns;
  }
  if (!selection.changed_in.empty()) {
    filter.changed_in.clear();
    HEDDLE_TRY(pick_columns(state.files(), all, selection.changed_in, "that may have changed",
                            filter.changed_in));
  }
  if (!selection.text.empty()) {
    filter.text = CellText(selection.text);
    HEDDLE_TRY(pick_columns(state.files(), all, selection.text_in, "to look in", filter.text_in));
    if (selection.text_in.empty()) filter.text_in = state.columns;
  }
  state.filtered = !filter.added || !filter.removed || !filter.changed || filter.reads_cells();
  return listing;
}

Result<Listing> Listing::create(Scheduler& scheduler, const Diff& diff, const Selection& selection,
                                CancelToken cancel) {
  auto listing = begin(diff, selection);
  if (!listing.ok()) return std::move(listing).status();
  HEDDLE_TRY(listing.value().advance(scheduler, diff.differences().size(), cancel));
  return listing;
}

Status Listing::advance(Scheduler& scheduler, std::size_t most, CancelToken cancel) {
  State& state = *state_;
  const std::size_t all = state.diff->differences().size();
  if (!state.filtered || state.looked == all) return {};
  const std::size_t left = all - state.looked;
  // Whole blocks: the next look begins where one begins.
  const std::size_t step = most >= left ? left : (most + k_block - 1) / k_block * k_block;
  return pick(scheduler, state, {state.looked, state.looked + std::min(step, left)}, cancel);
}

std::size_t Listing::looked() const {
  return state_->filtered ? state_->looked : state_->diff->differences().size();
}

bool Listing::complete() const { return looked() == state_->diff->differences().size(); }

std::size_t Listing::size() const {
  return state_->filtered ? state_->found : state_->diff->differences().size();
}

const Difference& Listing::operator[](std::size_t i) const {
  return state_->diff->differences()[place(i)];
}

std::size_t Listing::place(std::size_t i) const { return state_->filtered ? state_->picked[i] : i; }

std::size_t Listing::at_or_after(std::size_t place) const {
  if (!state_->filtered) return std::min(place, size());
  const std::uint32_t* const begin = state_->picked.begin();
  return static_cast<std::size_t>(std::lower_bound(begin, begin + state_->found, place) - begin);
}

std::vector<std::string> Listing::columns() const {
  std::vector<std::string> names;
  for (const OutputColumn& column : state_->columns) {
    names.push_back(name_of(state_->files(), column));
  }
  return names;
}

Result<std::vector<std::uint64_t>> Listing::changes_by_column(Scheduler& scheduler, Range rows,
                                                              CancelToken cancel) const {
  const std::vector<OutputColumn>& columns = state_->columns;
  const std::size_t blocks = (rows.size() + k_block - 1) / k_block;
  Buffer<std::uint64_t> counts;  // [block][column]
  if (!counts.allocate_zeroed(blocks * columns.size())) return no_memory();
  HEDDLE_TRY(parallel_for(
      scheduler, {0, rows.size()}, k_block,
      [&](Range chunk, std::uint32_t) {
        CellReader cells(state_->files());
        std::uint64_t* const block = counts.data() + chunk.begin / k_block * columns.size();
        for (std::size_t i = rows.begin + chunk.begin; i < rows.begin + chunk.end; ++i) {
          if ((*this)[i].kind() != Kind::changed) continue;
          cells.load((*this)[i]);
          for (std::size_t c = 0; c < columns.size(); ++c) block[c] += cells.changed(columns[c]);
        }
      },
      cancel));
  std::vector<std::uint64_t> total(columns.size());
  for (std::size_t i = 0; i < counts.size(); ++i) total[i % columns.size()] += counts[i];
  return total;
}

}  // namespace heddle::table
