#include "behave.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>

#include "heddle/runtime/parallel.h"

#include "graze.h"
#include "neighbors.h"
#include "perceive.h"
#include "random.h"
#include "steer.h"

namespace heddle::sim {

namespace {

// No sum of damage is larger, so that it cannot overflow; cutting off commutes with adding.
constexpr std::int32_t k_most_damage = 1 << 30;

void add_damage(std::int32_t& sum, std::int32_t damage) {
  std::atomic_ref<std::int32_t> shared(sum);
  std::int32_t seen = shared.load(std::memory_order_relaxed);
  while (!shared.compare_exchange_weak(seen, std::min(seen + damage, k_most_damage),
                                       std::memory_order_relaxed)) {
  }
}

/// One row of cells.
class Row {
 public:
  Row(World& world, std::uint32_t row, RowScratch& scratch)
      : world_(world),
        all_(world.population),
        seen_(world.snapshot),
        s_(scratch),
        row_(row),
        first_(static_cast<std::uint32_t>(world.row_positions(row).begin)),
        end_(static_cast<std::uint32_t>(world.row_positions(row).end)) {}

  void behave(Ledger& ledger) {
    const std::uint32_t side = world_.geometry.side;
    for (std::uint32_t column = 0; column < side; ++column) prepare_cell(column);
    clear_padding();
    perceive(world_, row_, s_);
    for (std::uint32_t k = first_; k < end_; ++k) {
      if (s_.prey[k - first_] >= 0) pursue(k);
    }
    steer(world_, row_, s_);
    for (std::uint32_t column = 0; column < side; ++column) {
      const std::uint32_t cell = row_ * side + column;
      for (std::uint32_t k = seen_.cell_begin[cell]; k < seen_.cell_begin[cell + 1]; ++k) {
        move(k);
        pay(k, ledger);
        intend(k);
        claim(k, cell);
      }
      graze_cell(cell, ledger);
    }
  }

 private:
  void prepare_cell(std::uint32_t column) {
    const Geometry& geometry = world_.geometry;
    const std::uint32_t side = geometry.side;
    const std::uint32_t cell = row_ * side + column;
    const std::int32_t* food = world_.food.data();
    const std::int32_t right = food[row_ * side + geometry.next(column)];
    const std::int32_t left = food[row_ * side + geometry.previous(column)];
    const std::int32_t above = food[geometry.next(row_) * side + column];
    const std::int32_t below = food[geometry.previous(row_) * side + column];
    const Scenario& rules = world_.scenario;
    const float whole = 1.0F / static_cast<float>(rules.economy.most);
    const float stock = 1.0F / static_cast<float>(std::max(rules.food.capacity, 1));
    for (std::uint32_t k = seen_.cell_begin[cell]; k < seen_.cell_begin[cell + 1]; ++k) {
      const std::uint32_t slot = seen_.slot[k];
      const std::uint32_t at = k - first_;
      const Genes& genes = all_.genes[slot];
      s_.vision[at] = genes.vision_range * genes.vision_range;
      s_.cone[at] = genes.field_of_view * std::fabs(genes.field_of_view);
      s_.cohesion[at] = genes.cohesion;
      s_.max_speed[at] = genes.max_speed;
      const float lack = 1.0F - static_cast<float>(all_.energy[slot]) * whole;
      const float hunger = lack > 0 ? (lack < 1 ? lack : 1.0F) : 0.0F;
      s_.hunger[at] = hunger;
      // What is not worth eating does not attract.
      const std::int32_t worth = worth_eating(genes, rules.food);
      const auto worthy = [worth](std::int32_t food_there) {
        return food_there >= worth ? food_there : 0;
      };
      const float pull = hunger * herbivory(genes) * rules.steering.forage * stock;
      const std::uint32_t word = all_.wander[slot];
      const float stray_x = to_signed_float(word << 16) * rules.steering.wander;
      const float stray_y = to_signed_float(word) * rules.steering.wander;
      s_.drive_x[at] = stray_x + static_cast<float>(worthy(right) - worthy(left)) * pull;
      s_.drive_y[at] = stray_y + static_cast<float>(worthy(above) - worthy(below)) * pull;
    }
  }

  // What lies behind the row takes part in vectors; it should not be garbage.
  void clear_padding() {
    const std::uint32_t size = end_ - first_;
    for (std::span<float> array :
         {s_.vision, s_.cone, s_.cohesion, s_.max_speed, s_.hunger, s_.drive_x, s_.drive_y}) {
      std::fill_n(array.begin() + size, k_padding, 0.0F);
    }
  }

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
    const float x = offset(seen_.x[k], seen_.x[j]) + seen_.vx[j] * k_lookahead;
    const float y = offset(seen_.y[k], seen_.y[j]) + seen_.vy[j] * k_lookahead;
    const float aggression = all_.genes[seen_.slot[k]].aggression;
    const float eagerness = aggression * (0.25F + 0.75F * s_.hunger[at]);
    const float weight =
        eagerness * world_.scenario.steering.pursuit * world_.geometry.inverse_cell;
    s_.drive_x[at] += x * weight;
    s_.drive_y[at] += y * weight;
  }

