#include "sort.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include "heddle/core/arena.h"
#include "heddle/runtime/parallel.h"

namespace heddle::sim {

namespace {

/// A counting sort by cell. Lanes share no counters: each band of rows looks for its own entities in the
/// blocks of slots that have some. Slots are nearly in order, so these are few.
class Sorter {
 public:
  explicit Sorter(World& world) : world_(world) {}

  void locate(Range block) {
    const Geometry& geometry = world_.geometry;
    const Population& all = world_.population;
    RowSpan rows{geometry.side, 0};
    for (std::size_t s = block.begin; s < block.end; ++s) {
      const std::uint32_t row = geometry.column(all.y[s]);
      rows.first = std::min(rows.first, row);
      rows.last = std::max(rows.last, row);
      world_.cell_of[s] = row * geometry.side + geometry.column(all.x[s]);
    }
    world_.block_rows[block.begin / k_slots_per_block] = rows;
  }

  /// Leaves the size of each cell in cell_begin behind it, and that of each row.
  void count(std::uint32_t band) {
    const std::uint32_t side = world_.geometry.side;
    const RowSpan rows = rows_of(band);
    std::uint32_t* size_of = world_.snapshot.cell_begin.data() + 1;
    std::fill(size_of + rows.first * side, size_of + (rows.last + 1) * side, 0);
    for_each_of(rows, [&](std::uint32_t, std::uint32_t cell) { ++size_of[cell]; });
    for (std::uint32_t row = rows.first; row <= rows.last; ++row) {
      std::uint32_t sum = 0;
      for (std::uint32_t c = row * side; c < (row + 1) * side; ++c) sum += size_of[c];
      world_.row_size[row] = sum;
    }
  }

  /// row_size becomes the first position of each row.
  void begin_rows() {
    std::uint32_t before = 0;
    for (std::uint32_t& size : world_.row_size) {
      const std::uint32_t own = size;
      size = before;
      before += own;
    }
    world_.snapshot.cell_begin[0] = 0;
  }

  void place(std::uint32_t band) {
    const std::uint32_t side = world_.geometry.side;
    const RowSpan rows = rows_of(band);
    std::uint32_t* cell_end = world_.snapshot.cell_begin.data() + 1;
    std::uint32_t position = world_.row_size[rows.first];
    // Sizes become beginnings, which placing then moves to the ends.
    for (std::uint32_t c = rows.first * side; c < (rows.last + 1) * side; ++c) {
      const std::uint32_t size = cell_end[c];
      cell_end[c] = position;
      position += size;
    }
    const std::uint32_t first = world_.row_size[rows.first];
    std::uint32_t* slot = world_.snapshot.slot.data();
    for_each_of(rows, [&](std::uint32_t s, std::uint32_t cell) { slot[cell_end[cell]++] = s; });
    std::uint32_t begin = first;
    for (std::uint32_t c = rows.first * side; c < (rows.last + 1) * side; ++c) {
      sort_by_id(begin, cell_end[c]);
      begin = cell_end[c];
    }
    copy(first, begin);
  }

 private:
  [[nodiscard]] RowSpan rows_of(std::uint32_t band) const {
    const std::uint32_t first = band * k_rows_per_band;
    return {first, std::min(first + k_rows_per_band, world_.geometry.side) - 1};
  }

  template <class Visit>
  void for_each_of(RowSpan rows, Visit&& visit) const {
    const std::uint32_t side = world_.geometry.side;
    const std::uint32_t first_cell = rows.first * side;
    const std::uint32_t cells = (rows.last + 1) * side - first_cell;
    const std::uint32_t size = world_.population.size;
    for (std::uint32_t begin = 0; begin < size; begin += k_slots_per_block) {
      const RowSpan span = world_.block_rows[begin / k_slots_per_block];
      if (span.last < rows.first || span.first > rows.last) continue;
      const std::uint32_t end = std::min(begin + k_slots_per_block, size);
      for (std::uint32_t s = begin; s < end; ++s) {
        const std::uint32_t cell = world_.cell_of[s];
        if (cell - first_cell < cells) visit(s, cell);
      }
    }
  }

