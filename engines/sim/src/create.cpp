#include "create.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <numeric>
#include <string>
#include <vector>

#include "heddle/runtime/parallel.h"

#include "heredity.h"
#include "random.h"
#include "sort.h"

namespace heddle::sim {

namespace {

Status no_memory() {
  return {Code::out_of_memory,
          "there is not enough memory for this world; use fewer entities or a higher density"};
}

/// Stretches the map over the cells; returns how many cells are no barrier.
std::uint32_t lay_ground(World& world) {
  const Scenario& scenario = world.scenario;
  const std::vector<std::string>& terrain = scenario.ground.terrain;
  const std::uint32_t side = world.geometry.side;
  std::uint32_t open = 0;
  for (std::uint32_t row = 0; row < side; ++row) {
    for (std::uint32_t column = 0; column < side; ++column) {
      char mark = '9';
      if (!terrain.empty()) {
        const std::string& line = terrain[std::size_t{row} * terrain.size() / side];
        mark = line[std::size_t{column} * line.size() / side];
      }
      const std::uint32_t cell = row * side + column;
      const bool barrier = mark == '#';
      const std::int32_t most = barrier ? 0 : scenario.food.capacity * (mark - '0') / 9;
      world.richness[cell] = barrier ? World::k_barrier : most;
      world.food[cell] =
          static_cast<std::int32_t>(static_cast<float>(most) * scenario.food.initial);
      open += barrier ? 0 : 1;
      world.has_barriers = world.has_barriers || barrier;
    }
  }
  return open;
}

/// Tribes take ids in turn, as many as their share says.
std::uint16_t tribe_of(const Scenario& scenario, std::uint32_t id) {
  std::uint64_t whole = 0;
  for (const Tribe& tribe : scenario.tribes) whole += tribe.share;
  std::uint64_t up_to = 0;
  std::uint16_t index = 0;
  for (const Tribe& tribe : scenario.tribes) {
    up_to += tribe.share;
    if (std::uint64_t{id} * whole < up_to * scenario.entities) return index;
    ++index;
  }
  return static_cast<std::uint16_t>(index - 1);
}

struct Point {
  float x;
  float y;
};

/// A random place that is no barrier.
Point first_place(const World& world, std::uint32_t id) {
  for (std::uint32_t turn = 0;; ++turn) {
    const auto words = draw(world.scenario.seed, 0, id, Purpose::first_place, turn);
    const Point point{world.geometry.wrap(to_unit_float(words[0]) * world.geometry.extent),
                      world.geometry.wrap(to_unit_float(words[1]) * world.geometry.extent)};
    if (!world.is_barrier(point.x, point.y)) return point;
  }
}

/// Fills the slot k of the population.
void people(World& world, std::uint32_t k, std::uint32_t id, Point point) {
  const Scenario& scenario = world.scenario;
  Population& all = world.population;
  const std::uint16_t index = tribe_of(scenario, id);
  const Tribe& tribe = scenario.tribes[index];
  const auto words = draw(scenario.seed, 0, id, Purpose::first_body);
  const Genes genes = first_genes(scenario, tribe, id);
  all.genes.set(k, genes);
  all.x[k] = point.x;
  all.y[k] = point.y;
  // Half of the top speed in each direction is below it in all.
  const float speed = genes.max_speed * 0.5F;
  all.vx[k] = to_signed_float(words[0]) * speed;
  all.vy[k] = to_signed_float(words[1]) * speed;
  all.energy[k] = std::min(tribe.energy, scenario.economy.most);
  all.id[k] = id;
  all.lifespan[k] = lifespan_of(scenario, words[2]);
  all.age[k] = static_cast<std::uint32_t>(std::uint64_t{all.lifespan[k]} * words[3] >> 32);
  all.wander[k] = draw(scenario.seed, 0, id, Purpose::wander)[0];
  all.tribe[k] = index;
  all.heritage[k] = heritage_of(index, all.lifespan[k], genes);
}

/// The first entities. Each is a function of its id, so lanes share the ids in blocks; where a block's
/// entities begin in the population is known once those that the world knows are counted.
class Settlement {
 public:
  explicit Settlement(World& world)
      : world_(world), begin_(world.scenario.entities / k_ids_per_block + 2) {}

  Status make(Scheduler& scheduler, const Making& making) {
    const std::uint32_t ids = world_.scenario.entities;
    const auto in_blocks = [&](std::uint32_t units, auto&& work) {
      return parallel_for(
          scheduler, {0, ids}, k_ids_per_block,
          [&](Range block, std::uint32_t) {
            work(block);
            making.progress.add(units * static_cast<std::uint32_t>(block.size()));
          },
          making.cancel);
    };
    HEDDLE_TRY(in_blocks(k_counting, [this](Range block) { count(block); }));
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    HEDDLE_TRY(world_.make_room(begin_.back()));
    HEDDLE_TRY(in_blocks(k_settling, [this](Range block) { settle(block); }));
    world_.population.size = begin_.back();
    world_.next_id = ids;
    return {};
  }

