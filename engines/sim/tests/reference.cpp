#include "reference.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "behave.h"
#include "heredity.h"
#include "perceive.h"
#include "random.h"
#include "steer.h"

namespace heddle::sim {

bool operator==(const Being& a, const Being& b) {
  const auto same = [](float u, float v) { return std::memcmp(&u, &v, sizeof(u)) == 0; };
  return a.id == b.id && same(a.x, b.x) && same(a.y, b.y) && same(a.vx, b.vx) && same(a.vy, b.vy) &&
         a.energy == b.energy && a.age == b.age && a.lifespan == b.lifespan &&
         a.wander == b.wander && a.tribe == b.tribe &&
         std::memcmp(&a.genes, &b.genes, sizeof(Genes)) == 0;
}

std::vector<Being> beings_of(const Simulation& simulation) {
  const Entities all = simulation.entities();
  std::vector<Being> beings(all.id.size());
  for (std::size_t i = 0; i < beings.size(); ++i) {
    beings[i] = {all.id[i],     all.x[i],      all.y[i],    all.vx[i],
                 all.vy[i],     all.energy[i], all.age[i],  all.lifespan[i],
                 all.wander[i], all.tribe[i],  all.genes[i]};
  }
  std::sort(beings.begin(), beings.end(),
            [](const Being& a, const Being& b) { return a.id < b.id; });
  return beings;
}

Reference::Reference(const Simulation& simulation)
    : scenario_(simulation.scenario()),
      tick_(simulation.tick()),
      side_(simulation.side()),
      extent_(simulation.extent()),
      food_(simulation.food().begin(), simulation.food().end()),
      beings_(beings_of(simulation)) {
  const auto& terrain = scenario_.ground.terrain;
  for (std::uint32_t cell = 0; cell < side_ * side_; ++cell) {
    char mark = '9';
    if (!terrain.empty()) {
      const std::string& line = terrain[cell / side_ * terrain.size() / side_];
      mark = line[cell % side_ * line.size() / side_];
    }
    richness_.push_back(mark == '#' ? -1 : scenario_.food.capacity * (mark - '0') / 9);
  }
  next_id_ = scenario_.entities;
  for (const Being& being : beings_) next_id_ = std::max(next_id_, being.id + 1);
}

std::uint32_t Reference::column_of(float x) const {
  return static_cast<std::uint32_t>(std::floor(x / scenario_.ground.cell_size));
}
std::uint32_t Reference::cell_of(const Being& being) const {
  return column_of(being.y) * side_ + column_of(being.x);
}
bool Reference::is_barrier(float x, float y) const {
  return richness_[column_of(y) * side_ + column_of(x)] < 0;
}
float Reference::wrap(float x) const {
  if (x < 0) x += extent_;
  if (x >= extent_) x -= extent_;
  return x;
}
float Reference::menace(const Being& being) const {
  if (being.genes.aggression < scenario_.combat.hostility) return 0;
  return static_cast<float>(being.energy) * being.genes.aggression;
}
float Reference::hunger(const Being& being) const {
  const float whole = 1.0F / static_cast<float>(scenario_.economy.most);
  return std::clamp(1.0F - static_cast<float>(being.energy) * whole, 0.0F, 1.0F);
}
bool Reference::fertile(const Being& being) const {
  const float threshold = static_cast<float>(scenario_.mating.threshold);
  return static_cast<float>(being.energy) >= threshold * (1.5F - being.genes.fecundity) &&
         being.age >= scenario_.mating.maturity;
}

void Reference::sort() {
  before_ = beings_;
  cells_.assign(side_ * side_, {});
  for (std::uint32_t i = 0; i < before_.size(); ++i) cells_[cell_of(before_[i])].push_back(i);
}

/// The cells around it, row by row from the lower left, and in each by id.
template <class Visit>
void Reference::for_each_near(const Being& self, Visit&& visit) const {
  const int side = static_cast<int>(side_);
  const int column = static_cast<int>(column_of(self.x));
  const int row = static_cast<int>(column_of(self.y));
  for (int y = row - 1; y <= row + 1; ++y) {
    for (int x = column - 1; x <= column + 1; ++x) {
      const float shift_x = x < 0 ? -extent_ : x >= side ? extent_ : 0;
      const float shift_y = y < 0 ? -extent_ : y >= side ? extent_ : 0;
      const int cell = (y + side) % side * side + (x + side) % side;
      for (const std::uint32_t j : cells_[static_cast<std::size_t>(cell)]) {
        const Being& other = before_[j];
        visit(static_cast<int>(j), other, other.x - (self.x - shift_x),
              other.y - (self.y - shift_y));
      }
    }
  }
}

Reference::Mind Reference::perceive(const Being& self) const {
  Mind mind;
  const float space = scenario_.steering.personal_space;
  const float range = self.genes.vision_range;
  const float view = self.genes.field_of_view * std::fabs(self.genes.field_of_view);
  const float cone = view <= -1 ? -1e30F : view * (self.vx * self.vx + self.vy * self.vy);
  for_each_near(self, [&](int j, const Being& other, float ex, float ey) {
    const float squared = ex * ex + ey * ey;
    const float overlap = std::max(space * space - squared, 0.0F);
    mind.push_x -= ex * overlap;
    mind.push_y -= ey * overlap;
    const float dot = ex * self.vx + ey * self.vy;
    if (!(squared < range * range && dot * std::fabs(dot) >= cone * squared)) return;
    if (other.tribe == self.tribe) {
      mind.sum_vx += other.vx;
      mind.sum_vy += other.vy;
      mind.sum_x += ex;
      mind.sum_y += ey;
      mind.kin += 1;
      return;
    }
    const float daring = menace(self) * k_daring;
    if (menace(other) > daring) {
      const float weight = range * range - squared;
      mind.flee_x -= ex * weight;
      mind.flee_y -= ey * weight;
    }
    if (menace(other) < daring && squared < mind.prey_squared) {
      mind.prey = j;
      mind.prey_squared = squared;
    }
  });
  return mind;
}

void Reference::decide(const Being& self, Mind& mind) const {
  const Combat& combat = scenario_.combat;
  if (mind.prey >= 0 && mind.prey_squared < combat.reach * combat.reach) {
    const float aggression = self.genes.aggression;
    const float support = combat.support * std::min(mind.kin - 1, k_most_allies);
    if (aggression + support + hunger(self) >= combat.courage) {
      mind.victim = mind.prey;
      mind.strike = static_cast<int>(combat.strike * aggression * (1 + support));
      return;
    }
  }
  if (!fertile(self)) return;
  float nearest = scenario_.mating.reach * scenario_.mating.reach;
  for_each_near(self, [&](int j, const Being& other, float ex, float ey) {
    const float squared = ex * ex + ey * ey;
    if (other.id == self.id || !fertile(other) || squared >= nearest) return;
    if (other.tribe != self.tribe && !scenario_.mating.hybrids) return;
    nearest = squared;
    mind.mate = j;
  });
}

void Reference::move(Being& being, const Mind& mind) const {
  const Steering& how = scenario_.steering;
  const Genes& genes = being.genes;

  // Wandering and foraging.
  const auto stock = [&](std::uint32_t x, std::uint32_t y) {
    const std::int32_t there = food_[y % side_ * side_ + x % side_];
    const float worth = genes.food_selectivity * static_cast<float>(scenario_.food.capacity);
    return there >= static_cast<std::int32_t>(worth) ? there : 0;
  };
  const std::uint32_t column = column_of(being.x) + side_;
  const std::uint32_t row = column_of(being.y) + side_;
  const float pull = hunger(being) * ((1.0F - genes.diet) * 0.5F) * how.forage *
                     (1.0F / static_cast<float>(std::max(scenario_.food.capacity, 1)));
  float drive_x = to_signed_float(being.wander << 16) * how.wander +
                  static_cast<float>(stock(column + 1, row) - stock(column - 1, row)) * pull;
  float drive_y = to_signed_float(being.wander) * how.wander +
                  static_cast<float>(stock(column, row + 1) - stock(column, row - 1)) * pull;

  // Pursuit.
  if (mind.prey >= 0) {
    const Being& prey = before_[static_cast<std::size_t>(mind.prey)];
    const auto offset = [&](float from, float to) {
      const float e = to - from;
      if (e > extent_ / 2) return e - extent_;
      return e < -extent_ / 2 ? e + extent_ : e;
    };
    const float eagerness = genes.aggression * (0.25F + 0.75F * hunger(being));
    const float weight = eagerness * how.pursuit * (1.0F / scenario_.ground.cell_size);
    drive_x += (offset(being.x, prey.x) + prey.vx * k_lookahead) * weight;
    drive_y += (offset(being.y, prey.y) + prey.vy * k_lookahead) * weight;
  }

  const float kin = mind.kin > 0 ? mind.kin : 1;
  const float evasion = how.evasion / (scenario_.ground.cell_size * scenario_.ground.cell_size);
  const auto force = [&](float push, float sum_v, float v, float sum, float flee, float drive) {
    const float flock = (sum_v / kin - v) * how.alignment + sum / kin * how.cohesion;
    return ((push * how.separation + flock * genes.cohesion) + flee * evasion) + drive;
  };
  const auto shorten = [](float& x, float& y, float most) {
    const float squared = x * x + y * y;
    if (!(squared > most * most)) return;
    const float scale = most / std::sqrt(squared);
    x *= scale;
    y *= scale;
  };
  float fx = force(mind.push_x, mind.sum_vx, being.vx, mind.sum_x, mind.flee_x, drive_x);
  float fy = force(mind.push_y, mind.sum_vy, being.vy, mind.sum_y, mind.flee_y, drive_y);
  shorten(fx, fy, how.most_force);
  const float old_x = being.x;
  const float old_y = being.y;
  being.vx += fx;
  being.vy += fy;
  shorten(being.vx, being.vy, genes.max_speed);
  const float motion = (being.vx * being.vx + being.vy * being.vy) * scenario_.economy.motion;
  being.energy -= static_cast<std::int32_t>(motion);
  const auto displaced = [&](float push) {
    return std::clamp(push * k_push_share, -k_most_push, k_most_push);
  };
  being.x = wrap(being.x + being.vx + displaced(mind.push_x));
  being.y = wrap(being.y + being.vy + displaced(mind.push_y));
  if (!is_barrier(being.x, being.y)) return;
  if (!is_barrier(being.x, old_y)) {
    being.y = old_y, being.vy = 0;
  } else if (!is_barrier(old_x, being.y)) {
    being.x = old_x, being.vx = 0;
  } else {
    being.x = old_x, being.y = old_y, being.vx = 0, being.vy = 0;
  }
}

void Reference::pay(Being& being) const {
  const Genes& genes = being.genes;
  const Economy& economy = scenario_.economy;
  being.energy -= static_cast<std::int32_t>(economy.basal * genes.metabolism);
  being.energy -=
      static_cast<std::int32_t>(economy.vision * (genes.vision_range * genes.vision_range));
  ++being.age;
  if ((tick_ + being.id) % k_wander_ticks == 0) {
    being.wander = draw(scenario_.seed, tick_, being.id, Purpose::wander)[0];
  }
}

void Reference::graze() {
  for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
    std::vector<std::int64_t> claims;
    for (const std::uint32_t i : cells_[cell]) {
      const Being& being = beings_[i];
      const float worth =
          being.genes.food_selectivity * static_cast<float>(scenario_.food.capacity);
      const float bite = scenario_.economy.bite * ((1.0F - being.genes.diet) * 0.5F);
      const bool eats = food_[cell] >= static_cast<std::int32_t>(worth);
      claims.push_back(eats ? std::max(0, std::min(static_cast<std::int32_t>(bite),
                                                   scenario_.economy.most - being.energy))
                            : 0);
    }
    const std::int64_t total = std::accumulate(claims.begin(), claims.end(), std::int64_t{0});
    const float roots = static_cast<float>(richness_[cell]) * scenario_.food.roots;
    const std::int64_t stock = std::max(0, food_[cell] - static_cast<std::int32_t>(roots));
    std::vector<std::int64_t> gets = claims;
    if (total > stock) {
      std::int64_t rest = stock;
      for (std::size_t i = 0; i < claims.size(); ++i) rest -= gets[i] = stock * claims[i] / total;
      for (std::size_t i = 0; i < claims.size() && rest > 0; ++i) {
        if (claims[i] > 0) ++gets[i], --rest;
      }
    }
    for (std::size_t i = 0; i < gets.size(); ++i) {
      beings_[cells_[cell][i]].energy += static_cast<std::int32_t>(gets[i]);
      food_[cell] -= static_cast<std::int32_t>(gets[i]);
    }
    const std::int64_t most = richness_[cell];
    const std::int64_t left = food_[cell];
    if (left >= most || scenario_.food.growth == 0) continue;
    const std::int64_t grown = left * (most - left) / most * scenario_.food.growth / 1024;
    food_[cell] +=
        static_cast<std::int32_t>(std::max<std::int64_t>(1, std::min(grown, most - left)));
  }
}

