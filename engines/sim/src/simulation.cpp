#include "heddle/sim/simulation.h"

#include <utility>

#include "heddle/runtime/trace.h"
#include "heddle/sim/scenario_json.h"

#include "behave.h"
#include "create.h"
#include "resolve.h"
#include "sort.h"
#include "turnover.h"
#include "world.h"

namespace heddle::sim {

namespace {

Status pass_tick(World& world, Scheduler& scheduler) {
  world.ledger = {};
  std::uint64_t begin = Trace::now();
  const auto timed = [&](const char* name, std::uint64_t& time, Status status) {
    const std::uint64_t end = Trace::now();
    if (Trace* trace = scheduler.trace()) trace->add(0, name, begin, end);
    time = end - begin;
    begin = end;
    return status;
  };
  HEDDLE_TRY(timed("behave", world.times.behave, behave(world, scheduler)));
  HEDDLE_TRY(timed("resolve", world.times.resolve, resolve(world, scheduler)));
  HEDDLE_TRY(timed("turnover", world.times.turnover, turn_over(world, scheduler)));
  HEDDLE_TRY(timed("sort", world.times.sort, sort_into_cells(world, scheduler)));
  return {};
}

}  // namespace

Simulation::Simulation(std::unique_ptr<World> world) : world_(std::move(world)) {}
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;
Simulation::~Simulation() = default;

Result<Simulation> Simulation::create(const Scenario& scenario, const Making& making) {
  HEDDLE_TRY(check(scenario));
  auto world = std::make_unique<World>();
  world->scenario = scenario;
  HEDDLE_TRY(create_world(*world, {0, geometry_of(scenario).side}, making));
  return Simulation(std::move(world));
}

Status Simulation::step(Scheduler& scheduler, std::uint64_t ticks, CancelToken cancel) {
  for (std::uint64_t i = 0; i < ticks; ++i) {
    if (cancel.cancelled()) return {Code::cancelled, "the simulation was asked to stop"};
    HEDDLE_TRY(pass_tick(*world_, scheduler));
  }
  return {};
}

Status Simulation::adjust(const Scenario& scenario) {
  HEDDLE_TRY(check(scenario));
  Scenario adjusted = world_->scenario;
  adjusted.food.growth = scenario.food.growth;
  adjusted.steering = scenario.steering;
  adjusted.economy = scenario.economy;
  adjusted.combat = scenario.combat;
  adjusted.mating = scenario.mating;
  if (write_scenario(adjusted) != write_scenario(scenario)) {
    return {Code::invalid_argument,
            "only /steering, /economy, /combat, /mating and /food/growth can change while a "
            "simulation runs; begin another one for the rest"};
  }
  world_->scenario = std::move(adjusted);
  show(*world_, {0, world_->population.size});
  return {};
}

std::uint64_t Simulation::tick() const { return world_->tick; }
std::uint32_t Simulation::size() const {
  return static_cast<std::uint32_t>(world_->positions(world_->own).size());
}
const Scenario& Simulation::scenario() const { return world_->scenario; }
std::uint32_t Simulation::side() const { return world_->geometry.side; }
float Simulation::extent() const { return world_->geometry.extent; }
std::span<const std::int32_t> Simulation::food() const { return world_->food.view(); }
const Ledger& Simulation::ledger() const { return world_->ledger; }
const PhaseTimes& Simulation::times() const { return world_->times; }

Entities Simulation::entities() const {
  const Population& all = world_->population;
  const Range own = world_->positions(world_->own);
  const auto view = [own]<class T>(const Buffer<T>& array) {
    return array.view().subspan(own.begin, own.size());
  };
  const auto& genes = all.genes;
  return {.id = view(all.id),
          .x = view(all.x),
          .y = view(all.y),
          .vx = view(all.vx),
          .vy = view(all.vy),
          .energy = view(all.energy),
          .age = view(all.age),
          .lifespan = view(all.lifespan),
          .wander = view(all.wander),
          .tribe = view(all.tribe),
          .genes = {.max_speed = view(genes.max_speed),
                    .vision_range = view(genes.vision_range),
                    .metabolism = view(genes.metabolism),
                    .fecundity = view(genes.fecundity),
                    .aggression = view(genes.aggression),
                    .cohesion = view(genes.cohesion),
                    .food_selectivity = view(genes.food_selectivity),
                    .diet = view(genes.diet),
                    .field_of_view = view(genes.field_of_view)}};
}

std::vector<std::uint32_t> Simulation::census() const {
  std::vector<std::uint32_t> counts(world_->scenario.tribes.size());
  for (const std::uint32_t tribe : entities().tribe) ++counts[tribe];
  return counts;
}

std::uint64_t Simulation::bytes() const {
  std::uint64_t sum = 0;
  const auto add = [&sum]<class T>(const Buffer<T>& array) { sum += array.size() * sizeof(T); };
  const World& world = *world_;
  world.population.for_each_array(add);
  add(world.food), add(world.next_food), add(world.richness), add(world.cell_begin);
  add(world.menace), add(world.suitor), add(world.order), add(world.cell_of);
  add(world.next.x), add(world.next.y), add(world.next.vx), add(world.next.vy);
  const Intents& intents = world.intents;
  add(intents.aim), add(intents.strike), add(intents.damage), add(intents.events);
  return sum + world.menacing.bytes() + world.courting.bytes();
}

}  // namespace heddle::sim