  // Units of progress for each entity, about as long as they take.
  static constexpr std::uint32_t k_counting = 1;
  static constexpr std::uint32_t k_settling = 6;
  static constexpr std::uint32_t k_sorting = 3;

 private:
  static constexpr std::size_t k_ids_per_block = 4096;

  template <class Visit>
  void for_each_known(Range ids, Visit&& visit) const {
    for (auto id = static_cast<std::uint32_t>(ids.begin); id < ids.end; ++id) {
      const Point point = first_place(world_, id);
      if (world_.knows(world_.geometry.column(point.y))) visit(id, point);
    }
  }

  void count(Range ids) {
    std::uint32_t known = 0;
    for_each_known(ids, [&](std::uint32_t, Point) { ++known; });
    begin_[ids.begin / k_ids_per_block + 1] = known;
  }

  void settle(Range ids) {
    std::uint32_t k = begin_[ids.begin / k_ids_per_block];
    for_each_known(ids, [&](std::uint32_t id, Point point) { people(world_, k++, id, point); });
  }

  World& world_;
  std::vector<std::uint32_t> begin_;  ///< slot of each block's first entity, and the end
};

}  // namespace

Geometry geometry_of(const Scenario& scenario) {
  // `density` entities in a circle of radius cell_size are density / pi in a cell.
  const double cells =
      static_cast<double>(scenario.entities) * std::numbers::pi / scenario.ground.density;
  const auto side = std::max(3U, static_cast<std::uint32_t>(std::ceil(std::sqrt(cells))));
  const float size = scenario.ground.cell_size;
  return {side, size, 1.0F / size, static_cast<float>(side) * size};
}

Status World::reserve(std::uint32_t capacity) {
  const std::size_t padded = std::size_t{capacity} + k_padding;
  bool all = true;
  const auto grow = [&]<class T>(Buffer<T>& array) {
    Buffer<T> larger;
    all = all && larger.allocate_zeroed(padded);
    if (!all) return;
    std::copy(array.begin(), array.end(), larger.begin());
    array = std::move(larger);
  };
  population.for_each_array(grow);
  grow(next.x), grow(next.y), grow(next.vx), grow(next.vy), grow(menace), grow(suitor);
  grow(intents.aim), grow(intents.strike), grow(intents.damage), grow(intents.events);
  grow(order), grow(cell_of);
  // Both are made anew before they are looked at.
  all = all && menacing.allocate(padded) && courting.allocate(padded);
  if (!all) return no_memory();
  block_bands.resize(capacity / k_entities_per_block + 1);
  return {};
}

Status World::make_room(std::uint32_t more) {
  if (more <= population.capacity() - population.size) return {};
  const std::uint64_t needed = std::uint64_t{population.size} + more;
  if (needed > k_most_entities) {
    return {Code::out_of_memory, "the world would hold " + std::to_string(needed) +
                                     " entities; at most " + std::to_string(k_most_entities) +
                                     " fit: begin with fewer, or give them less food"};
  }
  // A tenth to spare keeps an entity below 150 bytes.
  const std::uint64_t spare = population.size == 0 ? 0 : needed / 10;
  return reserve(
      static_cast<std::uint32_t>(std::min<std::uint64_t>(needed + spare, k_most_entities)));
}

Status allocate_world(World& world, Rows own) {
  world.geometry = geometry_of(world.scenario);
  world.own = own;
  const std::size_t cells = world.geometry.cells();
  const bool all = world.food.allocate(cells) && world.next_food.allocate_zeroed(cells) &&
                   world.richness.allocate(cells) && world.cell_begin.allocate_zeroed(cells + 1);
  if (!all) return no_memory();
  world.row_size.resize(world.geometry.side);
  world.outcomes.resize(world.geometry.side);
  if (lay_ground(world) == 0) {
    return {Code::invalid_argument,
            "/ground/terrain: there are only barriers; make some cells a digit"};
  }
  return world.reserve(1);
}

Status create_world(World& world, Rows own, const Making& making) {
  HEDDLE_TRY(allocate_world(world, own));
  const std::uint32_t entities = world.scenario.entities;
  constexpr std::uint32_t k_sorting = Settlement::k_sorting;
  making.progress.start((Settlement::k_counting + Settlement::k_settling + k_sorting) * entities);
  return on_lanes(making, [&](Scheduler& scheduler) -> Status {
    HEDDLE_TRY(Settlement(world).make(scheduler, making));
    return finish_world(world, scheduler, making, k_sorting * entities);
  });
}

Status finish_world(World& world, Scheduler& scheduler, const Making& making, std::uint32_t units) {
  if (making.cancel.cancelled()) return {Code::cancelled, "cancelled"};
  HEDDLE_TRY(sort_into_cells(world, scheduler));
  making.progress.add(units);
  return {};
}

Status on_lanes(const Making& making, const std::function<Status(Scheduler&)>& work) {
  if (making.scheduler != nullptr) return work(*making.scheduler);
  Result<std::unique_ptr<Scheduler>> own = Scheduler::create(1);
  if (!own.ok()) return std::move(own).status();
  return work(*own.value());
}

}  // namespace heddle::sim
