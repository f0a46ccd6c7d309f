#include "turnover.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>

#include "heredity.h"
#include "neighbors.h"
#include "random.h"

namespace heddle::sim {

namespace {

class Turnover {
 public:
  explicit Turnover(World& world)
      : world_(world), all_(world.population), intents_(world.intents) {}

  Status run() {
    world_.dead_slots.clear();
    world_.parents.clear();
    for (std::uint32_t row = 0; row < world_.geometry.side; ++row) {
      const RowOutcome& outcome = world_.outcomes[row];
      const auto [begin, end] = world_.row_positions(row);
      world_.ledger += outcome.ledger;
      for (std::uint32_t i = 0; i < outcome.dead; ++i) bury(intents_.events[begin + i]);
      for (std::uint32_t i = 1; i <= outcome.pairs; ++i) {
        world_.parents.push_back(intents_.events[end - i]);
      }
    }
    HEDDLE_TRY(bear_children());
    // From the last slot on, so that who takes the place of the dead is never dead.
    std::sort(world_.dead_slots.begin(), world_.dead_slots.end(), std::greater<>());
    for (const std::uint32_t slot : world_.dead_slots) all_.remove(slot);
    return {};
  }

 private:
  [[nodiscard]] std::uint32_t slot_of(std::uint32_t position) const {
    return world_.snapshot.slot[position];
  }
  [[nodiscard]] bool is_dead(std::uint32_t position) const { return intents_.damage[position] < 0; }

  void bury(std::uint32_t k) {
    const std::uint32_t slot = slot_of(k);
    std::int64_t rest = all_.energy[slot];
    if (intents_.damage[k] == Intents::k_killed) {
      const std::uint32_t winner = strongest_attacker(k);
      if (!is_dead(winner)) rest -= give_loot(all_.energy[slot], slot_of(winner));
    }
    world_.ledger.perished += rest;
    world_.dead_slots.push_back(slot);
  }

  /// Whose strike was the hardest; of equals, the lowest id.
  [[nodiscard]] std::uint32_t strongest_attacker(std::uint32_t k) const {
    std::uint32_t best = Intents::k_none;
    for_each_candidate(world_, k, [&](std::uint32_t j, float, float) {
      if (intents_.aim[j] != (k | Intents::k_attack)) return;
      if (best == Intents::k_none || intents_.strike[j] > intents_.strike[best] ||
          (intents_.strike[j] == intents_.strike[best] &&
           all_.id[slot_of(j)] < all_.id[slot_of(best)])) {
        best = j;
      }
    });
    return best;
  }

  /// Returns what the winner gets of the victim's `energy`.
  std::int64_t give_loot(std::int64_t energy, std::uint32_t winner) {
    const Combat& combat = world_.scenario.combat;
    const float carnivory = (1.0F + all_.genes[winner].diet) * 0.5F;
    const auto prey = static_cast<std::int64_t>(carnivory * static_cast<float>(combat.prey));
    const std::int64_t share = std::min<std::int64_t>(prey + combat.loot, 256);
    const std::int64_t room = std::max(world_.scenario.economy.most - all_.energy[winner], 0);
    const std::int64_t gain = std::min(energy * share / 256, room);
    all_.energy[winner] += static_cast<std::int32_t>(gain);
    world_.ledger.looted += gain;
    return gain;
  }

  Status bear_children() {
    const std::int32_t cost = world_.scenario.mating.cost;
    std::erase_if(world_.parents, [&](std::uint32_t k) {
      const std::uint32_t mate = intents_.aim[k];
      return is_dead(mate) || all_.energy[slot_of(k)] <= cost || all_.energy[slot_of(mate)] <= cost;
    });
    const auto births = static_cast<std::uint32_t>(world_.parents.size());
    if (births > all_.capacity() - all_.size) HEDDLE_TRY(grow(births));
    std::sort(world_.parents.begin(), world_.parents.end(), [&](std::uint32_t a, std::uint32_t b) {
      return all_.id[slot_of(a)] < all_.id[slot_of(b)];
    });
    for (const std::uint32_t k : world_.parents) bear(slot_of(k), slot_of(intents_.aim[k]));
    return {};
  }

  Status grow(std::uint32_t births) {
    const std::uint32_t needed = all_.size + births;
    if (needed > k_most_entities) {
      return {Code::out_of_memory, "the world would hold " + std::to_string(needed) +
                                       " entities; at most " + std::to_string(k_most_entities) +
                                       " fit: begin with fewer, or give them less food"};
    }
    // An eighth to spare keeps an entity below 150 bytes.
    return world_.reserve(std::min(needed + needed / 8, k_most_entities));
  }

  void bear(std::uint32_t mother, std::uint32_t father) {
    const Scenario& scenario = world_.scenario;
    const std::uint32_t child = all_.size++;
    const std::uint32_t id = world_.next_id++;
    const auto words = draw(scenario.seed, world_.tick, id, Purpose::newborn);
    const float space = scenario.steering.personal_space;
    const float x = world_.geometry.wrap(all_.x[mother] + to_signed_float(words[0]) * space);
    const float y = world_.geometry.wrap(all_.y[mother] + to_signed_float(words[1]) * space);
    const bool blocked = world_.is_barrier(x, y);
    all_.x[child] = blocked ? all_.x[mother] : x;
    all_.y[child] = blocked ? all_.y[mother] : y;
    all_.genes[child] = cross(scenario, world_.tick, id, all_.genes[mother], all_.genes[father]);
    // Not faster than its own genes allow.
    all_.vx[child] = 0;
    all_.vy[child] = 0;
    all_.energy[mother] -= scenario.mating.cost;
    all_.energy[father] -= scenario.mating.cost;
    all_.energy[child] = 2 * scenario.mating.cost;
    all_.id[child] = id;
    all_.age[child] = 0;
    all_.lifespan[child] = lifespan_of(scenario, words[2]);
    all_.wander[child] = words[3];
    all_.tribe[child] = all_.tribe[mother];
    all_.heritage[child] = heritage_of(all_.tribe[child], all_.lifespan[child], all_.genes[child]);
  }

  World& world_;
  Population& all_;
  Intents& intents_;
};

}  // namespace

Status turn_over(World& world) { return Turnover(world).run(); }

}  // namespace heddle::sim