void Reference::fight_and_die() {
  std::vector<std::int64_t> damage(beings_.size(), 0);
  std::vector<int> winner(beings_.size(), -1);
  for (std::size_t i = 0; i < minds_.size(); ++i) {
    if (minds_[i].victim < 0) continue;
    const auto victim = static_cast<std::size_t>(minds_[i].victim);
    damage[victim] += minds_[i].strike;
    int& best = winner[victim];
    if (best < 0 || minds_[i].strike > minds_[static_cast<std::size_t>(best)].strike) {
      best = static_cast<int>(i);
    }
  }
  std::vector<bool> dies(beings_.size());
  std::vector<bool> killed(beings_.size());
  for (std::size_t i = 0; i < beings_.size(); ++i) {
    Being& being = beings_[i];
    killed[i] = being.energy > 0 && being.energy <= damage[i];
    dies[i] = being.energy <= damage[i] || being.age >= being.lifespan;
    if (!dies[i]) being.energy -= static_cast<std::int32_t>(damage[i]);
  }
  for (std::size_t i = 0; i < beings_.size(); ++i) {
    if (!killed[i]) continue;
    const auto by = static_cast<std::size_t>(winner[i]);
    if (dies[by]) continue;
    Being& being = beings_[by];
    const float carnivory = (1.0F + being.genes.diet) * 0.5F;
    const int share =
        std::min(static_cast<int>(carnivory * static_cast<float>(scenario_.combat.prey)) +
                     scenario_.combat.loot,
                 256);
    const std::int64_t gain = std::int64_t{beings_[i].energy} * share / 256;
    being.energy = static_cast<std::int32_t>(std::max<std::int64_t>(
        being.energy, std::min<std::int64_t>(being.energy + gain, scenario_.economy.most)));
  }
  for (std::size_t i = 0; i < beings_.size(); ++i) {
    if (dies[i]) minds_[i].mate = k_dead;
  }
}

