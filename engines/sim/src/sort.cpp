#include "sort.h"

#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "heddle/runtime/parallel.h"

namespace heddle::sim {

namespace {

constexpr std::uint32_t k_least_rows_per_band = 8;
/// Bands of rows are bits of a word.
constexpr std::uint32_t k_most_bands = 64;

/// A counting sort by cell. Lanes share no counters: each band of rows looks for its own entities in the
/// blocks of positions that have some. As they were in order a tick ago, these are few.
class Sorter {
 public:
  explicit Sorter(World& world)
      : world_(world),
        rows_per_band_(std::max(k_least_rows_per_band,
                                (world.geometry.side + k_most_bands - 1) / k_most_bands)) {}

  [[nodiscard]] std::uint32_t bands() const {
    return (world_.geometry.side + rows_per_band_ - 1) / rows_per_band_;
  }

  void locate(Range block) {
    const Geometry& geometry = world_.geometry;
    const Population& all = world_.population;
    std::uint64_t bands = 0;
    for (std::size_t k = block.begin; k < block.end; ++k) {
      if (world_.intents.damage[k] < 0) {
        world_.cell_of[k] = k_nowhere;
        continue;
      }
      const std::uint32_t row = geometry.column(all.y[k]);
      bands |= std::uint64_t{1} << row / rows_per_band_;
      world_.cell_of[k] = row * geometry.side + geometry.column(all.x[k]);
    }
    world_.block_bands[block.begin / k_entities_per_block] = bands;
  }

  /// Leaves the size of each cell in cell_begin behind it, and that of each row.
  void count(std::uint32_t band) {
    const std::uint32_t side = world_.geometry.side;
    const Rows rows = rows_of(band);
    std::uint32_t* size_of = world_.cell_begin.data() + 1;
    std::fill(size_of + rows.begin * side, size_of + rows.end * side, 0);
    for_each_of(band, [&](std::uint32_t, std::uint32_t cell) { ++size_of[cell]; });
    for (std::uint32_t row = rows.begin; row < rows.end; ++row) {
      std::uint32_t sum = 0;
      for (std::uint32_t c = row * side; c < (row + 1) * side; ++c) sum += size_of[c];
      world_.row_size[row] = sum;
    }
  }

  /// row_size becomes the first position of each row. Returns how many entities there are.
  std::uint32_t begin_rows() {
    std::uint32_t before = 0;
    for (std::uint32_t& size : world_.row_size) {
      const std::uint32_t own = size;
      size = before;
      before += own;
    }
    world_.cell_begin[0] = 0;
    return before;
  }

  void place(std::uint32_t band) {
    const std::uint32_t side = world_.geometry.side;
    const Rows rows = rows_of(band);
    std::uint32_t* cell_end = world_.cell_begin.data() + 1;
    const std::uint32_t first = world_.row_size[rows.begin];
    std::uint32_t position = first;
    // Sizes become beginnings, which placing then moves to the ends.
    for (std::uint32_t c = rows.begin * side; c < rows.end * side; ++c) {
      const std::uint32_t size = cell_end[c];
      cell_end[c] = position;
      position += size;
    }
    std::uint32_t* order = world_.order.data();
    for_each_of(band, [&](std::uint32_t k, std::uint32_t cell) { order[cell_end[cell]++] = k; });
    std::uint32_t begin = first;
    for (std::uint32_t c = rows.begin * side; c < rows.end * side; ++c) {
      sort_by_id(begin, cell_end[c]);
      begin = cell_end[c];
    }
  }

 private:
  static constexpr std::uint32_t k_nowhere = ~std::uint32_t{0};

  [[nodiscard]] Rows rows_of(std::uint32_t band) const {
    const std::uint32_t first = band * rows_per_band_;
    return {first, std::min(first + rows_per_band_, world_.geometry.side)};
  }

  template <class Visit>
  void for_each_of(std::uint32_t band, Visit&& visit) const {
    const std::uint32_t side = world_.geometry.side;
    const Rows rows = rows_of(band);
    const std::uint32_t first_cell = rows.begin * side;
    const std::uint32_t cells = rows.end * side - first_cell;
    const std::uint32_t size = world_.population.size;
    for (std::uint32_t begin = 0; begin < size; begin += k_entities_per_block) {
      if ((world_.block_bands[begin / k_entities_per_block] >> band & 1) == 0) continue;
      const std::uint32_t end = std::min(begin + k_entities_per_block, size);
      for (std::uint32_t k = begin; k < end; ++k) {
        const std::uint32_t cell = world_.cell_of[k];
        if (cell - first_cell < cells) visit(k, cell);
      }
    }
  }

