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

/// Takes the columns that are not asked for out of `columns`.
Status pick_columns(const Diff::State& state, const std::vector<std::string>& names,
                    std::vector<OutputColumn>& columns) {
  std::vector<bool> asked(columns.size());
  for (const std::string& name : names) {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const OutputColumn& c) {
      return name_of(state, c) == name;
    });
    if (found == columns.end()) {
      std::vector<std::string> all;
      all.reserve(columns.size());
      for (const OutputColumn& column : columns) all.push_back(name_of(state, column));
      return {Code::invalid_argument,
              "there is no column \"" + name + "\" to show; the columns are: " + list_names(all)};
    }
    const auto place = static_cast<std::size_t>(found - columns.begin());
    if (asked[place]) {
      return {Code::invalid_argument, "the column \"" + name + "\" is asked for twice"};
    }
    asked[place] = true;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (asked[i] || columns[i].key) columns[kept++] = columns[i];
  }
  columns.resize(kept);
  return {};
}

/// Finds the differences that are shown, block by block in parallel.
class Picker {
 public:
  Picker(const Listing::State& listing, const Selection& selection)
      : listing_(listing),
        selection_(selection),
        differences_(listing.diff->differences()),
        blocks_((differences_.size() + k_block - 1) / k_block) {}

  Status pick(Scheduler& scheduler, Buffer<std::uint32_t>& picked, CancelToken cancel) {
    Buffer<std::uint8_t> shown;
    Buffer<std::size_t> first;
    if (!shown.allocate(differences_.size()) || !first.allocate(blocks_)) return no_memory();
    HEDDLE_TRY(parallel_for(
        scheduler, {0, differences_.size()}, k_block,
        [&](Range chunk, std::uint32_t) {
          CellReader cells(listing_.files());
          std::size_t count = 0;
          for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
            shown[i] = is_shown(differences_[i], cells) ? 1 : 0;
            count += shown[i];
          }
          first[chunk.begin / k_block] = count;
        },
        cancel));
    std::size_t size = 0;
    for (std::size_t& count : first) size += std::exchange(count, size);
    if (!picked.allocate(size)) return no_memory();
    return parallel_for(
        scheduler, {0, differences_.size()}, k_block,
        [&](Range chunk, std::uint32_t) {
          std::uint32_t* out = picked.data() + first[chunk.begin / k_block];
          for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
            if (shown[i] != 0) *out++ = static_cast<std::uint32_t>(i);
          }
        },
        cancel);
  }

 private:
  [[nodiscard]] bool is_shown(const Difference& difference, CellReader& cells) const {
    switch (difference.kind()) {
      case Kind::added: return selection_.added;
      case Kind::removed: return selection_.removed;
      case Kind::changed: break;
    }
    if (!selection_.changed || selection_.columns.empty()) return selection_.changed;
    cells.load(difference);
    return std::any_of(listing_.columns.begin(), listing_.columns.end(),
                       [&](const OutputColumn& column) { return cells.changed(column); });
  }

  const Listing::State& listing_;
  const Selection& selection_;
  std::span<const Difference> differences_;
  std::size_t blocks_;
};

}  // namespace

Listing::Listing(std::unique_ptr<State> state) : state_(std::move(state)) {}
Listing::Listing(const Diff& diff)
    : state_(std::make_unique<State>(
          State{.diff = &diff, .columns = output_columns(diff.state().schema), .picked = {}})) {}
Listing::Listing(Listing&&) noexcept = default;
Listing& Listing::operator=(Listing&&) noexcept = default;
Listing::~Listing() = default;

Result<Listing> Listing::create(Scheduler& scheduler, const Diff& diff, const Selection& selection,
                                CancelToken cancel) {
  Listing listing(diff);
  if (!selection.added && !selection.removed && !selection.changed) {
    return Status(Code::invalid_argument,
                  "no kind of row is asked for; ask for added, removed or changed rows");
  }
  State& state = *listing.state_;
  if (!selection.columns.empty()) {
    HEDDLE_TRY(pick_columns(state.files(), selection.columns, state.columns));
  }
  state.filtered =
      !selection.added || !selection.removed || !selection.changed || !selection.columns.empty();
  if (state.filtered) {
    HEDDLE_TRY(Picker(state, selection).pick(scheduler, state.picked, cancel));
  }
  return listing;
}

std::size_t Listing::size() const {
  return state_->filtered ? state_->picked.size() : state_->diff->differences().size();
}

const Difference& Listing::operator[](std::size_t i) const {
  return state_->diff->differences()[state_->filtered ? state_->picked[i] : i];
}

std::vector<std::string> Listing::columns() const {
  std::vector<std::string> names;
  for (const OutputColumn& column : state_->columns) {
    names.push_back(name_of(state_->files(), column));
  }
  return names;
}

Result<std::vector<std::uint64_t>> Listing::changes_by_column(Scheduler& scheduler,
                                                              CancelToken cancel) const {
  const std::vector<OutputColumn>& columns = state_->columns;
  const std::size_t blocks = (size() + k_block - 1) / k_block;
  Buffer<std::uint64_t> counts;  // [block][column]
  if (!counts.allocate_zeroed(blocks * columns.size())) return no_memory();
  HEDDLE_TRY(parallel_for(
      scheduler, {0, size()}, k_block,
      [&](Range chunk, std::uint32_t) {
        CellReader cells(state_->files());
        std::uint64_t* const block = counts.data() + chunk.begin / k_block * columns.size();
        for (std::size_t i = chunk.begin; i < chunk.end; ++i) {
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
