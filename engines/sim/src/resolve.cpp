#include "resolve.h"

#include <cstdint>

#include "heddle/runtime/parallel.h"

namespace heddle::sim {

namespace {

void resolve_row(World& world, std::uint32_t row) {
  Population& all = world.population;
  Intents& intents = world.intents;
  const auto [begin, end] = world.row_positions(row);
  RowOutcome& outcome = world.outcomes[row];
  std::uint32_t* dead = intents.events.data() + begin;
  std::uint32_t* pairs = intents.events.data() + end;
  for (std::size_t i = begin; i < end; ++i) {
    const auto k = static_cast<std::uint32_t>(i);
    const std::int32_t damage = intents.damage[k];
    const std::int32_t energy = all.energy[k];
    if (energy <= damage || all.age[k] >= all.lifespan[k]) {
      const bool killed = energy > 0 && energy <= damage;
      intents.damage[k] = killed ? Intents::k_killed : Intents::k_gone;
      *dead++ = k;
      continue;
    }
    all.energy[k] -= damage;
    outcome.ledger.wounds += damage;
    const std::uint32_t mate = intents.aim[k];
    if (mate == Intents::k_none || (mate & Intents::k_attack) != 0) continue;
    if (intents.aim[mate] != k) continue;
    if (all.id[k] < all.id[mate] || !world.owns_position(mate)) *--pairs = k;
  }
  outcome.dead = static_cast<std::uint32_t>(dead - (intents.events.data() + begin));
  outcome.pairs = static_cast<std::uint32_t>(intents.events.data() + end - pairs);
}

}  // namespace

Status resolve(World& world, Scheduler& scheduler) {
  return parallel_for(scheduler, {world.own.begin, world.own.end}, 1,
                      [&](Range rows, std::uint32_t) {
                        resolve_row(world, static_cast<std::uint32_t>(rows.begin));
                      });
}

}  // namespace heddle::sim
