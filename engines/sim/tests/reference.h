#pragma once

#include <cstdint>
#include <vector>

#include "heddle/sim/simulation.h"

namespace heddle::sim {

/// One entity, all of it.
struct Being {
  std::uint32_t id;
  float x, y, vx, vy;
  std::int32_t energy;
  std::uint32_t age, lifespan, wander;
  std::uint32_t tribe;
  Genes genes;

  friend bool operator==(const Being& a, const Being& b);
};

/// All entities in the order of their ids.
[[nodiscard]] std::vector<Being> beings_of(const Simulation& simulation);

/// The model once more, one entity after the other and nothing but scalars, to be read. It begins where
/// a simulation is.
class Reference {
 public:
  explicit Reference(const Simulation& simulation);

  void step();

  [[nodiscard]] const std::vector<Being>& beings() const { return beings_; }
  [[nodiscard]] const std::vector<std::int32_t>& food() const { return food_; }

 private:
  static constexpr int k_dead = -2;

  /// What an entity perceived and wants. Others are places in before_, -1 none.
  struct Mind {
    float push_x = 0, push_y = 0;
    float sum_vx = 0, sum_vy = 0, sum_x = 0, sum_y = 0, kin = 0;
    float flee_x = 0, flee_y = 0;
    int prey = -1;
    float prey_squared = 1e30F, prey_x = 0, prey_y = 0;
    int victim = -1;
    int strike = 0;
    int mate = -1;  // k_dead when it dies
  };

  [[nodiscard]] std::uint32_t column_of(float x) const;
  [[nodiscard]] std::uint32_t cell_of(const Being& being) const;
  [[nodiscard]] bool is_barrier(float x, float y) const;
  [[nodiscard]] float wrap(float x) const;
  [[nodiscard]] float menace(const Being& being) const;
  [[nodiscard]] float hunger(const Being& being) const;
  [[nodiscard]] bool fertile(const Being& being) const;
  template <class Visit>
  void for_each_near(const Being& being, Visit&& visit) const;

  void sort();
  [[nodiscard]] Mind perceive(const Being& self) const;
  void decide(const Being& self, Mind& mind) const;
  void move(Being& being, const Mind& mind) const;
  void pay(Being& being) const;
  void graze();
  void fight_and_die();
  void mate();

  Scenario scenario_;
  std::uint64_t tick_;
  std::uint32_t side_;
  float extent_;
  std::uint32_t next_id_ = 0;
  std::vector<std::int32_t> food_, richness_;
  std::vector<Being> beings_;
  std::vector<Being> before_;                      // the snapshot that all look at
  std::vector<std::vector<std::uint32_t>> cells_;  // places in before_, by ids
  std::vector<Mind> minds_;
};

}  // namespace heddle::sim