  // Cells hold a handful, already nearly in order.
  void sort_by_id(std::uint32_t begin, std::uint32_t end) {
    const std::uint32_t* id = world_.population.id.data();
    std::uint32_t* slot = world_.snapshot.slot.data();
    if (end - begin > 64) {
      std::sort(slot + begin, slot + end,
                [&](std::uint32_t a, std::uint32_t b) { return id[a] < id[b]; });
      return;
    }
    for (std::uint32_t k = begin + 1; k < end; ++k) {
      const std::uint32_t moving = slot[k];
      const std::uint32_t moving_id = id[moving];
      std::uint32_t at = k;
      for (; at > begin && id[slot[at - 1]] > moving_id; --at) slot[at] = slot[at - 1];
      slot[at] = moving;
    }
  }

  void copy(std::uint32_t begin, std::uint32_t end) {
    const Population& from = world_.population;
    Snapshot& to = world_.snapshot;
    const Mating& mating = world_.scenario.mating;
    const float hostility = world_.scenario.combat.hostility;
    const auto threshold = static_cast<float>(mating.threshold);
    for (std::uint32_t k = begin; k < end; ++k) {
      const std::uint32_t s = to.slot[k];
      const Genes& genes = from.genes[s];
      const auto energy = static_cast<float>(from.energy[s]);
      to.x[k] = from.x[s];
      to.y[k] = from.y[s];
      to.vx[k] = from.vx[s];
      to.vy[k] = from.vy[s];
      to.tribe[k] = from.tribe[s];
      to.menace[k] = genes.aggression >= hostility ? energy * genes.aggression : 0;
      const bool fertile =
          energy >= threshold * (1.5F - genes.fecundity) && from.age[s] >= mating.maturity;
      to.fertile[k] = fertile ? 1 : 0;
    }
    std::fill(world_.intents.aim.data() + begin, world_.intents.aim.data() + end, Intents::k_none);
    std::fill(world_.intents.damage.data() + begin, world_.intents.damage.data() + end, 0);
  }

  World& world_;
};

}  // namespace

Status sort_into_cells(World& world, Scheduler& scheduler) {
  Sorter sorter(world);
  const std::size_t bands = (world.geometry.side - 1) / k_rows_per_band + 1;
  HEDDLE_TRY(parallel_for(scheduler, {0, world.population.size}, k_slots_per_block,
                          [&](Range block, std::uint32_t) { sorter.locate(block); }));
  HEDDLE_TRY(parallel_for(scheduler, {0, bands}, 1, [&](Range band, std::uint32_t) {
    sorter.count(static_cast<std::uint32_t>(band.begin));
  }));
  sorter.begin_rows();
  return parallel_for(scheduler, {0, bands}, 1, [&](Range band, std::uint32_t) {
    sorter.place(static_cast<std::uint32_t>(band.begin));
  });
}

Status tidy_slots(World& world, Scheduler& scheduler) {
  Population& all = world.population;
  std::uint32_t* slot = world.snapshot.slot.data();
  Status status;
  all.for_each_array([&]<class T>(Buffer<T>& array) {
    if (!status.ok()) return;
    ArenaScope scope(scheduler.scratch());
    const std::span<T> ordered = scope.allocate<T>(all.size);
    if (ordered.empty() && all.size != 0) {
      status = {Code::out_of_memory, "there is no memory to tidy the entities"};
      return;
    }
    const auto gather = [&](Range range, std::uint32_t) {
      for (std::size_t k = range.begin; k < range.end; ++k) ordered[k] = array[slot[k]];
    };
    const auto put_back = [&](Range range, std::uint32_t) {
      std::copy_n(ordered.data() + range.begin, range.size(), array.data() + range.begin);
    };
    status = parallel_for(scheduler, {0, all.size}, k_slots_per_block, gather);
    if (status.ok()) status = parallel_for(scheduler, {0, all.size}, k_slots_per_block, put_back);
  });
  for (std::uint32_t k = 0; k < all.size; ++k) slot[k] = k;
  return status;
}

}  // namespace heddle::sim
