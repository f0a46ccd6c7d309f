#include "heddle/sim/domain.h"

#include <algorithm>
#include <string>
#include <utility>

#include "heddle/runtime/trace.h"

#include "behave.h"
#include "borders.h"
#include "create.h"
#include "crossing.h"
#include "letter.h"
#include "load.h"
#include "resolve.h"
#include "snapshot_format.h"
#include "sort.h"
#include "turnover.h"
#include "world.h"

namespace heddle::sim {

namespace {

enum class Stage : std::uint32_t { act, resolve, turn_over, arrive };

Status check_place(std::uint32_t index, std::uint32_t count, std::uint32_t rows) {
  if (count < 1 || count > std::min(rows, Domain::k_most_domains)) {
    return {Code::invalid_argument, "this world can have 1 to " +
                                        std::to_string(std::min(rows, Domain::k_most_domains)) +
                                        " domains, not " + std::to_string(count)};
  }
  if (index >= count) {
    return {Code::invalid_argument,
            "there is no domain " + std::to_string(index) + " of " + std::to_string(count)};
  }
  return {};
}

}  // namespace

struct Domain::State {
  Simulation simulation;
  World& world;
  std::uint32_t index;
  Cost cost;
  Stage stage = Stage::act;
  Borders borders;
  Load load;
  Outbox outbox;
  std::vector<std::vector<std::uint8_t>> inbox;
  std::uint64_t busy = 0;  ///< nanoseconds of this tick

  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(inbox.size()); }

  State(Simulation made, World& of, std::uint32_t place, Borders strips, Cost how)
      : simulation(std::move(made)),
        world(of),
        index(place),
        cost(how),
        borders(std::move(strips)),
        load(world.geometry.side, static_cast<std::uint32_t>(borders.size()) - 1),
        outbox(static_cast<std::uint32_t>(borders.size()) - 1),
        inbox(borders.size() - 1) {}

  Crossing crossing() { return {world, borders, index, outbox, inbox}; }

  Status act(Scheduler& scheduler) {
    world.ledger = {};
    HEDDLE_TRY(behave(world, scheduler));
    crossing().send_intents();
    return {};
  }

  Status resolve_all(Scheduler& scheduler) {
    HEDDLE_TRY(crossing().receive_intents());
    HEDDLE_TRY(resolve(world, scheduler));
    reckon(world);
    crossing().send_outcomes();
    load.send(world, index, cost == Cost::time ? &busy : nullptr, outbox);
    busy = 0;
    return {};
  }

  Status turn_all_over(Scheduler& scheduler) {
    HEDDLE_TRY(crossing().receive_loot());
    HEDDLE_TRY(crossing().bear_children(scheduler));
    move_on(world);
    HEDDLE_TRY(load.receive(inbox, index));
    const Rows before = world.own;
    borders = load.balance(borders);
    world.own = {borders[index], borders[index + 1]};
    crossing().depart(before);
    return {};
  }

  Status arrive(Scheduler& scheduler) {
    HEDDLE_TRY(crossing().arrive());
    return sort_into_cells(world, scheduler);
  }

  /// The time of each stage, without the wait for letters.
  std::uint64_t& time_of(Stage of) const {
    switch (of) {
      case Stage::act: return world.times.behave;
      case Stage::resolve: return world.times.resolve;
      case Stage::turn_over: return world.times.turnover;
      case Stage::arrive: break;
    }
    return world.times.sort;
  }

  Status run(Scheduler& scheduler) {
    const Stage now = stage;
    stage = static_cast<Stage>((static_cast<std::uint32_t>(now) + 1) % k_advances);
    switch (now) {
      case Stage::act: return act(scheduler);
      case Stage::resolve: return resolve_all(scheduler);
      case Stage::turn_over: return turn_all_over(scheduler);
      case Stage::arrive: return arrive(scheduler);
    }
    return {};
  }
};

Domain::Domain(std::unique_ptr<State> state) : state_(std::move(state)) {}
Domain::Domain(Domain&&) noexcept = default;
Domain& Domain::operator=(Domain&&) noexcept = default;
Domain::~Domain() = default;

Result<Domain> Domain::create(const Scenario& scenario, std::uint32_t index, std::uint32_t count,
                              Cost cost, const Making& making) {
  HEDDLE_TRY(check(scenario));
  auto world = std::make_unique<World>();
  world->scenario = scenario;
  const std::uint32_t rows = geometry_of(scenario).side;
  HEDDLE_TRY(check_place(index, count, rows));
  Borders borders = even_borders(rows, count);
  HEDDLE_TRY(create_world(*world, {borders[index], borders[index + 1]}, making));
  World& kept = *world;
  return Domain(
      std::make_unique<State>(Simulation(std::move(world)), kept, index, std::move(borders), cost));
}

Result<Domain> Domain::restore(ByteView snapshot, std::uint32_t index, std::uint32_t count,
                               Cost cost, const Making& making) {
  auto world = std::make_unique<World>();
  Borders borders;
  const auto choose = [&](std::uint32_t rows, Rows& own) -> Status {
    HEDDLE_TRY(check_place(index, count, rows));
    borders = even_borders(rows, count);
    own = {borders[index], borders[index + 1]};
    return {};
  };
  HEDDLE_TRY(read_snapshot(snapshot, *world, choose, making));
  World& kept = *world;
  return Domain(
      std::make_unique<State>(Simulation(std::move(world)), kept, index, std::move(borders), cost));
}

Status Domain::advance(Scheduler& scheduler) {
  State& state = *state_;
  const Stage stage = state.stage;
  const std::uint64_t begin = Trace::now();
  state.outbox.clear();
  HEDDLE_TRY(state.run(scheduler));
  for (std::vector<std::uint8_t>& letter : state.inbox) letter.clear();
  const std::uint64_t time = Trace::now() - begin;
  state.time_of(stage) = time;
  state.busy += time;
  if (state.outbox.failed()) {
    return {Code::out_of_memory, "there is no memory for letters between domains"};
  }
  return {};
}

bool Domain::between_ticks() const { return state_->stage == Stage::act; }

ByteView Domain::letter(std::uint32_t to) const {
  return to < state_->count() ? state_->outbox.letter(to) : ByteView();
}

Status Domain::deliver(std::uint32_t from, ByteView letter) {
  if (from >= state_->count() || from == state_->index) {
    return {Code::invalid_argument, "domain " + std::to_string(state_->index) +
                                        " gets no letters from domain " + std::to_string(from)};
  }
  state_->inbox[from].assign(letter.begin(), letter.end());
  return {};
}

const Simulation& Domain::part() const { return state_->simulation; }
std::uint32_t Domain::first_row() const { return state_->world.own.begin; }
std::uint32_t Domain::end_row() const { return state_->world.own.end; }
double Domain::imbalance() const { return state_->load.imbalance_of(state_->borders); }
const std::array<Traffic, k_topics.size()>& Domain::traffic() const {
  return state_->outbox.traffic();
}

Status Domain::adjust(const Scenario& scenario) { return state_->simulation.adjust(scenario); }

Status Domain::snapshot(ByteWriter& out) const {
  if (state_->index == 0) write_snapshot_head(state_->world, state_->count(), out);
  write_snapshot_part(state_->world, out);
  if (out.failed()) return {Code::out_of_memory, "there is not enough memory for a snapshot"};
  return {};
}

}  // namespace heddle::sim
