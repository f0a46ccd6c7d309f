#include "turnover.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "heddle/runtime/parallel.h"

#include "heredity.h"
#include "neighbors.h"
#include "random.h"

namespace heddle::sim {

namespace {

bool is_gone(const World& world, std::uint32_t k) { return world.intents.damage[k] < 0; }

/// Whose strike was the hardest; of equals, the lowest id.
std::uint32_t strongest_attacker(const World& world, std::uint32_t k) {
  const Intents& intents = world.intents;
  const Population& all = world.population;
  std::uint32_t best = Intents::k_none;
  for_each_candidate(world, k, [&](std::uint32_t j) {
    if (intents.aim[j] != (k | Intents::k_attack)) return;
    if (best == Intents::k_none || intents.strike[j] > intents.strike[best] ||
        (intents.strike[j] == intents.strike[best] && all.id[j] < all.id[best])) {
      best = j;
    }
  });
  return best;
}

void bury(World& world, std::uint32_t k) {
  const std::int32_t energy = world.population.energy[k];
  world.ledger.perished += energy;
  if (world.intents.damage[k] != Intents::k_killed) return;
  const std::uint32_t winner = strongest_attacker(world, k);
  if (!world.owns_position(winner)) {
    world.abroad.loot.push_back({winner, energy});
  } else {
    loot(world, winner, energy);
  }
}

/// `k` would mate with the one it aims at, which would too.
void couple(World& world, std::uint32_t k) {
  const std::int32_t cost = world.scenario.mating.cost;
  const std::int32_t* energy = world.population.energy.data();
  const std::uint32_t mate = world.intents.aim[k];
  // Parents take no loot, so that this is all that their energy depends on.
  const bool ready = energy[k] > cost;
  if (!world.owns_position(mate)) {
    world.abroad.couples.push_back({k, mate, ready});
  } else if (ready && !is_gone(world, mate) && energy[mate] > cost) {
    world.parents.push_back(k);
  }
}

void bear_one(World& world, const Birth& birth, std::uint32_t child) {
  const auto [mother, father, id] = birth;
  const Scenario& scenario = world.scenario;
  Population& all = world.population;
  Motion& next = world.next;
  const auto words = draw(scenario.seed, world.tick, id, Purpose::newborn);
  const float space = scenario.steering.personal_space;
  const float x = world.geometry.wrap(next.x[mother] + to_signed_float(words[0]) * space);
  const float y = world.geometry.wrap(next.y[mother] + to_signed_float(words[1]) * space);
  const bool blocked = world.is_barrier(x, y);
  next.x[child] = blocked ? next.x[mother] : x;
  next.y[child] = blocked ? next.y[mother] : y;
  // Not faster than its own genes allow.
  next.vx[child] = 0;
  next.vy[child] = 0;
  all.energy[mother] -= scenario.mating.cost;
  all.energy[father] -= scenario.mating.cost;
  all.energy[child] = 2 * scenario.mating.cost;
  all.id[child] = id;
  all.age[child] = 0;
  all.lifespan[child] = lifespan_of(scenario, words[2]);
  all.wander[child] = words[3];
  all.tribe[child] = all.tribe[mother];
  const Genes genes = cross(scenario, world.tick, id, all.genes[mother], all.genes[father]);
  all.genes.set(child, genes);
  all.heritage[child] = heritage_of(all.tribe[child], all.lifespan[child], genes);
  world.intents.damage[child] = 0;
}

}  // namespace

void loot(World& world, std::uint32_t winner, std::int32_t energy) {
  if (is_gone(world, winner)) return;
  const Combat& combat = world.scenario.combat;
  Population& all = world.population;
  const float carnivory = (1.0F + all.genes.diet[winner]) * 0.5F;
  const auto prey = static_cast<std::int64_t>(carnivory * static_cast<float>(combat.prey));
  const std::int64_t share = std::min<std::int64_t>(prey + combat.loot, 256);
  const std::int64_t room = std::max(world.scenario.economy.most - all.energy[winner], 0);
  const std::int64_t gain = std::min(energy * share / 256, room);
  all.energy[winner] += static_cast<std::int32_t>(gain);
  world.ledger.looted += gain;
  world.ledger.perished -= gain;
}

void reckon(World& world) {
  world.parents.clear();
  world.abroad.loot.clear();
  world.abroad.couples.clear();
  const std::uint32_t* events = world.intents.events.data();
  for (std::uint32_t row = world.own.begin; row < world.own.end; ++row) {
    const RowOutcome& outcome = world.outcomes[row];
    const auto [begin, end] = world.row_positions(row);
    world.ledger += outcome.ledger;
    for (std::uint32_t i = 0; i < outcome.dead; ++i) bury(world, events[begin + i]);
    for (std::uint32_t i = 1; i <= outcome.pairs; ++i) couple(world, events[end - i]);
  }
}

Status bear(World& world, Scheduler& scheduler, std::span<const Birth> births) {
  HEDDLE_TRY(world.make_room(static_cast<std::uint32_t>(births.size())));
  const std::uint32_t size = world.population.size;
  constexpr std::size_t k_grain = 16;
  HEDDLE_TRY(parallel_for(scheduler, {0, births.size()}, k_grain, [&](Range some, std::uint32_t) {
    for (std::size_t i = some.begin; i < some.end; ++i) {
      bear_one(world, births[i], size + static_cast<std::uint32_t>(i));
    }
  }));
  world.population.size += static_cast<std::uint32_t>(births.size());
  return {};
}

void move_on(World& world) {
  std::swap(world.population.x, world.next.x);
  std::swap(world.population.y, world.next.y);
  std::swap(world.population.vx, world.next.vx);
  std::swap(world.population.vy, world.next.vy);
  ++world.tick;
}

Status turn_over(World& world, Scheduler& scheduler) {
  reckon(world);
  const std::uint32_t* id = world.population.id.data();
  std::sort(world.parents.begin(), world.parents.end(),
            [id](std::uint32_t a, std::uint32_t b) { return id[a] < id[b]; });
  std::vector<Birth>& births = world.births;
  births.clear();
  for (const std::uint32_t mother : world.parents) {
    births.push_back({mother, world.intents.aim[mother], world.next_id++});
  }
  HEDDLE_TRY(bear(world, scheduler, births));
  move_on(world);
  return {};
}

}  // namespace heddle::sim
