#include "behave.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <span>
#include <utility>

#include "heddle/runtime/parallel.h"

#include "graze.h"
#include "perceive.h"
#include "random.h"
#include "steer.h"
#include "urges.h"

namespace heddle::sim {

namespace {

// No sum of damage is larger, so that it cannot overflow; cutting off commutes with adding.
constexpr std::int32_t k_most_damage = 1 << 30;

/// One row of cells.
class Row {
 public:
  Row(World& world, std::uint32_t row, RowScratch& scratch)
      : world_(world),
        all_(world.population),
        s_(scratch),
        row_(row),
        first_(static_cast<std::uint32_t>(world.row_positions(row).begin)),
        end_(static_cast<std::uint32_t>(world.row_positions(row).end)) {}

  void behave(Ledger& ledger) {
    feel_urges(world_, row_, s_);
    perceive(world_, row_, s_);
    for (std::uint32_t k = first_; k < end_; ++k) {
      if (s_.prey[k - first_] >= 0) pursue(k);
    }
    steer(world_, row_, s_, ledger);
    if (world_.has_barriers) stop_at_barriers();
    for (std::uint32_t k = first_; k < end_; ++k) {
      stray(k);
      intend(k);
    }
    claim_food(world_, row_, s_);
    for (std::uint32_t column = 0; column < world_.geometry.side; ++column) {
      graze_cell(row_ * world_.geometry.side + column, ledger);
    }
  }

 private:
  /// From one place to the other, the short way around the world.
  [[nodiscard]] float offset(float from, float to) const {
    const float half = world_.geometry.extent * 0.5F;
    const float e = to - from;
    return e > half ? e - world_.geometry.extent : e < -half ? e + world_.geometry.extent : e;
  }

  /// Steers to where the prey will be.
  void pursue(std::uint32_t k) {
    const std::uint32_t at = k - first_;
    const auto j = static_cast<std::uint32_t>(s_.prey[at]);
    const float x = offset(all_.x[k], all_.x[j]) + all_.vx[j] * k_lookahead;
    const float y = offset(all_.y[k], all_.y[j]) + all_.vy[j] * k_lookahead;
    const float eagerness = all_.genes.aggression[k] * (0.25F + 0.75F * s_.hunger[at]);
    const float weight =
        eagerness * world_.scenario.steering.pursuit * world_.geometry.inverse_cell;
    s_.drive_x[at] += x * weight;
    s_.drive_y[at] += y * weight;
  }

  /// A barrier stops the part of the motion that leads into it.
  void stop_at_barriers() {
    Motion& next = world_.next;
    for (std::uint32_t k = first_; k < end_; ++k) {
      if (!world_.is_barrier(next.x[k], next.y[k])) continue;
      if (!world_.is_barrier(next.x[k], all_.y[k])) {
        next.y[k] = all_.y[k], next.vy[k] = 0;
      } else if (!world_.is_barrier(all_.x[k], next.y[k])) {
        next.x[k] = all_.x[k], next.vx[k] = 0;
      } else {
        next.x[k] = all_.x[k], next.vx[k] = 0, next.y[k] = all_.y[k], next.vy[k] = 0;
      }
    }
  }

  void stray(std::uint32_t k) {
    const std::uint32_t id = all_.id[k];
    if ((world_.tick + id) % k_wander_ticks == 0) {
      all_.wander[k] = draw(world_.scenario.seed, world_.tick, id, Purpose::wander)[0];
    }
  }

  void intend(std::uint32_t k) {
    const std::uint32_t at = k - first_;
    if (s_.prey[at] >= 0 && attack(k)) return;
    if (s_.mate[at] >= 0) world_.intents.aim[k] = static_cast<std::uint32_t>(s_.mate[at]);
  }

  /// False when the prey is too far, or it lacks courage.
  bool attack(std::uint32_t k) {
    const std::uint32_t at = k - first_;
    const Combat& combat = world_.scenario.combat;
    if (!(s_.prey_squared[at] < combat.reach * combat.reach)) return false;
    const float aggression = all_.genes.aggression[k];
    const float support = combat.support * std::min(s_.kin[at] - 1, k_most_allies);
    if (!(aggression + support + s_.hunger[at] >= combat.courage)) return false;
    const auto victim = static_cast<std::uint32_t>(s_.prey[at]);
    const auto strike = static_cast<std::int32_t>(combat.strike * aggression * (1 + support));
    world_.intents.aim[k] = victim | Intents::k_attack;
    world_.intents.strike[k] = strike;
    add_damage(world_.intents.damage[victim], strike);
    return true;
  }

  void graze_cell(std::uint32_t cell, Ledger& ledger) {
    const std::uint32_t begin = world_.cell_begin[cell];
    const std::uint32_t end = world_.cell_begin[cell + 1];
    const std::span<std::int32_t> claims = s_.claim.subspan(begin - first_, end - begin);
    std::int32_t stock = world_.food[cell];
    const std::int32_t most = world_.richness[cell];
    const std::int32_t eaten = share_stock(edible(stock, most, world_.scenario.food), claims);
    for (std::uint32_t k = begin; k < end; ++k) all_.energy[k] += claims[k - begin];
    stock -= eaten;
    const std::int32_t grown = regrowth(stock, most, world_.scenario.food.growth);
    world_.next_food[cell] = stock + grown;
    ledger.grazed += eaten;
    ledger.grown += grown;
  }

  World& world_;
  Population& all_;
  RowScratch& s_;
  std::uint32_t row_;
  std::uint32_t first_;
  std::uint32_t end_;
};

}  // namespace

void add_damage(std::int32_t& sum, std::int32_t damage) {
  std::atomic_ref<std::int32_t> shared(sum);
  std::int32_t seen = shared.load(std::memory_order_relaxed);
  while (!shared.compare_exchange_weak(seen, std::min(seen + damage, k_most_damage),
                                       std::memory_order_relaxed)) {
  }
}

Status behave(World& world, Scheduler& scheduler) {
  HEDDLE_TRY(
      parallel_for(scheduler, {world.own.begin, world.own.end}, 1,
                   [&](Range rows, std::uint32_t lane) -> Status {
                     const auto row = static_cast<std::uint32_t>(rows.begin);
                     ArenaScope scope(scheduler.scratch(lane));
                     RowScratch scratch;
                     if (!scratch.allocate(scope, world.row_positions(row).size())) {
                       return {Code::out_of_memory, "there is no memory for a row of the world"};
                     }
                     Ledger ledger;
                     Row(world, row, scratch).behave(ledger);
                     world.outcomes[row].ledger = ledger;
                     return {};
                   }));
  std::swap(world.food, world.next_food);
  return {};
}

}  // namespace heddle::sim