  // Cells hold a handful, already nearly in order.
  void sort_by_id(std::uint32_t begin, std::uint32_t end) {
    const std::uint32_t* id = world_.population.id.data();
    std::uint32_t* order = world_.order.data();
    if (end - begin > 64) {
      std::sort(order + begin, order + end,
                [&](std::uint32_t a, std::uint32_t b) { return id[a] < id[b]; });
      return;
    }
    for (std::uint32_t k = begin + 1; k < end; ++k) {
      const std::uint32_t moving = order[k];
      const std::uint32_t moving_id = id[moving];
      std::uint32_t at = k;
      for (; at > begin && id[order[at - 1]] > moving_id; --at) order[at] = order[at - 1];
      order[at] = moving;
    }
  }

  World& world_;
  std::uint32_t rows_per_band_;
};

/// An array of the same length that the sort no longer needs.
template <class T>
Buffer<T>& spare_of(World& world) {
  if constexpr (std::is_same_v<T, float>) {
    return world.next.x;
  } else if constexpr (std::is_same_v<T, std::int32_t>) {
    return world.intents.strike;
  } else {
    return world.cell_of;
  }
}

/// Has the population's arrays follow `order`.
Status reorder(World& world, Scheduler& scheduler) {
  constexpr std::size_t k_grain = 4096;
  const std::uint32_t* order = world.order.data();
  Status status;
  world.population.for_each_array([&]<class T>(Buffer<T>& array) {
    if (!status.ok()) return;
    Buffer<T>& spare = spare_of<T>(world);
    const T* from = array.data();
    T* to = spare.data();
    status = parallel_for(scheduler, {0, world.population.size}, k_grain,
                          [=](Range range, std::uint32_t) {
                            for (std::size_t k = range.begin; k < range.end; ++k)
                              to[k] = from[order[k]];
                          });
    std::swap(array, spare);
  });
  return status;
}

}  // namespace

void show(World& world, Range range) {
  const Population& all = world.population;
  const Mating& mating = world.scenario.mating;
  const float hostility = world.scenario.combat.hostility;
  const auto threshold = static_cast<float>(mating.threshold);
  for (std::size_t k = range.begin; k < range.end; ++k) {
    const auto energy = static_cast<float>(all.energy[k]);
    const float aggression = all.genes.aggression[k];
    world.menace[k] = aggression >= hostility ? energy * aggression : 0;
    const bool fertile =
        energy >= threshold * (1.5F - all.genes.fecundity[k]) && all.age[k] >= mating.maturity;
    const std::int32_t kind = mating.hybrids ? 0 : static_cast<std::int32_t>(all.tribe[k]);
    world.suitor[k] = fertile ? kind : World::k_chaste;
    world.intents.aim[k] = Intents::k_none;
    world.intents.damage[k] = 0;
  }
  world.menacing.set(range, [&](std::size_t k) { return world.menace[k] > 0; });
  world.courting.set(range, [&](std::size_t k) { return world.suitor[k] != World::k_chaste; });
}

Status sort_into_cells(World& world, Scheduler& scheduler) {
  Sorter sorter(world);
  HEDDLE_TRY(parallel_for(scheduler, {0, world.population.size}, k_entities_per_block,
                          [&](Range block, std::uint32_t) { sorter.locate(block); }));
  HEDDLE_TRY(parallel_for(scheduler, {0, sorter.bands()}, 1, [&](Range band, std::uint32_t) {
    sorter.count(static_cast<std::uint32_t>(band.begin));
  }));
  const std::uint32_t living = sorter.begin_rows();
  HEDDLE_TRY(parallel_for(scheduler, {0, sorter.bands()}, 1, [&](Range band, std::uint32_t) {
    sorter.place(static_cast<std::uint32_t>(band.begin));
  }));
  world.population.size = living;
  HEDDLE_TRY(reorder(world, scheduler));
  return parallel_for(scheduler, {0, living}, k_entities_per_block,
                      [&](Range range, std::uint32_t) { show(world, range); });
}

}  // namespace heddle::sim