void Reference::mate() {
  const std::int32_t cost = scenario_.mating.cost;
  std::vector<Being> children;
  for (std::size_t i = 0; i < beings_.size(); ++i) {
    const auto mate = static_cast<std::size_t>(minds_[i].mate);
    if (minds_[i].mate < 0 || mate < i || minds_[mate].mate != static_cast<int>(i)) continue;
    Being& mother = beings_[i];
    Being& father = beings_[mate];
    if (mother.energy <= cost || father.energy <= cost) continue;
    mother.energy -= cost;
    father.energy -= cost;
    const std::uint32_t id = next_id_++;
    const auto words = draw(scenario_.seed, tick_, id, Purpose::newborn);
    const float space = scenario_.steering.personal_space;
    Being child{};
    child.id = id;
    child.x = wrap(mother.x + to_signed_float(words[0]) * space);
    child.y = wrap(mother.y + to_signed_float(words[1]) * space);
    if (is_barrier(child.x, child.y)) child.x = mother.x, child.y = mother.y;
    child.energy = 2 * cost;
    child.lifespan = lifespan_of(scenario_, words[2]);
    child.wander = words[3];
    child.tribe = mother.tribe;
    child.genes = cross(scenario_, tick_, id, mother.genes, father.genes);
    children.push_back(child);
  }
  std::vector<Being> next;
  for (std::size_t i = 0; i < beings_.size(); ++i) {
    if (minds_[i].mate != k_dead) next.push_back(beings_[i]);
  }
  next.insert(next.end(), children.begin(), children.end());
  beings_ = next;
}

void Reference::step() {
  sort();
  minds_.clear();
  for (const Being& self : before_) {
    minds_.push_back(perceive(self));
    decide(self, minds_.back());
  }
  for (std::size_t i = 0; i < beings_.size(); ++i) {
    move(beings_[i], minds_[i]);
    pay(beings_[i]);
  }
  graze();
  fight_and_die();
  mate();
  ++tick_;
}

}  // namespace heddle::sim