  /// A barrier stops the part of the motion that leads into it.
  void move(std::uint32_t k) {
    const std::uint32_t slot = seen_.slot[k];
    const std::uint32_t at = k - first_;
    float x = s_.x[at];
    float y = s_.y[at];
    float vx = s_.vx[at];
    float vy = s_.vy[at];
    if (world_.is_barrier(x, y)) {
      if (!world_.is_barrier(x, seen_.y[k])) {
        y = seen_.y[k], vy = 0;
      } else if (!world_.is_barrier(seen_.x[k], y)) {
        x = seen_.x[k], vx = 0;
      } else {
        x = seen_.x[k], y = seen_.y[k], vx = 0, vy = 0;
      }
    }
    all_.x[slot] = x, all_.y[slot] = y, all_.vx[slot] = vx, all_.vy[slot] = vy;
    const std::uint32_t id = all_.id[slot];
    if ((world_.tick + id) % k_wander_ticks == 0) {
      all_.wander[slot] = draw(world_.scenario.seed, world_.tick, id, Purpose::wander)[0];
    }
  }

  void pay(std::uint32_t k, Ledger& ledger) {
    const std::uint32_t slot = seen_.slot[k];
    const Genes& genes = all_.genes[slot];
    const Economy& economy = world_.scenario.economy;
    const auto basal = static_cast<std::int32_t>(economy.basal * genes.metabolism);
    const auto vision = static_cast<std::int32_t>(economy.vision * s_.vision[k - first_]);
    const std::int32_t motion = s_.motion_cost[k - first_];
    all_.energy[slot] -= basal + vision + motion;
    ++all_.age[slot];
    ledger.basal += basal;
    ledger.vision += vision;
    ledger.motion += motion;
  }

  void intend(std::uint32_t k) {
    const std::uint32_t at = k - first_;
    const Combat& combat = world_.scenario.combat;
    if (s_.prey[at] >= 0 && s_.prey_squared[at] < combat.reach * combat.reach) {
      const float aggression = all_.genes[seen_.slot[k]].aggression;
      const float support = combat.support * std::min(s_.kin[at] - 1, k_most_allies);
      if (aggression + support + s_.hunger[at] >= combat.courage) {
        const auto victim = static_cast<std::uint32_t>(s_.prey[at]);
        const auto strike = static_cast<std::int32_t>(combat.strike * aggression * (1 + support));
        world_.intents.aim[k] = victim | Intents::k_attack;
        world_.intents.strike[k] = strike;
        add_damage(world_.intents.damage[victim], strike);
        return;
      }
    }
    if (seen_.fertile[k] != 0) world_.intents.aim[k] = nearest_mate(k);
  }

  [[nodiscard]] std::uint32_t nearest_mate(std::uint32_t k) const {
    const Mating& mating = world_.scenario.mating;
    std::uint32_t mate = Intents::k_none;
    float nearest = mating.reach * mating.reach;
    for_each_candidate(world_, k, [&](std::uint32_t j, float ex, float ey) {
      if (seen_.fertile[j] == 0 || j == k) return;
      if (seen_.tribe[j] != seen_.tribe[k] && !mating.hybrids) return;
      const float squared = ex * ex + ey * ey;
      if (!(squared < nearest)) return;
      nearest = squared;
      mate = j;
    });
    return mate;
  }

  void claim(std::uint32_t k, std::uint32_t cell) {
    const std::uint32_t slot = seen_.slot[k];
    s_.claim[k - first_] = claim_of(all_.genes[slot], all_.energy[slot], world_.food[cell],
                                    world_.scenario.food, world_.scenario.economy);
  }

  void graze_cell(std::uint32_t cell, Ledger& ledger) {
    const std::uint32_t begin = seen_.cell_begin[cell];
    const std::uint32_t end = seen_.cell_begin[cell + 1];
    const std::span<std::int32_t> claims = s_.claim.subspan(begin - first_, end - begin);
    std::int32_t stock = world_.food[cell];
    const std::int32_t most = world_.richness[cell];
    const std::int32_t eaten = share_stock(edible(stock, most, world_.scenario.food), claims);
    for (std::uint32_t k = begin; k < end; ++k) {
      all_.energy[seen_.slot[k]] += claims[k - begin];
    }
    stock -= eaten;
    const std::int32_t grown = regrowth(stock, most, world_.scenario.food.growth);
    world_.next_food[cell] = stock + grown;
    ledger.grazed += eaten;
    ledger.grown += grown;
  }

  World& world_;
  Population& all_;
  const Snapshot& seen_;
  RowScratch& s_;
  std::uint32_t row_;
  std::uint32_t first_;
  std::uint32_t end_;
};

}  // namespace

Status behave(World& world, Scheduler& scheduler) {
  HEDDLE_TRY(parallel_for(
      scheduler, {0, world.geometry.side}, 1, [&](Range rows, std::uint32_t lane) -> Status {
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
