#include "create.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "heredity.h"
#include "random.h"

namespace heddle::sim {

namespace {

Status no_memory() {
  return {Code::out_of_memory,
          "there is not enough memory for this world; use fewer entities or a higher density"};
}

Geometry geometry_of(const Scenario& scenario) {
  // `density` entities in a circle of radius cell_size are density / pi in a cell.
  const double cells =
      static_cast<double>(scenario.entities) * std::numbers::pi / scenario.ground.density;
  const auto side = std::max(3U, static_cast<std::uint32_t>(std::ceil(std::sqrt(cells))));
  const float size = scenario.ground.cell_size;
  return {side, size, 1.0F / size, static_cast<float>(side) * size};
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

/// A random place that is no barrier.
void place(World& world, std::uint32_t slot, std::uint32_t id) {
  for (std::uint32_t turn = 0;; ++turn) {
    const auto words = draw(world.scenario.seed, 0, id, Purpose::first_place, turn);
    const float x = world.geometry.wrap(to_unit_float(words[0]) * world.geometry.extent);
    const float y = world.geometry.wrap(to_unit_float(words[1]) * world.geometry.extent);
    if (world.is_barrier(x, y)) continue;
    world.population.x[slot] = x;
    world.population.y[slot] = y;
    return;
  }
}

void people(World& world) {
  const Scenario& scenario = world.scenario;
  Population& all = world.population;
  for (std::uint32_t id = 0; id < scenario.entities; ++id) {
    const std::uint32_t slot = all.size++;
    const std::uint16_t index = tribe_of(scenario, id);
    const Tribe& tribe = scenario.tribes[index];
    place(world, slot, id);
    const auto words = draw(scenario.seed, 0, id, Purpose::first_body);
    all.genes[slot] = first_genes(scenario, tribe, id);
    // Half of the top speed in each direction is below it in all.
    const float speed = all.genes[slot].max_speed * 0.5F;
    all.vx[slot] = to_signed_float(words[0]) * speed;
    all.vy[slot] = to_signed_float(words[1]) * speed;
    all.energy[slot] = std::min(tribe.energy, scenario.economy.most);
    all.id[slot] = id;
    all.lifespan[slot] = lifespan_of(scenario, words[2]);
    all.age[slot] = static_cast<std::uint32_t>(std::uint64_t{all.lifespan[slot]} * words[3] >> 32);
    all.wander[slot] = draw(scenario.seed, 0, id, Purpose::wander)[0];
    all.tribe[slot] = index;
    all.heritage[slot] = heritage_of(index, all.lifespan[slot], all.genes[slot]);
  }
  world.next_id = scenario.entities;
}

}  // namespace

Status World::reserve(std::uint32_t capacity) {
  const std::size_t padded = std::size_t{capacity} + k_padding;
  // The order in which the last sort found them is still needed by the tick that grows.
  Buffer<std::uint32_t> slot;
  if (!population.reserve(capacity) || !slot.allocate_zeroed(padded)) return no_memory();
  std::copy(snapshot.slot.begin(), snapshot.slot.end(), slot.begin());
  snapshot.slot = std::move(slot);
  const auto keep = [padded]<class T>(Buffer<T>& array) {
    Buffer<T> larger;
    if (!larger.allocate_zeroed(padded)) return false;
    std::copy(array.begin(), array.end(), larger.begin());
    array = std::move(larger);
    return true;
  };
  const bool all = keep(snapshot.x) && keep(snapshot.y) && keep(snapshot.vx) && keep(snapshot.vy) &&
                   keep(snapshot.tribe) && keep(snapshot.menace) && keep(snapshot.fertile) &&
                   keep(intents.aim) && keep(intents.strike) && keep(intents.damage) &&
                   keep(intents.events) && keep(cell_of);
  if (!all) return no_memory();
  block_rows.resize((capacity - 1) / k_slots_per_block + 1);
  return {};
}

Status allocate_world(World& world, std::uint32_t capacity) {
  world.geometry = geometry_of(world.scenario);
  const std::size_t cells = world.geometry.cells();
  const bool all = world.food.allocate(cells) && world.next_food.allocate(cells) &&
                   world.richness.allocate(cells) && world.snapshot.cell_begin.allocate(cells + 1);
  if (!all) return no_memory();
  world.row_size.resize(world.geometry.side);
  world.outcomes.resize(world.geometry.side);
  if (lay_ground(world) == 0) {
    return {Code::invalid_argument,
            "/ground/terrain: there are only barriers; make some cells a digit"};
  }
  return world.reserve(capacity);
}

Status create_world(World& world) {
  HEDDLE_TRY(check(world.scenario));
  HEDDLE_TRY(allocate_world(world, world.scenario.entities));
  people(world);
  return {};
}

}  // namespace heddle::sim
